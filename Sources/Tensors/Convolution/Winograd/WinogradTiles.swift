/// Tiles of images to factors `[product, tile, channel]` and products of that form back to images, as many channels
/// at a time as a vector holds.
enum WinogradTiles<Transform: WinogradTransform> {
  /// Bᵀ d B of the patch under each tile; pixels outside of the image are 0.
  ///
  /// - Parameters:
  ///   - padding: how far a tile's patch starts before the tile, on both axes.
  ///   - slot: the row of `tiles.lowerBound` in the matrices of `factors`.
  static func gather(
    _ source: ImagePlane, _ grid: TileGrid, padding: Int, tiles: Range<Int>, slot: Int,
    into factors: ProductMatrices
  ) {
    let points = Transform.points
    let rowStep = source.width &* source.channels
    withScratch(zeros: source.channels) { scratch, zeros in
      var pixels = InlineArray<36, UnsafePointer<Float>>(repeating: zeros)
      for tile in tiles {
        let (image, top, left) = grid.corner(of: tile)
        let (firstRow, firstColumn) = (top - padding, left - padding)
        let row = factors.base + (slot &+ tile &- tiles.lowerBound) &* factors.stride
        if firstRow >= 0, firstColumn >= 0, firstRow + points <= source.height, firstColumn + points <= source.width {
          let corner = source.pixel(image, firstRow, firstColumn)
          for channel in stride(from: 0, to: source.channels, by: Lanes.width) {
            write(to: row + factors.offset(column: channel), factors.step, scratch) { y, x in
              Lanes(at: corner + (y &* rowStep &+ x &* source.channels &+ channel))
            }
          }
        } else {
          source.locate(image, firstRow, firstColumn, side: points, outside: zeros, into: &pixels)
          for channel in stride(from: 0, to: source.channels, by: Lanes.width) {
            write(to: row + factors.offset(column: channel), factors.step, scratch) { y, x in
              Lanes(at: pixels[y &* points &+ x] + channel)
            }
          }
        }
      }
    }
  }

  /// A g Aᵀ of each tile of output gradients; pixels outside of the image are 0.
  static func gatherGradient(
    _ source: ImagePlane, _ grid: TileGrid, tiles: Range<Int>, slot: Int, into factors: ProductMatrices
  ) {
    let (points, outputs) = (Transform.points, Transform.outputs)
    withScratch(zeros: source.channels) { scratch, zeros in
      var pixels = InlineArray<16, UnsafePointer<Float>>(repeating: zeros)
      for tile in tiles {
        let (image, top, left) = grid.corner(of: tile)
        let row = factors.base + (slot &+ tile &- tiles.lowerBound) &* factors.stride
        source.locate(image, top, left, side: outputs, outside: zeros, into: &pixels)
        for channel in stride(from: 0, to: source.channels, by: Lanes.width) {
          let place = row + factors.offset(column: channel)
          for x in 0..<outputs {
            Transform.outputGradient(
              { Lanes(at: pixels[$0 &* outputs &+ x] + channel) }, { scratch[$0 &* outputs &+ x] = $1 })
          }
          for y in 0..<points {
            Transform.outputGradient(
              { scratch[y &* outputs &+ $0] },
              { $1.store(to: place + (y &* points &+ $0) &* factors.step) })
          }
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
    let sums = epilogue.sums
    withScratch(zeros: 0) { scratch, _ in
      for tile in tiles {
        let (image, top, left) = grid.corner(of: tile)
        let source = products.base + (slot &+ tile &- tiles.lowerBound) &* products.stride
        let (rows, columns) = (min(outputs, target.height - top), min(outputs, target.width - left))
        for channel in stride(from: 0, to: channels.count, by: Lanes.width) {
          for x in 0..<points {
            Transform.output(
              { Lanes(at: source + (($0 &* points &+ x) &* products.step &+ channel)) },
              { scratch[$0 &* points &+ x] = $1 })
          }
          let output = channels.lowerBound &+ channel
          let centre = sums.map { Lanes(at: $0.centre.storage.base + output) } ?? .zero
          var (sum, squares) = (Lanes.zero, Lanes.zero)
          for y in 0..<rows {
            let pixels = target.pixel(image, top &+ y, left) + output
            Transform.output(
              { scratch[y &* points &+ $0] },
              { x, value in
                guard x < columns else { return }
                let pixel = pixels + x &* target.channels
                let result = epilogue(value, channel: output, place: pixel - target.base)
                result.store(to: pixel)
                guard sums != nil else { return }
                let deviation = result - centre
                sum += deviation
                squares = squares.addingProduct(deviation, deviation)
              })
          }
          sums?.add(sum, squares, part: part, channel: output)
        }
      }
    }
  }

  /// Bᵀ d B of one patch, one product every `step` scalars from `target` on.
  @inline(__always)
  private static func write(
    to target: UnsafeMutablePointer<Float>, _ step: Int, _ scratch: UnsafeMutablePointer<Lanes>,
    _ pixel: (Int, Int) -> Lanes
  ) {
    let points = Transform.points
    for x in 0..<points {
      Transform.input({ pixel($0, x) }, { scratch[$0 &* points &+ x] = $1 })
    }
    for y in 0..<points {
      Transform.input(
        { scratch[y &* points &+ $0] }, { $1.store(to: target + (y &* points &+ $0) &* step) })
    }
  }

  /// Room for a tile half transformed, and a pixel of zeros.
  private static func withScratch(
    zeros channels: Int, _ body: (UnsafeMutablePointer<Lanes>, UnsafePointer<Float>) -> Void
  ) {
    withUnsafeTemporaryAllocation(of: Lanes.self, capacity: 36 + channels / Lanes.width) { buffer in
      guard let scratch = buffer.baseAddress else { return }
      buffer.initialize(repeating: .zero)
      let zeros = UnsafeRawPointer(scratch + 36).assumingMemoryBound(to: Float.self)
      body(scratch, zeros)
    }
  }
}
