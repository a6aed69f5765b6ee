import Files
public import Foundation
public import Images

extension Figure {
  /// Default number of device pixels per logical pixel: enough for today's screens.
  static let standardScale = 2.0

  /// The figure as pixels, `round(96 * width * scale)` across.
  ///
  /// - Throws: ``PlottingError/unusableSize(width:height:)``, ``PlottingError/canvas(reason:)``.
  public func image(theme: Theme = .light, scale: Double = 2) throws(PlottingError) -> Image {
    try FigureRenderer.render(self, theme: theme, scale: scale)
  }

  /// The figure as the bytes of a PNG file that contains its size in inches; a figure always gives the same bytes.
  ///
  /// - Throws: ``PlottingError``, and nothing else.
  public func pngData(theme: Theme = .light, scale: Double = 2) throws(PlottingError) -> Data {
    let image = try image(theme: theme, scale: scale)
    do {
      // Rows of plots resemble the rows above them, and zlib's third level is its last fast one.
      return try image.pngData(
        pixelsPerMeter: Int((96 * scale / 0.0254).rounded()), filter: .above, compressionLevel: 3)
    } catch {
      throw .canvas(reason: String(describing: error))
    }
  }

  /// The figure as an SVG file, letters as outlines; one figure always gives the same bytes.
  ///
  /// - Throws: ``PlottingError``, and nothing else.
  public func svgData(theme: Theme = .light) throws(PlottingError) -> Data {
    try FigureRenderer.svg(of: self, theme: theme)
  }

  /// Writes a PNG file in one piece.
  ///
  /// - Throws: ``PlottingError``, and nothing else.
  public func write(png url: URL, theme: Theme = .light, scale: Double = 2) throws(PlottingError) {
    let data = try pngData(theme: theme, scale: scale)
    do {
      try AtomicFile.write(data, to: url)
    } catch {
      throw .unwritable(path: url.path, reason: error.reason)
    }
  }
}
