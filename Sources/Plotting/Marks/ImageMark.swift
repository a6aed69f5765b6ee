public import Images

/// An image, its top row at the top: matplotlib's `imshow` of pixels.
///
/// ```swift
/// let dot = Image(width: 1, height: 1, channels: 3, pixels: [200, 30, 30])
/// let figure = figure { ImageMark(dot) }.axesHidden()
/// ```
public struct ImageMark: Mark {
  /// The pixels; alpha is composited over the page.
  public let image: Image
  let x: ClosedRange<Double>
  let y: ClosedRange<Double>
  let isSmooth: Bool?
  /// Only its opacity matters here.
  public var style = MarkStyle()

  /// An image over a rectangle in the data's units.
  ///
  /// - Parameters:
  ///   - image: the pixels.
  ///   - x: left and right edge; nil counts pixels, with centres at 0, 1, …
  ///   - y: the borders upwards; nil counts pixels.
  ///   - isSmooth: whether pixels are interpolated; nil keeps them sharp if they are large or all of one size.
  public init(
    _ image: Image, x: ClosedRange<Double>? = nil, y: ClosedRange<Double>? = nil, isSmooth: Bool? = nil
  ) {
    self.image = image
    self.x = x ?? -0.5...max(Double(image.width) - 0.5, 0.5)
    self.y = y ?? -0.5...max(Double(image.height) - 0.5, 0.5)
    self.isSmooth = isSmooth
  }

  /// The image, ready to be drawn.
  public var layer: MarkLayer { MarkLayer(self) }
}

extension ImageMark: Drawing {
  var depth: Int { 0 }
  var takesPaletteColor: Bool { false }
  var fillsPlot: Bool { true }
  var hasPixelsOfOneUnit: Bool {
    isSmooth == nil && x.upperBound - x.lowerBound == Double(image.width)
      && y.upperBound - y.lowerBound == Double(image.height)
  }
  var summary: String { "a picture of \(image.width) by \(image.height) pixels" }

  func extend(x: inout AxisExtent, y: inout AxisExtent) {
    x.include([self.x.lowerBound, self.x.upperBound])
    y.include([self.y.lowerBound, self.y.upperBound])
    x.sticky += [self.x.lowerBound, self.x.upperBound]
    y.sticky += [self.y.lowerBound, self.y.upperBound]
  }

  func draw(on canvas: Canvas, in plot: DrawingContext) {
    let across = [plot.x.position(x.lowerBound), plot.x.position(x.upperBound)]
    let down = [plot.y.position(y.lowerBound), plot.y.position(y.upperBound)]
    guard (across + down).allSatisfy(\.isFinite) else { return }
    let place = Rectangle(
      left: min(across[0], across[1]), top: min(down[0], down[1]), right: max(across[0], across[1]),
      bottom: max(down[0], down[1]))
    let enlargement = place.width * canvas.scale / Double(max(image.width, 1))
    let isSharp = enlargement >= 4 || enlargement >= 2 && abs(enlargement - enlargement.rounded()) < 1e-6
    canvas.draw(Bitmap(image, opacity: style.opacity), in: place, isSmooth: isSmooth ?? !isSharp)
  }
}

extension Bitmap {
  /// The pixels of an image, grey repeated and colours premultiplied.
  init(_ image: Image, opacity: Double = 1) {
    let count = image.width * image.height
    let fade = UInt32((min(max(opacity, 0), 1) * 255).rounded())
    let channels = image.channels
    let pixels = image.pixels.withUnsafeBufferPointer { samples in
      (0..<count).map { index -> UInt32 in
        let start = index * channels
        let red = UInt32(samples[start])
        let green = channels == 1 ? red : UInt32(samples[start + 1])
        let blue = channels == 1 ? red : UInt32(samples[start + 2])
        let alpha = ((channels == 4 ? UInt32(samples[start + 3]) : 255) * fade + 127) / 255
        if alpha == 255 { return 0xFF00_0000 | red << 16 | green << 8 | blue }
        func scaled(_ channel: UInt32) -> UInt32 { (channel * alpha + 127) / 255 }
        return alpha << 24 | scaled(red) << 16 | scaled(green) << 8 | scaled(blue)
      }
    }
    self.init(width: image.width, height: image.height, pixels: pixels)
  }
}
