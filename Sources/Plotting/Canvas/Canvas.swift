internal import CCairo
import Foundation
import Images

/// A surface to draw on in logical pixels; each logical pixel has `scale` x `scale` device pixels.
///
/// Text is drawn from unhinted outlines with grey antialiasing, so the same figure gives the same pixels regardless of
/// the desktop's font settings.
///
/// Related Cairo documentation: <https://www.cairographics.org/manual/>
final class Canvas {
  /// Width and height in device pixels.
  let pixelWidth: Int
  let pixelHeight: Int
  /// Device pixels per logical pixel.
  let scale: Double

  /// The bytes of the drawing as SVG; nil for a canvas of pixels.
  let vector: VectorOutput?
  let surface: OpaquePointer
  let context: OpaquePointer
  var font = Font(size: 0, isBold: false)

  /// A canvas filled with one colour.
  ///
  /// - Throws: ``PlottingError/unusableSize(width:height:)`` for sides that are not between one pixel and 32,767 of
  ///   them, ``PlottingError/canvas(reason:)`` when Cairo runs out of memory.
  ///
  /// - Parameter isVector: True for a drawing that becomes SVG. It has the same coordinates, so the layout is the same
  ///   as for pixels.
  init(
    width: Double, height: Double, scale: Double, background: RGBA, isVector: Bool = false
  ) throws(PlottingError) {
    let sides = [width * scale, height * scale]
    guard sides.allSatisfy({ $0.isFinite && $0.rounded() >= 1 && $0.rounded() <= 32_767 }) else {
      throw .unusableSize(width: width, height: height)
    }
    self.pixelWidth = Int(sides[0].rounded())
    self.pixelHeight = Int(sides[1].rounded())
    self.scale = scale
    let vector = isVector ? VectorOutput() : nil
    self.vector = vector
    guard
      let surface = vector?.surface(width: pixelWidth, height: pixelHeight)
        ?? cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(pixelWidth), Int32(pixelHeight)),
      let context = cairo_create(surface)
    else { throw .canvas(reason: "out of memory") }
    self.surface = surface
    self.context = context
    try check()
    cairo_scale(context, scale, scale)
    setSource(background)
    cairo_paint(context)
    prepareFont()
  }

  deinit {
    cairo_destroy(context)
    cairo_surface_destroy(surface)
  }

  func setSource(_ color: RGBA) {
    cairo_set_source_rgba(context, color.red, color.green, color.blue, color.alpha)
  }

  /// Draws inside of `rectangle` only while `body` runs.
  func clipped(to rectangle: Rectangle, _ body: () -> Void) {
    // Restoring the context brings its font back too.
    let font = font
    cairo_save(context)
    cairo_rectangle(context, rectangle.left, rectangle.top, rectangle.width, rectangle.height)
    cairo_clip(context)
    body()
    cairo_restore(context)
    self.font = font
  }

  /// The nearest position at which a thin line covers whole device pixels.
  func crisp(_ coordinate: Double, lineWidth: Double) -> Double {
    let device = max(1, (lineWidth * scale).rounded())
    let offset = device.truncatingRemainder(dividingBy: 2) / 2
    return ((coordinate * scale - offset).rounded() + offset) / scale
  }

  /// Throws the first error since the canvas was created. Cairo keeps it and ignores all calls that follow.
  func check() throws(PlottingError) {
    let statuses = [cairo_status(context), cairo_surface_status(surface)]
    guard let status = statuses.first(where: { $0 != CAIRO_STATUS_SUCCESS }) else { return }
    throw .canvas(reason: cairo_status_to_string(status).map { String(cString: $0) } ?? "unknown")
  }

  /// The drawing as an opaque image of three channels.
  func image() throws(PlottingError) -> Image {
    cairo_surface_flush(surface)
    try check()
    guard let data = cairo_image_surface_get_data(surface) else { throw .canvas(reason: "no memory is left") }
    let count = pixelWidth * pixelHeight
    let stride = Int(cairo_image_surface_get_stride(surface))
    let pixels = [UInt8](unsafeUninitializedCapacity: count * 3) { target, initialized in
      initialized = count * 3
      var next = 0
      for row in 0..<pixelHeight {
        let source = UnsafeRawPointer(data + row * stride).assumingMemoryBound(to: UInt32.self)
        for column in 0..<pixelWidth {
          let pixel = source[column]
          target[next] = UInt8(truncatingIfNeeded: pixel >> 16)
          target[next + 1] = UInt8(truncatingIfNeeded: pixel >> 8)
          target[next + 2] = UInt8(truncatingIfNeeded: pixel)
          next += 3
        }
      }
    }
    return Image(width: pixelWidth, height: pixelHeight, channels: 3, pixels: pixels)
  }
}
