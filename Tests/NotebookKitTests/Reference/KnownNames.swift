import Display

/// The names of the documentation's index in the form that articles use.
///
/// Unlike `etude doc`, which forgives case and missing types, they must be exact.
struct KnownNames {
  /// The labels of each symbol, by its path without them.
  private let labels: [String: [[Substring]]]

  init(_ index: DocumentationIndex) {
    labels = Dictionary(grouping: index.symbols) { String($0.pathWithoutLabels) }
      .mapValues { $0.map { Self.labels(of: $0.path[...]) } }
  }

  /// True if a symbol has the name, as `load`, `Waveform.trimmed` or `Tensor.init(npy:)`, or is the target of a link, as
  /// `Waveform/trimmed(threshold:)` or `load(_:)-(String)`.
  ///
  /// Some of a symbol's labels may be omitted.
  func contains(_ name: String) -> Bool {
    let dotted = name.replacing("/", with: ".")
    guard let end = dotted.firstIndex(of: ")") else { return labels[dotted] != nil }
    let signature = dotted[...end]
    let wanted = Self.labels(of: signature)
    let candidates = labels[String(signature.prefix { $0 != "(" })] ?? []
    return candidates.contains { known in
      var rest = wanted[...]
      for label in known where label == rest.first { rest = rest.dropFirst() }
      return rest.isEmpty
    }
  }

  private static func labels(of path: Substring) -> [Substring] {
    path.drop { $0 != "(" }.dropFirst().prefix { $0 != ")" }.split(separator: ":")
  }
}
