import ArgumentParser
import Etude

/// The given options, checked against `FeatureOption`'s table; all others have librosa's defaults.
struct OptionValues {
  private var values: [FeatureOption: String] = [:]

  /// Parts the words of a command line into options and files.
  ///
  /// - Throws: `ValidationError` for an option that is not known, a value that is missing or of another kind.
  init(parsing words: [String], files: inout [String]) throws {
    var rest = words[...]
    while let word = rest.popFirst() {
      guard word.hasPrefix("--"), word.count > 2 else {
        files.append(word)
        continue
      }
      let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
        String.init)
      let isOpposite = parts[0].hasPrefix("no-")
      guard let option = FeatureOption(rawValue: isOpposite ? String(parts[0].dropFirst(3)) : parts[0]) else {
        throw ValidationError("There is no option --\(parts[0]). `etude features --help` lists them.")
      }
      let kind = option.declaration.kind
      if case .flag(let hasOpposite) = kind {
        guard parts.count == 1, !isOpposite || hasOpposite else {
          throw ValidationError("\(word) is unknown. Use \(option.usage).")
        }
        values[option] = isOpposite ? "no" : "yes"
        continue
      }
      guard !isOpposite, let value = parts.count > 1 ? parts[1] : rest.popFirst() else {
        throw ValidationError("\(word) needs a value: \(option.usage).")
      }
      try kind.check(value, of: option)
      values[option] = value
    }
  }

  /// - Throws: `ValidationError` for an option that one of the features does not take.
  func requireTaken(by features: [Feature]) throws {
    for option in FeatureOption.allCases where values[option] != nil {
      let takers = option.declaration.features
      guard let stranger = features.first(where: { !takers.contains($0) }) else { continue }
      throw ValidationError(
        "\(option.name) is not an option of \(stranger.rawValue). Features with this option: "
          + "\(takers.map(\.rawValue).joined(separator: ", ")).")
    }
  }

  /// The value as it was written; nil if it was not given.
  subscript(option: FeatureOption) -> String? { values[option] }

  /// A flag's value, or true: all flags with an opposite are set by default.
  func flag(_ option: FeatureOption, default standard: Bool = true) -> Bool {
    values[option].map { $0 == "yes" } ?? standard
  }

  func integer(_ option: FeatureOption) -> Int? { values[option].flatMap { Int($0) } }

  /// The number; nil if it was not given or is a word.
  func number(_ option: FeatureOption) -> Double? { values[option].flatMap { Double($0) } }

  /// In hertz.
  func frequency(_ option: FeatureOption) throws -> Double? {
    try values[option].map { try Double($0) ?? Pitch($0).frequency }
  }

  /// The number, nil for “estimate”, or the default.
  func tuning(default standard: Double?) -> Double? { values[.tuning] == nil ? standard : number(.tuning) }

  var window: Window { window(.window) }

  func window(_ option: FeatureOption) -> Window { values[option].flatMap(Window.init) ?? .hann }

  var padding: Padding { values[.padMode].flatMap(Padding.init) ?? .zeros }

  /// Divisor of frames.
  var normalization: Normalization { normalization(default: .maximum) }

  func normalization(default standard: Normalization) -> Normalization {
    switch values[.norm] {
    case nil: standard
    case "inf"?: .maximum
    case "none"?: .none
    default: .norm(number(.norm) ?? 0)
    }
  }

  /// The order p of the norm by which wavelets are divided; nil for none.
  var filterNorm: Double? {
    switch values[.norm] {
    case nil: 1
    case "inf"?: .infinity
    default: number(.norm)
    }
  }
}
