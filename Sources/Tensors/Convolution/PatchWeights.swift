/// Weights `[O, I / groups, kernelHeight, kernelWidth]` in the order of a patch, `[kernelHeight, kernelWidth, I / groups]`.
enum PatchWeights {
  /// One row for each output, `[O, patch]`.
  static func rows(_ weight: Tensor, _ sizes: ConvolutionShape) -> Tensor {
    let (taps, channels) = (sizes.kernelHeight * sizes.kernelWidth, sizes.groupInputs)
    guard taps > 1 else { return weight.reshaped(to: [sizes.outputChannels, channels]) }
    let result = Tensor(uninitialized: [sizes.outputChannels, sizes.patchCount])
    parallelFor(sizes.outputChannels, grain: 16) { outputs in
      for output in outputs {
        transpose(
          weight.storage.base + output * sizes.patchCount, rows: channels, columns: taps, sourceStride: taps,
          into: result.storage.base + output * sizes.patchCount, targetStride: channels)
      }
    }
    return result
  }

  /// Right operands for each group: panels of outputs, `[group, panel, patch, panelWidth]`, the last padded with zeros.
  static func panels(_ weight: Tensor, _ sizes: ConvolutionShape) -> TensorStorage {
    let rows = rows(weight, sizes)
    let width = MatrixKernel.panelWidth
    let panels = MatrixKernel.panels(sizes.groupOutputs)
    let result = TensorStorage(uninitialized: sizes.groups * panels * width * sizes.patchCount)
    parallelFor(sizes.groups * panels) { index in
      let (group, panel) = (index / panels, index % panels)
      let count = min(width, sizes.groupOutputs - panel * width)
      let target = result.base + index * width * sizes.patchCount
      if count < width { target.update(repeating: 0, count: width * sizes.patchCount) }
      transpose(
        rows.storage.base + (group * sizes.groupOutputs + panel * width) * sizes.patchCount, rows: count,
        columns: sizes.patchCount, sourceStride: sizes.patchCount, into: target, targetStride: width)
    }
    return result
  }

  /// The transposed layout: panels of patch positions, `[group, panel, output, panelWidth]`, for gradients.
  static func transposedPanels(_ weight: Tensor, _ sizes: ConvolutionShape) -> TensorStorage {
    let rows = rows(weight, sizes)
    let width = MatrixKernel.panelWidth
    let panels = MatrixKernel.panels(sizes.patchCount)
    let result = TensorStorage(uninitialized: sizes.groups * panels * sizes.groupOutputs * width)
    parallelFor(sizes.groups * panels) { index in
      let (group, panel) = (index / panels, index % panels)
      let count = min(width, sizes.patchCount - panel * width)
      let source = rows.storage.base + group * sizes.groupOutputs * sizes.patchCount + panel * width
      let target = result.base + index * sizes.groupOutputs * width
      if count < width { target.update(repeating: 0, count: sizes.groupOutputs * width) }
      for output in 0..<sizes.groupOutputs {
        (target + output * width).update(from: source + output * sizes.patchCount, count: count)
      }
    }
    return result
  }

  /// The inverse of `rows`, from rows that are `stride` apart.
  static func weights(fromRows rows: Tensor, stride: Int, _ sizes: ConvolutionShape) -> Tensor {
    let (taps, channels) = (sizes.kernelHeight * sizes.kernelWidth, sizes.groupInputs)
    let result = Tensor(uninitialized: sizes.weightShape)
    parallelFor(sizes.outputChannels, grain: 16) { outputs in
      for output in outputs {
        transpose(
          rows.storage.base + output * stride, rows: taps, columns: channels, sourceStride: channels,
          into: result.storage.base + output * sizes.patchCount, targetStride: taps)
      }
    }
    return result
  }
}
