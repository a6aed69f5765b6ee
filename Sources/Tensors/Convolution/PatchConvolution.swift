/// Convolution as matrix products over patches (im2col), for any kernel, stride, padding and number of groups.
///
/// For a block of output pixels the input under each is gathered into a row `[kernelHeight, kernelWidth, channels]`; the
/// rows times the weights, in the same order, are the outputs. Blocks are small enough for the second cache.
struct PatchConvolution: Sendable {
  let sizes: ConvolutionShape

  init(_ sizes: ConvolutionShape) { self.sizes = sizes }

  /// Output rows of one image that make one block.
  private var rowsPerBlock: Int {
    max(1, min(sizes.outputHeight, 65_536 / max(1, sizes.patchCount * sizes.outputWidth)))
  }

  func forward(input: Tensor, weight: Tensor) -> Tensor {
    let result = Tensor(uninitialized: sizes.outputShape, layout: .channelsLast)
    let kernel = patchOrder(weight)
    forEachBlock { image, rows in
      let pixels = rows.count * sizes.outputWidth
      withPatches(pixels) { patches in
        for group in 0..<sizes.groups {
          gather(input, image: image, rows: rows, group: group, into: patches)
          let offset = (image * sizes.outputPixels + rows.lowerBound * sizes.outputWidth) * sizes.outputChannels
          BLAS.multiply(
            BLAS.Matrix(base: patches, stride: sizes.patchCount),
            BLAS.Matrix(
              base: kernel.storage.base + group * sizes.groupOutputs * sizes.patchCount, stride: sizes.patchCount,
              isTransposed: true),
            rows: pixels, columns: sizes.groupOutputs, inner: sizes.patchCount,
            into: result.storage.base + offset + group * sizes.groupOutputs, stride: sizes.outputChannels)
        }
      }
    }
    return result
  }

  /// Each output's gradient times the weights, spread back over the patch that it came from.
  func inputGradient(_ gradient: Tensor, weight: Tensor) -> Tensor {
    let result = Tensor.channelsLastZeros(sizes.inputShape)
    let kernel = patchOrder(weight)
    parallelFor(sizes.images) { image in
      for start in stride(from: 0, to: sizes.outputHeight, by: rowsPerBlock) {
        let rows = start..<min(sizes.outputHeight, start + rowsPerBlock)
        let pixels = rows.count * sizes.outputWidth
        withPatches(pixels) { patches in
          for group in 0..<sizes.groups {
            let offset = (image * sizes.outputPixels + rows.lowerBound * sizes.outputWidth) * sizes.outputChannels
            BLAS.multiply(
              BLAS.Matrix(
                base: gradient.storage.base + offset + group * sizes.groupOutputs, stride: sizes.outputChannels),
              BLAS.Matrix(
                base: kernel.storage.base + group * sizes.groupOutputs * sizes.patchCount, stride: sizes.patchCount),
              rows: pixels, columns: sizes.patchCount, inner: sizes.groupOutputs, into: patches,
              stride: sizes.patchCount)
            spread(patches, image: image, rows: rows, group: group, into: result)
          }
        }
      }
    }
    return result
  }

