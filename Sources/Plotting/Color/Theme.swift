/// The theme of a rendering: light or dark.
///
/// ```swift
/// let bytes = try plot(x: [1, 2], y: [3, 4]).pngData(theme: .dark)
/// ```
public enum Theme: String, Hashable, Sendable, CaseIterable {
  /// Dark marks on white.
  case light
  /// Light marks on nearly black.
  case dark
}

extension Theme {
  /// The background.
  var background: RGBA { self == .light ? RGBA(0xFFFFFF) : RGBA(0x15171A) }
  /// Titles and labels.
  var foreground: RGBA { self == .light ? RGBA(0x1B1F24) : RGBA(0xE6E8EB) }
  /// Tick labels, which step back a little.
  var secondary: RGBA { self == .light ? RGBA(0x4A525B) : RGBA(0xB4BCC6) }
  /// Axis lines and ticks.
  var axis: RGBA { self == .light ? RGBA(0x7A828B) : RGBA(0x78828E) }
  /// Grid lines, just visible.
  var grid: RGBA { self == .light ? RGBA(0xE4E7EB) : RGBA(0x2B3138) }
}
