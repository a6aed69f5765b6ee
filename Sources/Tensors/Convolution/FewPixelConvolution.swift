/// Convolution of images with so few pixels that reading the weights is the work.
///
/// The weights keep their layout, `[O, patch]` with a patch in the order `[I, kernelHeight, kernelWidth]`, and they are
/// read, or their gradient is written, only once. Only the patches, which are few, are rearranged.
struct FewPixelConvolution: Sendable {
  let sizes: ConvolutionShape
  private let patches: PatchGeometry

  init(_ sizes: ConvolutionShape) {
    self.sizes = sizes
    patches = PatchGeometry(sizes)
  }

  /// True if the pixels are few enough: fewer where minimal filtering, with its fewer products, is the other choice.
  static func suits(_ sizes: ConvolutionShape) -> Bool {
    let most = WinogradConvolution<Winograd2>.serves(sizes) ? 16 : 64
    return sizes.groups == 1 && sizes.patchCount > 0 && (1...most).contains(sizes.images * sizes.outputPixels)
  }

  private var pixels: Int { sizes.images * sizes.outputPixels }
  private var taps: Int { sizes.kernelHeight * sizes.kernelWidth }
  /// Pixels in whole panels of a right operand.
  private var paddedPixels: Int { MatrixKernel.panels(pixels) * MatrixKernel.panelWidth }

  /// Weights times patches, one column per pixel.
  func forward(input: Tensor, weight: Tensor, epilogue: ConvolutionEpilogue) -> Tensor {
    let result = Tensor(uninitialized: sizes.outputShape, layout: .channelsLast)
    let columns = patchColumns(gathered(input))
    // Steps per block, so the data that all rows of weights use stays in a cache.
    let stepsPerRound = 1024
    parallelFor(sizes.outputChannels, grain: 2 * MatrixKernel.tileRows) { outputs in
      let product = TensorStorage(uninitialized: outputs.count * paddedPixels)
      for step in stride(from: 0, to: sizes.patchCount, by: stepsPerRound) {
        MatrixKernel.multiply(
          MatrixKernel.Left(
            base: weight.storage.base + outputs.lowerBound * sizes.patchCount + step, rowStride: sizes.patchCount,
            stepStride: 1),
          MatrixKernel.Right(rowMajor: columns.base + step * paddedPixels, stride: paddedPixels),
          rows: outputs.count, columns: paddedPixels, inner: min(stepsPerRound, sizes.patchCount - step),
          into: product.base, stride: paddedPixels, accumulating: step > 0)
      }
      transpose(
        product.base, rows: outputs.count, columns: pixels, sourceStride: paddedPixels,
        into: result.storage.base + outputs.lowerBound, targetStride: sizes.outputChannels)
    }
    epilogue.sums?.begin(parts: 1)
    epilogue.apply(to: result.storage.base, pixels: 0..<pixels, channels: sizes.outputChannels, part: 0)
    return result
  }

  /// Output gradients times weights are the gradients of patches, which are spread over the pixels that they are over;
  /// some input channels at a time.
  func inputGradient(_ gradient: Tensor, weight: Tensor, addedTo sum: Tensor?) -> Tensor {
    let result = sum ?? Tensor(uninitialized: sizes.inputShape, layout: .channelsLast)
    if sum == nil { result.storage.base.update(repeating: 0, count: result.count) }
    parallelFor(sizes.inputChannels, grain: 16) { channels in
      let count = channels.count * taps
      let columns = MatrixKernel.panels(count) * MatrixKernel.panelWidth
      // One more line, so that rows do not compete for cache sets.
      let length = columns + 16
      let kernels = TensorStorage(uninitialized: sizes.outputChannels * length)
      for output in 0..<sizes.outputChannels {
        (kernels.base + output * length).update(
          from: weight.storage.base + output * sizes.patchCount + channels.lowerBound * taps, count: count)
      }
      let product = TensorStorage(uninitialized: pixels * length)
      MatrixKernel.multiply(
        MatrixKernel.Left(base: gradient.storage.base, rowStride: sizes.outputChannels, stepStride: 1),
        MatrixKernel.Right(rowMajor: kernels.base, stride: length),
        rows: pixels, columns: columns, inner: sizes.outputChannels, into: product.base, stride: length)
      spread(product.base, length: length, channels: channels, into: result.storage.base)
    }
    return result
  }

