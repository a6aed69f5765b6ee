/// A script, sheet or permission that only some pages want.
enum PageNeed: Hashable, Sendable {
  case tables, audio, frames, pictures
  case mathematics, references, rightToLeft, terminalColors, layout
  /// Divisions, figures and other blocks of Pandoc's Markdown.
  case blocks
  /// A class for a width, in per cent.
  case width(Int)

  /// Needs with a separate style sheet, in the order of the page's sheets.
  static let withSheets: [PageNeed] = [
    .pictures, .mathematics, .references, .rightToLeft, .terminalColors, .layout, .blocks,
  ]

  /// The style sheet for our HTML, derived from its marks.
  ///
  /// Escaped or encoded text contains no `<`, so nothing else can look like a mark.
  static func sheets(for html: String) -> Set<PageNeed> {
    var needs: Set<PageNeed> = []
    for need in withSheets { if let mark = need.mark, html.contains(mark) { needs.insert(need) } }
    return needs
  }

  /// The start of an element that the sheet styles; nil for HTML without its own sheet.
  private var mark: String? {
    switch self {
    case .mathematics: "<math"
    case .references: "<div class=\"references"
    case .terminalColors: "<span class=\"ansi"
    case .layout: "<div class=\"layout"
    case .tables, .audio, .frames, .pictures, .rightToLeft, .blocks, .width: nil
    }
  }
}
