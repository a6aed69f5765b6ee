/// A text in every cell of a heat map, in a colour that contrasts with the cell.
struct CellTextMark: Mark {
  /// `texts[row][column]`; an empty text leaves its cell unchanged.
  let texts: [[String]]
  /// True if a cell is in the dark half of the colour map.
  let isStrong: [[Bool]]
  var style = MarkStyle()

  var layer: MarkLayer { MarkLayer(self) }
}

extension CellTextMark: Drawing {
  var depth: Int { 3 }
  var takesPaletteColor: Bool { false }
  var summary: String { "" }

  func extend(x: inout AxisExtent, y: inout AxisExtent) {}

  func draw(on canvas: Canvas, in plot: DrawingContext) {
    let width = abs(plot.x.position(1) - plot.x.position(0))
    let height = abs(plot.y.position(1) - plot.y.position(0))
    let longest = texts.joined().max { $0.count < $1.count } ?? ""
    let natural = canvas.width(of: longest, font: Font(size: 10)) / 10
    let size = min(18, height * 0.62, width * 0.78 / max(natural, 0.1))
    let font = Font(size: size)
    let light = RGBA(0xFFFFFF)
    let dark = plot.theme == .light ? RGBA(0x10253F) : RGBA(0x08131F)
    for (row, line) in texts.enumerated() {
      for (column, text) in line.enumerated() where !text.isEmpty {
        let place = Point(x: plot.x.position(Double(column)), y: plot.y.position(Double(row)))
        // Strong cells are dark on a light page and bright on a dark one.
        let isOnDark = isStrong[row][column] == (plot.theme == .light)
        canvas.text(text, at: place, anchor: .center, font: font, color: isOnDark ? light : dark)
      }
    }
  }
}
