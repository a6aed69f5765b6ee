import ArgumentParser
import Etude

/// Kind of an option's value.
enum OptionKind {
  /// None: the option is there, or its opposite, `--no-…`.
  case flag(hasOpposite: Bool)
  case integer
  case number
  /// Hertz, or a note such as C1.
  case frequency
  /// A window's name, with its parameters after colons.
  case window
  case choice([String])
  case choiceOrInteger([String])
  case choiceOrNumber([String])

  static let windows = Window.allCases.map(\.rawValue)
  static let paddings = Padding.allCases.map(\.rawValue)

  /// True if the next word belongs to the option.
  var takesValue: Bool { if case .flag = self { false } else { true } }

  /// - Throws: `ValidationError` for a value of another kind.
  func check(_ value: String, of option: FeatureOption) throws {
    let isFitting: Bool
    let requirement: String
    switch self {
    case .flag: (isFitting, requirement) = (true, "")
    case .integer: (isFitting, requirement) = (Int(value) != nil, "a whole number")
    case .number: (isFitting, requirement) = (Double(value)?.isFinite == true, "a number")
    case .frequency:
      let isNumber = Double(value)?.isFinite == true
      (isFitting, requirement) = (isNumber || (try? Pitch(value)) != nil, "a number of hertz or a note such as C1")
    case .window:
      let names = Self.list(Self.windows + ["or one with parameters, such as kaiser:14"])
      (isFitting, requirement) = (Window(rawValue: value) != nil, names)
    case .choice(let names): (isFitting, requirement) = (names.contains(value), Self.list(names))
    case .choiceOrInteger(let names):
      (isFitting, requirement) = (names.contains(value) || Int(value) != nil, Self.list(["a whole number"] + names))
    case .choiceOrNumber(let names):
      let isNumber = Double(value)?.isFinite == true
      (isFitting, requirement) = (names.contains(value) || isNumber, Self.list(["a number"] + names))
    }
    guard isFitting else { throw ValidationError("\(option.name) is “\(value)”, but it must be \(requirement).") }
  }

  private static func list(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " or " + last
  }
}
