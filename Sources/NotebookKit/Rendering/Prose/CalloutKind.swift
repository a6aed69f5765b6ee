/// The kinds of GitHub's alerts, which Quarto calls callouts.
enum CalloutKind: String {
  case note, tip, important, warning, caution

  var title: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }

  /// The kind that a division's classes name: `callout-note`; nil for any other division.
  init?(of attributes: Attributes) {
    guard
      let kind = attributes.classes.lazy.compactMap({ name -> CalloutKind? in
        name.hasPrefix("callout-") ? CalloutKind(rawValue: String(name.dropFirst("callout-".count))) : nil
      }).first
    else { return nil }
    self = kind
  }
}
