/// Convolution of images with few channels, as in a network's first layer.
///
/// A row of a patch is a run of a padded image row, and the patch of the next pixel starts `stride` pixels further on.
/// So the padded rows under one row of outputs are already patches: nothing is gathered per pixel, and the products
/// read from the first-level cache.
struct FewChannelConvolution: Sendable {
  let sizes: ConvolutionShape

  init(_ sizes: ConvolutionShape) { self.sizes = sizes }

  /// True if a patch fits one round of a product and rows of outputs fill register tiles. A kernel one pixel wide has
  /// no runs to use.
  static func suits(_ sizes: ConvolutionShape) -> Bool {
    sizes.groups == 1 && sizes.kernelWidth > 1 && sizes.patchCount <= MatrixKernel.stepsPerRound
      && sizes.outputWidth >= 16
  }

  /// Scalars of a patch in one row of the image.
  private var run: Int { sizes.kernelWidth * sizes.inputChannels }

  /// Variant in whole register tiles; beyond a run it reads the scalars after it.
  private var paddedRun: Int { (run + MatrixKernel.tileRows - 1) / MatrixKernel.tileRows * MatrixKernel.tileRows }

  /// Scalars from one patch to the next.
  private var step: Int { sizes.stride * sizes.inputChannels }

  /// Scalars from one padded row to the next.
  private var rowLength: Int {
    (sizes.inputWidth + 2 * sizes.padding) * sizes.inputChannels + MatrixKernel.tileRows
  }

  /// Rows of outputs that one thread computes at a time.
  private var grain: Int { max(1, 512 / sizes.outputWidth) }

  func forward(input: Tensor, weight: Tensor, epilogue: ConvolutionEpilogue) -> Tensor {
    let result = Tensor(uninitialized: sizes.outputShape, layout: .channelsLast)
    let panels = PatchWeights.panels(weight, sizes)
    let rows = sizes.images * sizes.outputHeight
    epilogue.sums?.begin(parts: (rows + grain - 1) / grain)
    parallelFor(rows, grain: grain) { block in
      withPaddedRows(of: input, under: block) { row, patches in
        MatrixKernel.multiply(
          MatrixKernel.Left(base: patches, rowStride: step, stepStride: 1),
          MatrixKernel.Right(panels: panels.base, inner: sizes.patchCount),
          order: StepRuns(count: run, stride: rowLength), rows: sizes.outputWidth, columns: sizes.outputChannels,
          inner: sizes.patchCount,
          into: result.storage.base + row * sizes.outputWidth * sizes.outputChannels, stride: sizes.outputChannels)
      }
      let pixels = (block.lowerBound * sizes.outputWidth)..<(block.upperBound * sizes.outputWidth)
      epilogue.apply(
        to: result.storage.base, pixels: pixels, channels: sizes.outputChannels, part: block.lowerBound / grain)
    }
    return result
  }

  /// Patches transposed times output gradients, added up over the rows of each of eight segments and then over segments, in
  /// order.
  func weightGradient(_ gradient: Tensor, input: Tensor) -> Tensor {
    let (rows, outputs) = (sizes.images * sizes.outputHeight, sizes.outputChannels)
    let rowsPerSegment = max(1, (rows + 7) / 8)
    let segments = max(1, (rows + rowsPerSegment - 1) / rowsPerSegment)
    let sums = (0..<segments).map { _ in Tensor(zeros: [sizes.kernelHeight, paddedRun, outputs]) }
    parallelFor(rows, grain: rowsPerSegment) { segment in
      let sum = sums[segment.lowerBound / rowsPerSegment].storage.base
      withPaddedRows(of: input, under: segment) { row, patches in
        for u in 0..<sizes.kernelHeight {
          MatrixKernel.multiply(
            MatrixKernel.Left(base: patches + u * rowLength, rowStride: 1, stepStride: step),
            MatrixKernel.Right(rowMajor: gradient.storage.base + row * sizes.outputWidth * outputs, stride: outputs),
            rows: paddedRun, columns: outputs, inner: sizes.outputWidth,
            into: sum + u * paddedRun * outputs, stride: outputs, accumulating: true)
        }
      }
    }
    var total = sums[0]
    for part in sums.dropFirst() { total.accumulate(part) }
    let channels = sizes.inputChannels
    return total.slice(0..<run, axis: 1)
      .reshaped(to: [sizes.kernelHeight, sizes.kernelWidth, channels, outputs])
      .permuted([3, 2, 0, 1])
  }

  /// Calls `body(row, patches)` for each row of outputs with the image rows under it, padded.
  private func withPaddedRows(
    of input: Tensor, under rows: Range<Int>, _ body: (Int, UnsafeMutablePointer<Float>) -> Void
  ) {
    let padding = sizes.padding * sizes.inputChannels
    let width = sizes.inputWidth * sizes.inputChannels
    let buffer = TensorStorage(uninitialized: sizes.kernelHeight * rowLength)
    buffer.base.update(repeating: 0, count: buffer.count)
    for row in rows {
      let (image, top) = (row / sizes.outputHeight, row % sizes.outputHeight * sizes.stride - sizes.padding)
      for u in 0..<sizes.kernelHeight {
        let target = buffer.base + u * rowLength + padding
        if top + u >= 0, top + u < sizes.inputHeight {
          target.update(
            from: input.storage.base + (image * sizes.inputHeight + top + u) * width, count: width)
        } else {
          target.update(repeating: 0, count: width)
        }
      }
      body(row, buffer.base)
    }
    withExtendedLifetime(buffer) {}
  }
}