  /// Adds patches of some channels, one row per pixel, to the pixels that they are over.
  private func spread(
    _ rows: UnsafePointer<Float>, length: Int, channels: Range<Int>, into images: UnsafeMutablePointer<Float>
  ) {
    let byTap = TensorStorage(uninitialized: taps * channels.count)
    for pixel in 0..<pixels {
      transpose(
        rows + pixel * length, rows: channels.count, columns: taps, sourceStride: taps, into: byTap.base,
        targetStride: channels.count)
      let (image, place) = (pixel / sizes.outputPixels, pixel % sizes.outputPixels)
      let top = place / sizes.outputWidth * sizes.stride - sizes.padding
      let left = place % sizes.outputWidth * sizes.stride - sizes.padding
      for tap in 0..<taps {
        let (y, x) = (top + tap / sizes.kernelWidth, left + tap % sizes.kernelWidth)
        guard y >= 0, x >= 0, y < sizes.inputHeight, x < sizes.inputWidth else { continue }
        let target = ((image * sizes.inputHeight + y) * sizes.inputWidth + x) * sizes.inputChannels
        for channel in 0..<channels.count {
          images[target + channels.lowerBound + channel] += byTap.base[tap * channels.count + channel]
        }
      }
    }
  }

  /// Output gradients transposed times patches, straight into the gradient of the weights.
  func weightGradient(_ gradient: Tensor, input: Tensor) -> Tensor {
    let result = Tensor(uninitialized: sizes.weightShape)
    let (rows, length) = patchRows(gathered(input))
    parallelFor(sizes.outputChannels, grain: 2 * MatrixKernel.tileRows) { outputs in
      MatrixKernel.multiply(
        MatrixKernel.Left(
          base: gradient.storage.base + outputs.lowerBound, rowStride: 1, stepStride: sizes.outputChannels),
        MatrixKernel.Right(rowMajor: rows.base, stride: length),
        rows: outputs.count, columns: sizes.patchCount, inner: pixels,
        into: result.storage.base + outputs.lowerBound * sizes.patchCount, stride: sizes.patchCount)
    }
    return result
  }

  /// The patch under each pixel, `[pixel, kernelHeight, kernelWidth, I]`.
  private func gathered(_ input: Tensor) -> TensorStorage {
    let block = TensorStorage(uninitialized: pixels * patches.rowLength)
    let rows = sizes.images * sizes.outputHeight
    parallelFor(rows, grain: max(1, rows / 8)) { part in
      patches.gather(
        input, rows: part, group: 0, into: block.base + patches.pixels(part).lowerBound * patches.rowLength)
    }
    return block
  }

  /// Patches in the order of weights, one column per pixel: `[I, kernelHeight, kernelWidth, pixel]`.
  private func patchColumns(_ gathered: TensorStorage) -> TensorStorage {
    let result = TensorStorage(uninitialized: sizes.patchCount * paddedPixels)
    parallelFor(taps) { tap in
      transpose(
        gathered.base + tap * sizes.inputChannels, rows: pixels, columns: sizes.inputChannels,
        sourceStride: patches.rowLength, into: result.base + tap * paddedPixels, targetStride: taps * paddedPixels)
    }
    return result
  }

  /// Patches in the order of weights, one row per pixel, and how far apart the rows are.
  private func patchRows(_ gathered: TensorStorage) -> (TensorStorage, length: Int) {
    let length = patches.rowLength
    let result = TensorStorage(uninitialized: pixels * length)
    parallelFor(pixels) { pixel in
      transpose(
        gathered.base + pixel * length, rows: taps, columns: sizes.inputChannels, sourceStride: sizes.inputChannels,
        into: result.base + pixel * length, targetStride: taps)
    }
    return (result, length)
  }
}
