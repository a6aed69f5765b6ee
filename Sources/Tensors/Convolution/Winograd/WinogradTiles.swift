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
    transform(tiles, channels: source.channels) { scratch, tile, channel in
      let (image, top, left) = grid.corner(of: tile)
      let (firstRow, firstColumn) = (top - padding, left - padding)
      let rowStep = source.width &* source.channels
      let target = factors.base + ((slot &+ tile &- tiles.lowerBound) &* factors.stride &+ channel)
      let productStep = factors.step
      if firstRow >= 0, firstColumn >= 0, firstRow + points <= source.height, firstColumn + points <= source.width {
        let corner = source.pixel(image, firstRow, firstColumn) + channel
        for column in 0..<points {
          let pixel = corner + column &* source.channels
          Transform.input({ Lanes(at: pixel + $0 &* rowStep) }, { scratch[$0 &* points &+ column] = $1 })
        }
      } else {
        for column in 0..<points {
          let x = firstColumn + column
          let isColumnInside = x >= 0 && x < source.width
          Transform.input(
            { row in
              let y = firstRow &+ row
              guard isColumnInside, y >= 0, y < source.height else { return .zero }
              return Lanes(at: source.pixel(image, y, x) + channel)
            }, { scratch[$0 &* points &+ column] = $1 })
        }
      }
      for row in 0..<points {
        Transform.input(
          { scratch[row &* points &+ $0] },
          { $1.store(to: target + (row &* points &+ $0) &* productStep) })
      }
    }
  }

  /// A g Aᵀ of each tile of output gradients; pixels outside of the image are 0.
  static func gatherGradient(
    _ source: ImagePlane, _ grid: TileGrid, tiles: Range<Int>, slot: Int, into factors: ProductMatrices
  ) {
    let (points, outputs) = (Transform.points, Transform.outputs)
    transform(tiles, channels: source.channels) { scratch, tile, channel in
      let (image, top, left) = grid.corner(of: tile)
      let target = factors.base + ((slot &+ tile &- tiles.lowerBound) &* factors.stride &+ channel)
      let productStep = factors.step
      for column in 0..<outputs {
        let isColumnInside = left + column < source.width
        Transform.outputGradient(
          { row in
            guard isColumnInside, top &+ row < source.height else { return .zero }
            return Lanes(at: source.pixel(image, top &+ row, left &+ column) + channel)
          }, { scratch[$0 &* outputs &+ column] = $1 })
      }
      for row in 0..<points {
        Transform.outputGradient(
          { scratch[row &* outputs &+ $0] },
          { $1.store(to: target + (row &* points &+ $0) &* productStep) })
      }
    }
  }

  /// Aᵀ m A of each tile's products, through the epilogue, to the image; what falls outside is dropped.
  ///
  /// - Parameters:
  ///   - channels: the channels of the image that `products` holds, from their first on.
  static func scatter(
    _ products: ProductMatrices, channels: Range<Int>, tiles: Range<Int>, slot: Int, into target: ImagePlane,
    _ grid: TileGrid, epilogue: ConvolutionEpilogue
  ) {
    let (points, outputs) = (Transform.points, Transform.outputs)
    transform(tiles, channels: channels.count) { scratch, tile, channel in
      let (image, top, left) = grid.corner(of: tile)
      let source = products.base + ((slot &+ tile &- tiles.lowerBound) &* products.stride &+ channel)
      let productStep = products.step
      for column in 0..<points {
        let start = source + column &* productStep
        Transform.output(
          { Lanes(at: start + $0 &* points &* productStep) }, { scratch[$0 &* points &+ column] = $1 })
      }
      for row in 0..<min(outputs, target.height - top) {
        Transform.output(
          { scratch[row &* points &+ $0] },
          { column, value in
            guard left &+ column < target.width else { return }
            let output = channels.lowerBound &+ channel
            let pixel = target.pixel(image, top &+ row, left &+ column) + output
            epilogue(value, channel: output, place: pixel - target.base).store(to: pixel)
          })
      }
    }
  }

  /// Calls `body(scratch, tile, channel)` for every vector of channels of every tile.
  @inline(__always)
  private static func transform(
    _ tiles: Range<Int>, channels: Int, _ body: (UnsafeMutablePointer<Lanes>, Int, Int) -> Void
  ) {
    withUnsafeTemporaryAllocation(of: Lanes.self, capacity: 36) { buffer in
      guard let scratch = buffer.baseAddress else { return }
      for tile in tiles {
        for channel in stride(from: 0, to: channels, by: Lanes.width) { body(scratch, tile, channel) }
      }
    }
  }
}
