/// A 3×3 convolution of stride 1 by minimal filtering: tiles and weights are transformed, multiplied as one matrix product
/// for each of 36 (or 16) products, and transformed back.
///
/// Memory traffic decides the order of the work. While the transformed weights fit a cache, each thread takes blocks of
/// tiles through all three phases, so factors and products never leave it. If they do not fit and tiles are few, each
/// thread takes blocks of weights through the phases instead. Otherwise the threads go through the phases together,
/// each reading the weights of its own products once.
struct WinogradConvolution<Transform: WinogradTransform>: Sendable {
  typealias Tiles = WinogradTiles<Transform>
  typealias Kernels = WinogradKernels<Transform>
  let sizes: ConvolutionShape

  /// Channels whose factors are contiguous where products add up over tiles.
  private static var band: Int { 64 }

  init(_ sizes: ConvolutionShape) { self.sizes = sizes }

  /// True if the algorithm applies to these sizes.
  static func serves(_ sizes: ConvolutionShape) -> Bool {
    sizes.kernelHeight == 3 && sizes.kernelWidth == 3 && sizes.stride == 1 && sizes.groups == 1 && sizes.padding <= 2
      && sizes.inputChannels > 0 && sizes.inputChannels % MatrixKernel.panelWidth == 0
      && sizes.outputChannels > 0 && sizes.outputChannels % MatrixKernel.panelWidth == 0
  }

  /// True if the weights' factors exceed a thread's cache and the tiles are so few that they fit beside a block of
  /// factors.
  private func hasFewTiles(_ grid: TileGrid) -> Bool {
    Transform.products * sizes.inputChannels * sizes.outputChannels * 4 > 3 << 20 && grid.count <= 128
  }

  func forward(input: Tensor, weight: Tensor, epilogue: ConvolutionEpilogue) -> Tensor {
    let result = Tensor(uninitialized: sizes.outputShape, layout: .channelsLast)
    convolve(
      ImagePlane(input), weight, isFlipped: false, into: ImagePlane(result), padding: sizes.padding, epilogue: epilogue)
    return result
  }

  func inputGradient(_ gradient: Tensor, weight: Tensor, addedTo sum: Tensor?) -> Tensor {
    let result = sum ?? Tensor(uninitialized: sizes.inputShape, layout: .channelsLast)
    convolve(
      ImagePlane(gradient), weight, isFlipped: true, into: ImagePlane(result), padding: 2 - sizes.padding,
      epilogue: ConvolutionEpilogue(residual: sum.map { UnsafePointer($0.storage.base) }))
    return result
  }

  /// Convolves with the kernels of `weight`, or with the flipped ones of the input's gradient.
  private func convolve(
    _ source: ImagePlane, _ weight: Tensor, isFlipped: Bool, into target: ImagePlane, padding: Int,
    epilogue: ConvolutionEpilogue
  ) {
    let grid = TileGrid(
      images: sizes.images, height: target.height, width: target.width, side: Transform.outputs)
    let (inputs, outputs) = (source.channels, target.channels)
    if hasFewTiles(grid) {
      convolveFewTiles(source, weight, isFlipped: isFlipped, into: target, padding: padding, epilogue: epilogue)
      return
    }
    let kernels = Kernels.factors(weight, isFlipped: isFlipped)
    let blocks = Blocks(tiles: grid.count, inputs: inputs, outputs: outputs)
    epilogue.sums?.begin(parts: (grid.count + blocks.grain - 1) / blocks.grain)
    blocks.forEach { tiles in
      let slots = tiles.count
      let factors = ProductMatrices(count: Transform.products, rows: slots, columns: inputs)
      let products = ProductMatrices(count: Transform.products, rows: slots, columns: blocks.columns)
      parallelFor(slots, grain: blocks.grain) { part in
        Tiles.gather(
          source, grid, padding: padding, tiles: tiles.part(part), slot: part.lowerBound,
          into: factors)
      }
      for column in stride(from: 0, to: outputs, by: blocks.columns) {
        let columns = column..<min(outputs, column + blocks.columns)
        parallelFor(Transform.products) { product in
          MatrixKernel.multiply(
            MatrixKernel.Left(base: factors[product], rowStride: factors.stride, stepStride: 1),
            MatrixKernel.Right(panels: kernels[product] + column * inputs, inner: inputs),
            rows: slots, columns: columns.count, inner: inputs,
            into: products[product], stride: products.stride)
        }
        parallelFor(slots, grain: blocks.grain) { part in
          Tiles.scatter(
            products, channels: columns, tiles: tiles.part(part), slot: part.lowerBound, into: target, grid,
            epilogue: epilogue, part: (tiles.lowerBound + part.lowerBound) / blocks.grain)
        }
      }
    }
  }

  /// dU[product] = Σ over tiles of input factor ⊗ output-gradient factor, then back to weights.
  func weightGradient(_ gradient: Tensor, input: Tensor) -> Tensor {
    let (source, upstream) = (ImagePlane(input), ImagePlane(gradient))
    let grid = TileGrid(
      images: sizes.images, height: upstream.height, width: upstream.width, side: Transform.outputs)
    let (inputs, outputs) = (source.channels, upstream.channels)
    guard grid.count > 0 else { return Tensor(zeros: sizes.weightShape) }
    if hasFewTiles(grid) { return weightGradientOfFewTiles(upstream, source, grid) }
    let blocks = Blocks(tiles: grid.count, inputs: inputs, outputs: outputs, accumulating: true)
    let sums = (0..<blocks.segments).map { _ in
      ProductMatrices(count: Transform.products, rows: inputs, columns: outputs)
    }
    blocks.forEachInSegments { segment, isFirst, tiles in
      let slots = tiles.count
      let factors = ProductMatrices(count: Transform.products, rows: slots, columns: inputs, band: Self.band)
      let gradients = ProductMatrices(count: Transform.products, rows: slots, columns: outputs, band: Self.band)
      parallelFor(slots, grain: blocks.grain) { part in
        Tiles.gather(
          source, grid, padding: sizes.padding, tiles: tiles.part(part), slot: part.lowerBound,
          into: factors)
        Tiles.gatherGradient(
          upstream, grid, tiles: tiles.part(part), slot: part.lowerBound, into: gradients)
      }
      parallelFor(Transform.products) { product in
        for row in stride(from: 0, to: inputs, by: Self.band) {
          for column in stride(from: 0, to: outputs, by: Self.band) {
            MatrixKernel.multiply(
              MatrixKernel.Left(
                base: factors[product] + factors.offset(column: row), rowStride: 1, stepStride: factors.stride),
              MatrixKernel.Right(
                rowMajor: gradients[product] + gradients.offset(column: column), stride: gradients.stride),
              rows: min(Self.band, inputs - row), columns: min(Self.band, outputs - column), inner: slots,
              into: sums[segment][product] + row * sums[segment].stride + column, stride: sums[segment].stride,
              accumulating: !isFirst)
          }
        }
      }
    }
    for part in sums.dropFirst() {
      parallelFor(Transform.products * part.step, grain: elementwiseGrain) { range in
        for index in range { sums[0].base[index] += part.base[index] }
      }
    }
    return Kernels.weights(fromFactors: sums[0], shape: sizes.weightShape)
  }
}

extension Range<Int> {
  /// The indices at `part` of this range.
  fileprivate func part(_ part: Range<Int>) -> Range<Int> {
    (lowerBound + part.lowerBound)..<(lowerBound + part.upperBound)
  }
}
