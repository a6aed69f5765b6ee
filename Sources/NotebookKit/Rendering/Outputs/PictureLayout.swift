/// Images of one cell side by side, each with its own caption: `layout-ncol` and `fig-subcap`.
struct PictureLayout {
  /// Beside one another more are too small to be seen.
  static let mostColumns = 6

  let columns: Int
  /// In Markdown.
  let captions: [String]
  /// The name of the cell's element; the names of the images append their numbers to it.
  let identifier: String
  let prose: ProseRenderer.Context

  /// Nil for a cell whose images are stacked without captions.
  init?(of cell: Cell, texts: CellTexts, prose: ProseRenderer.Context) {
    guard cell.options.layoutColumns != nil || !texts.figureSubcaptions.isEmpty else { return nil }
    columns = cell.options.layoutColumns ?? 1
    captions = texts.figureSubcaptions
    identifier = CellRenderer.identifier(cell)
    self.prose = prose
  }

  /// - Parameter pictures: Images, tables and sounds in the order in which the cell showed them.
  func html(_ pictures: [RenderedHTML]) -> RenderedHTML {
    var result = RenderedHTML(html: "<div class=\"layout columns-\(min(columns, max(pictures.count, 1)))\">\n")
    for (index, picture) in pictures.enumerated() {
      let name = Self.identifier(identifier, index)
      result += "<figure id=\"\(name.escapedForHTML)\">\n"
      result += picture
      if let caption = captions[safe: index] {
        let words = ProseRenderer.inlineHTML(caption, context: prose)
        result += "<figcaption>(\(Self.letter(index))) \(words)</figcaption>\n"
      }
      result += "</figure>\n"
    }
    result += "</div>\n"
    return result
  }

  /// The name of an image's element, which Quarto refers to as well.
  static func identifier(_ label: String, _ index: Int) -> String { "\(label)-\(index + 1)" }

  /// `a`, `b`, … of the image at an index from 0; after `z` its number.
  static func letter(_ index: Int) -> String {
    index < 26 ? String(UnicodeScalar(UInt8(ascii: "a") + UInt8(index))) : "\(index + 1)"
  }
}