  /// Patches transposed times output gradients, added up over all blocks in order.
  func weightGradient(_ gradient: Tensor, input: Tensor) -> Tensor {
    let kernel = Tensor(zeros: [sizes.outputChannels, sizes.patchCount])
    parallelFor(sizes.groups) { group in
      for image in 0..<sizes.images {
        for start in stride(from: 0, to: sizes.outputHeight, by: rowsPerBlock) {
          let rows = start..<min(sizes.outputHeight, start + rowsPerBlock)
          let pixels = rows.count * sizes.outputWidth
          withPatches(pixels) { patches in
            gather(input, image: image, rows: rows, group: group, into: patches)
            let offset = (image * sizes.outputPixels + rows.lowerBound * sizes.outputWidth) * sizes.outputChannels
            BLAS.multiply(
              BLAS.Matrix(
                base: gradient.storage.base + offset + group * sizes.groupOutputs, stride: sizes.outputChannels,
                isTransposed: true),
              BLAS.Matrix(base: patches, stride: sizes.patchCount),
              rows: sizes.groupOutputs, columns: sizes.patchCount, inner: pixels,
              into: kernel.storage.base + group * sizes.groupOutputs * sizes.patchCount, stride: sizes.patchCount,
              accumulating: true)
          }
        }
      }
    }
    let (taps, channels) = (sizes.kernelHeight * sizes.kernelWidth, sizes.groupInputs)
    let result = Tensor(uninitialized: sizes.weightShape)
    for output in 0..<sizes.outputChannels {
      transposeMatrix(
        kernel.storage.base + output * sizes.patchCount, rows: taps, columns: channels,
        into: result.storage.base + output * sizes.patchCount)
    }
    return result
  }

  private func forEachBlock(_ body: (Int, Range<Int>) -> Void) {
    let blocks = (sizes.outputHeight + rowsPerBlock - 1) / rowsPerBlock
    parallelFor(sizes.images * blocks) { index in
      let start = index % blocks * rowsPerBlock
      body(index / blocks, start..<min(sizes.outputHeight, start + rowsPerBlock))
    }
  }

  private func withPatches(_ pixels: Int, _ body: (UnsafeMutablePointer<Float>) -> Void) {
    let patches = TensorStorage(uninitialized: pixels * sizes.patchCount)
    withExtendedLifetime(patches) { body(patches.base) }
  }

  /// The weights with each output's taps in patch order, `[outputChannels, kernelHeight · kernelWidth · channels]`.
  private func patchOrder(_ weight: Tensor) -> Tensor {
    let (taps, channels) = (sizes.kernelHeight * sizes.kernelWidth, sizes.groupInputs)
    let result = Tensor(uninitialized: [sizes.outputChannels, sizes.patchCount])
    for output in 0..<sizes.outputChannels {
      transposeMatrix(
        weight.storage.base + output * sizes.patchCount, rows: channels, columns: taps,
        into: result.storage.base + output * sizes.patchCount)
    }
    return result
  }

  /// Calls `body(patch offset, input offset or nil in the padding)` for each pixel and tap.
  private func forEachTap(image: Int, rows: Range<Int>, group: Int, _ body: (Int, Int?) -> Void) {
    var patch = 0
    for row in rows {
      for column in 0..<sizes.outputWidth {
        for u in 0..<sizes.kernelHeight {
          let y = row * sizes.stride + u - sizes.padding
          for v in 0..<sizes.kernelWidth {
            let x = column * sizes.stride + v - sizes.padding
            let isInside = y >= 0 && y < sizes.inputHeight && x >= 0 && x < sizes.inputWidth
            let pixel = (image * sizes.inputHeight + y) * sizes.inputWidth + x
            body(patch, isInside ? pixel * sizes.inputChannels + group * sizes.groupInputs : nil)
            patch += sizes.groupInputs
          }
        }
      }
    }
  }

  private func gather(
    _ input: Tensor, image: Int, rows: Range<Int>, group: Int, into patches: UnsafeMutablePointer<Float>
  ) {
    forEachTap(image: image, rows: rows, group: group) { patch, source in
      if let source {
        (patches + patch).update(from: input.storage.base + source, count: sizes.groupInputs)
      } else {
        (patches + patch).update(repeating: 0, count: sizes.groupInputs)
      }
    }
  }

  private func spread(
    _ patches: UnsafePointer<Float>, image: Int, rows: Range<Int>, group: Int, into result: Tensor
  ) {
    forEachTap(image: image, rows: rows, group: group) { patch, target in
      guard let target else { return }
      let (from, to) = (patches + patch, result.storage.base + target)
      for channel in 0..<sizes.groupInputs { to[channel] += from[channel] }
    }
  }
}
