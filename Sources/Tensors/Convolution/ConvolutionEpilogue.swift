/// The epilogue of a convolution on its outputs: times a scale, plus a bias, plus a residual, through a rectifier, into
/// sums.
///
/// `@unchecked Sendable`: its pointers are only read, and outlive the loop that carries them to other threads; the sums
/// take care of themselves.
struct ConvolutionEpilogue: @unchecked Sendable {
  /// One factor for each output channel.
  var scale: UnsafePointer<Float>?
  /// One number for each output channel.
  var bias: UnsafePointer<Float>?
  /// An image batch of the output's shape and layout.
  var residual: UnsafePointer<Float>?
  /// True if negative results become 0.
  var isRectified = false
  /// Gathers sums of the results.
  var sums: OutputSums?

  /// Nothing happens.
  static var none: ConvolutionEpilogue { ConvolutionEpilogue() }

  /// True if results stay as they are.
  private var isIdentity: Bool { scale == nil && bias == nil && residual == nil && !isRectified }

  /// Neighbouring outputs, from `channel` on, which go to `place` in the batch.
  @inline(__always) func callAsFunction(_ outputs: Lanes, channel: Int, place: Int) -> Lanes {
    var value = outputs
    if let scale { value *= Lanes(at: scale + channel) }
    if let bias { value += Lanes(at: bias + channel) }
    if let residual { value += Lanes(at: residual + place) }
    return isRectified ? value.rectified : value
  }

  /// Applies itself to written pixels; they are one part of the sums.
  func apply(to batch: UnsafeMutablePointer<Float>, pixels: Range<Int>, channels: Int, part: Int) {
    for pixel in isIdentity ? 0..<0 : pixels {
      for channel in stride(from: 0, to: channels, by: Lanes.width) {
        let place = pixel &* channels &+ channel
        let count = min(Lanes.width, channels &- channel)
        self(Lanes(at: batch + place, count: count), channel: channel, place: place)
          .store(to: batch + place, count: count)
      }
    }
    sums?.add(batch, rows: pixels, part: part)
  }
}
