/// Tiles of images to factors `[product, tile, channel]` and products of that form back to images.
///
/// A transform works on columns and then on rows. Each is a short loop over a band of channels: it reads and writes a
/// few contiguous runs of memory, which the processor prefetches.
enum WinogradTiles<Transform: WinogradTransform> {
  /// Channels that are transformed at a time: half transformed, a tile of them fits the first cache.
  private static var bandWidth: Int { 64 }

  /// Bᵀ d B of the patch under each tile; pixels outside the image are 0.
  ///
  /// - Parameters:
  ///   - padding: how far a tile's patch starts before the tile, on both axes.
  ///   - slot: the row of `tiles.lowerBound` in the matrices of `factors`.
  static func gather(
    _ source: ImagePlane, _ grid: TileGrid, padding: Int, tiles: Range<Int>, slot: Int,
    into factors: ProductMatrices
  ) {
    let points = Transform.points
    forEachBand(of: tiles, source.channels, in: factors, slot: slot) { tile, band, target, scratch, zeros in
      let (image, top, left) = grid.corner(of: tile)
      for x in 0..<points {
        let pixels = source.column(image, top &- padding, left &- padding &+ x, from: band.lowerBound, outside: zeros)
        for channel in stride(from: 0, to: band.count, by: Lanes.width) {
          Transform.input(
            { Lanes(at: pixels[$0] + channel) },
            { $1.store(to: scratch + (($0 &* points &+ x) &* bandWidth &+ channel)) })
        }
      }
      for y in 0..<points {
        for channel in stride(from: 0, to: band.count, by: Lanes.width) {
          Transform.input(
            { Lanes(at: scratch + ((y &* points &+ $0) &* bandWidth &+ channel)) },
            { $1.store(to: target + ((y &* points &+ $0) &* factors.step &+ channel)) })
        }
      }
    }
  }

  /// A g Aᵀ of each tile of output gradients; pixels outside the image are 0.
  ///
  /// Much like `gather`, and written out: a transform that is passed on as a closure is not inlined, which costs a quarter of
  /// a training step.
  static func gatherGradient(
    _ source: ImagePlane, _ grid: TileGrid, tiles: Range<Int>, slot: Int, into factors: ProductMatrices
  ) {
    let (points, outputs) = (Transform.points, Transform.outputs)
    forEachBand(of: tiles, source.channels, in: factors, slot: slot) { tile, band, target, scratch, zeros in
      let (image, top, left) = grid.corner(of: tile)
      for x in 0..<outputs {
        let pixels = source.column(image, top, left &+ x, from: band.lowerBound, outside: zeros)
        for channel in stride(from: 0, to: band.count, by: Lanes.width) {
          Transform.outputGradient(
            { Lanes(at: pixels[$0] + channel) },
            { $1.store(to: scratch + (($0 &* outputs &+ x) &* bandWidth &+ channel)) })
        }
      }
      for y in 0..<points {
        for channel in stride(from: 0, to: band.count, by: Lanes.width) {
          Transform.outputGradient(
            { Lanes(at: scratch + ((y &* outputs &+ $0) &* bandWidth &+ channel)) },
            { $1.store(to: target + ((y &* points &+ $0) &* factors.step &+ channel)) })
        }
      }
    }
  }

  /// Aᵀ m A of each tile's products, through the epilogue, to the image; what falls outside is dropped.
  ///
  /// - Parameters:
  ///   - channels: the channels of the image that `products` holds, from their first on.
  ///   - part: of the sums that the epilogue may gather.
  static func scatter(
    _ products: ProductMatrices, channels: Range<Int>, tiles: Range<Int>, slot: Int, into target: ImagePlane,
    _ grid: TileGrid, epilogue: ConvolutionEpilogue, part: Int
  ) {
    let (points, outputs) = (Transform.points, Transform.outputs)
    forEachBand(of: tiles, channels.count, in: products, slot: slot) { tile, band, source, scratch, _ in
      let (image, top, left) = grid.corner(of: tile)
      let (rows, columns) = (min(outputs, target.height - top), min(outputs, target.width - left))
      for x in 0..<points {
        for channel in stride(from: 0, to: band.count, by: Lanes.width) {
          Transform.output(
            { Lanes(at: source + (($0 &* points &+ x) &* products.step &+ channel)) },
            { $1.store(to: scratch + (($0 &* points &+ x) &* bandWidth &+ channel)) })
        }
      }
      let first = channels.lowerBound &+ band.lowerBound
      for y in 0..<rows {
        let pixels = target.pixel(image, top &+ y, left)
        for channel in stride(from: 0, to: band.count, by: Lanes.width) {
          let output = first &+ channel
          let centre = epilogue.sums.map { Lanes(at: $0.centre.storage.base + output) } ?? .zero
          var (sum, squares) = (Lanes.zero, Lanes.zero)
          Transform.output(
            { Lanes(at: scratch + ((y &* points &+ $0) &* bandWidth &+ channel)) },
            { x, value in
              guard x < columns else { return }
              let pixel = pixels + (x &* target.channels &+ output)
              let result = epilogue(value, channel: output, place: pixel - target.base)
              result.store(to: pixel)
              let deviation = result - centre
              sum += deviation
              squares = squares.addingProduct(deviation, deviation)
            })
          epilogue.sums?.add(sum, squares, part: part, channel: output)
        }
      }
    }
  }

  /// Calls `body(tile, channels of a band, where the tile's row of that band starts in the first matrix, room for a tile of a
  /// band, zeros for as many channels)`.
  @inline(__always)
  private static func forEachBand(
    of tiles: Range<Int>, _ channels: Int, in matrices: ProductMatrices, slot: Int,
    _ body: (Int, Range<Int>, UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>, UnsafePointer<Float>) -> Void
  ) {
    let width = min(bandWidth, matrices.stride)
    withUnsafeTemporaryAllocation(byteCount: 37 * bandWidth * 4, alignment: 64) { buffer in
      guard let memory = buffer.baseAddress else { return }
      let scratch = memory.assumingMemoryBound(to: Float.self)
      let zeros = scratch + 36 * bandWidth
      zeros.update(repeating: 0, count: bandWidth)
      for tile in tiles {
        let row = matrices.base + (slot &+ tile &- tiles.lowerBound) &* matrices.stride
        for first in stride(from: 0, to: channels, by: width) {
          body(tile, first..<min(channels, first &+ width), row + matrices.offset(column: first), scratch, zeros)
        }
      }
    }
  }
}
