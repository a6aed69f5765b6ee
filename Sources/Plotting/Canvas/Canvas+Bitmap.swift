internal import CCairo
import Foundation

/// Pixels in Cairo's format: alpha, red, green, blue from the highest byte down, colours premultiplied.
struct Bitmap: Sendable {
  let width: Int
  let height: Int
  var pixels: [UInt32]
}

extension Canvas {
  /// Copies a bitmap to whole device pixels, its top left corner at (`column`, `row`).
  func place(_ bitmap: Bitmap, column: Int, row: Int) {
    withSurface(of: bitmap) { source in
      cairo_save(context)
      cairo_identity_matrix(context)
      cairo_set_source_surface(context, source, Double(column), Double(row))
      cairo_pattern_set_filter(cairo_get_source(context), CAIRO_FILTER_NEAREST)
      cairo_paint(context)
      cairo_restore(context)
    }
  }

  /// Draws a bitmap into a rectangle, scaled with or without smoothing.
  func draw(_ bitmap: Bitmap, in rectangle: Rectangle, isSmooth: Bool) {
    // A scale of 0 would put the context into its error state.
    guard bitmap.width > 0, bitmap.height > 0, rectangle.width > 0, rectangle.height > 0 else { return }
    withSurface(of: bitmap) { source in
      cairo_save(context)
      cairo_rectangle(context, rectangle.left, rectangle.top, rectangle.width, rectangle.height)
      cairo_clip(context)
      cairo_translate(context, rectangle.left, rectangle.top)
      cairo_scale(
        context, rectangle.width / Double(bitmap.width), rectangle.height / Double(bitmap.height))
      cairo_set_source_surface(context, source, 0, 0)
      let pattern = cairo_get_source(context)
      cairo_pattern_set_filter(pattern, isSmooth ? CAIRO_FILTER_GOOD : CAIRO_FILTER_NEAREST)
      cairo_pattern_set_extend(pattern, CAIRO_EXTEND_PAD)
      cairo_paint(context)
      cairo_restore(context)
    }
  }

  /// Draws the same small shape at many points.
  ///
  /// The shape is rasterised at sixteen offsets within a device pixel and then only copied, so ten thousand points take
  /// milliseconds.
  ///
  /// - Parameter shape: adds the shape's outline, around the origin and in logical pixels, to the pen's path.
  func stamp(at places: [Point], radius: Double, color: RGBA, shape: (Pen) -> Void) {
    if vector != nil { return draw(at: places, color: color, shape: shape) }
    let side = Int((2 * radius * scale).rounded(.up)) + 4
    let middle = Double(side / 2)
    var masks: [OpaquePointer?] = Array(repeating: nil, count: 16)
    defer { masks.forEach { if let mask = $0 { cairo_surface_destroy(mask) } } }
    cairo_save(context)
    cairo_identity_matrix(context)
    setSource(color)
    for place in places {
      let (x, y) = (place.x * scale, place.y * scale)
      guard x > -middle, y > -middle, x < Double(pixelWidth) + middle, y < Double(pixelHeight) + middle else {
        continue
      }
      let (column, row) = (x.rounded(.down), y.rounded(.down))
      let (phaseX, phaseY) = (Int((x - column) * 4), Int((y - row) * 4))
      let phase = phaseY * 4 + phaseX
      if masks[phase] == nil {
        let offset = Point(x: middle + Double(phaseX) / 4 + 0.125, y: middle + Double(phaseY) / 4 + 0.125)
        masks[phase] = mask(side: side, offset: offset, shape: shape)
      }
      cairo_mask_surface(context, masks[phase], column - middle, row - middle)
    }
    cairo_restore(context)
  }

  /// Draws the shape itself at each point, for SVG.
  private func draw(at places: [Point], color: RGBA, shape: (Pen) -> Void) {
    setSource(color)
    for place in places where place.x.isFinite && place.y.isFinite {
      cairo_save(context)
      cairo_new_path(context)
      cairo_translate(context, place.x, place.y)
      shape(Pen(context: context))
      cairo_fill(context)
      cairo_restore(context)
    }
  }

  /// The drawing as SVG, which ends it.
  ///
  /// - Throws: ``PlottingError/canvas(reason:)``; also for a canvas of pixels.
  func svg(width: Double, height: Double) throws(PlottingError) -> Data {
    guard let vector else { throw .canvas(reason: "it holds pixels") }
    try check()
    cairo_surface_finish(surface)
    return Data(vector.text(width: width, height: height).utf8)
  }

  private func mask(side: Int, offset: Point, shape: (Pen) -> Void) -> OpaquePointer? {
    let mask = cairo_image_surface_create(CAIRO_FORMAT_A8, Int32(side), Int32(side))
    guard let pen = cairo_create(mask) else { return mask }
    cairo_translate(pen, offset.x, offset.y)
    cairo_scale(pen, scale, scale)
    shape(Pen(context: pen))
    cairo_fill(pen)
    cairo_destroy(pen)
    return mask
  }

  private func withSurface(of bitmap: Bitmap, _ body: (OpaquePointer?) -> Void) {
    var pixels = bitmap.pixels
    pixels.withUnsafeMutableBytes { bytes in
      let source = cairo_image_surface_create_for_data(
        bytes.bindMemory(to: UInt8.self).baseAddress, CAIRO_FORMAT_ARGB32, Int32(bitmap.width),
        Int32(bitmap.height), Int32(bitmap.width * 4))
      body(source)
      cairo_surface_finish(source)
      cairo_surface_destroy(source)
    }
  }
}

/// Traces the outline of a symbol.
struct Pen {
  fileprivate let context: OpaquePointer

  func circle(radius: Double) { cairo_arc(context, 0, 0, radius, 0, 2 * .pi) }

  func polygon(_ corners: [Point]) {
    for corner in corners { cairo_line_to(context, corner.x, corner.y) }
    cairo_close_path(context)
  }
}
