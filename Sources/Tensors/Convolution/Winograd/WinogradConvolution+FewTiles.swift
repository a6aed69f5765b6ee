/// The order of work for many weights and few tiles: a thread transforms a block of kernels that fits its cache and
/// multiplies it with all tiles at once, so the factors of the weights, up to four times the weights, never go to
/// memory.
extension WinogradConvolution {
  /// Kernels of one block: their factors take 295 KB with F(4, 3), 131 KB with F(2, 3).
  private static var blockColumns: Int { 32 }
  private static var blockSteps: Int { 64 }

  /// Convolves with the kernels of `weight`, or with the flipped ones of the input's gradient.
  func convolveFewTiles(
    _ source: ImagePlane, _ weight: Tensor, isFlipped: Bool, into target: ImagePlane, padding: Int,
    epilogue: ConvolutionEpilogue
  ) {
    let grid = TileGrid(images: sizes.images, height: target.height, width: target.width, side: Transform.outputs)
    let factors = gathered(source, grid, padding: padding)
    epilogue.sums?.begin(parts: 1)
    parallelFor(target.channels, grain: Self.blockColumns) { columns in
      let products = ProductMatrices(count: Transform.products, rows: grid.count, columns: columns.count)
      for first in stride(from: 0, to: source.channels, by: Self.blockSteps) {
        let steps = first..<min(source.channels, first + Self.blockSteps)
        let block =
          isFlipped
          ? KernelBlock(outputs: steps, inputs: columns) : KernelBlock(outputs: columns, inputs: steps)
        let kernels = Kernels.room(for: block)
        if isFlipped {
          Kernels.writeFlippedFactors(weight, block, of: block, into: kernels)
        } else {
          Kernels.writeFactors(weight, block, of: block, into: kernels)
        }
        for product in 0..<Transform.products {
          MatrixKernel.multiply(
            MatrixKernel.Left(
              base: factors[product] + factors.offset(column: first), rowStride: factors.stride, stepStride: 1),
            MatrixKernel.Right(panels: kernels[product], inner: steps.count),
            rows: grid.count, columns: columns.count, inner: steps.count, into: products[product],
            stride: products.stride, accumulating: first > 0)
        }
      }
      Tiles.scatter(
        products, channels: columns, tiles: 0..<grid.count, slot: 0, into: target, grid, epilogue: epilogue, part: 0)
    }
  }

  /// The gradient of the weights, a block of kernels at a time.
  func weightGradientOfFewTiles(_ upstream: ImagePlane, _ source: ImagePlane, _ grid: TileGrid) -> Tensor {
    let result = Tensor(uninitialized: sizes.weightShape)
    let factors = gathered(source, grid, padding: sizes.padding)
    let gradients = ProductMatrices(
      count: Transform.products, rows: grid.count, columns: upstream.channels, band: Self.blockColumns)
    parallelFor(grid.count, grain: 4) { part in
      Tiles.gatherGradient(upstream, grid, tiles: part, slot: part.lowerBound, into: gradients)
    }
    let bands = (source.channels + Self.blockSteps - 1) / Self.blockSteps
    parallelFor(bands * ((upstream.channels + Self.blockColumns - 1) / Self.blockColumns)) { task in
      let (first, column) = (task % bands * Self.blockSteps, task / bands * Self.blockColumns)
      let block = KernelBlock(
        outputs: column..<min(upstream.channels, column + Self.blockColumns),
        inputs: first..<min(source.channels, first + Self.blockSteps))
      let sums = ProductMatrices(count: Transform.products, rows: block.inputs.count, columns: block.outputs.count)
      for product in 0..<Transform.products {
        MatrixKernel.multiply(
          MatrixKernel.Left(
            base: factors[product] + factors.offset(column: first), rowStride: 1, stepStride: factors.stride),
          MatrixKernel.Right(
            rowMajor: gradients[product] + gradients.offset(column: column), stride: gradients.stride),
          rows: block.inputs.count, columns: block.outputs.count, inner: grid.count, into: sums[product],
          stride: sums.stride)
      }
      Kernels.writeWeights(fromFactors: sums, block, of: block, into: result)
    }
    return result
  }

  /// The factors of all tiles.
  private func gathered(_ source: ImagePlane, _ grid: TileGrid, padding: Int) -> ProductMatrices {
    let factors = ProductMatrices(
      count: Transform.products, rows: grid.count, columns: source.channels, band: Self.blockSteps)
    parallelFor(grid.count, grain: 4) { part in
      Tiles.gather(source, grid, padding: padding, tiles: part, slot: part.lowerBound, into: factors)
    }
    return factors
  }
}
