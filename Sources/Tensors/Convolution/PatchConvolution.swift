/// Convolution as matrix products over patches (im2col), for any kernel, stride, padding and number of groups.
///
/// Im2col: for a block of output pixels, the input under each is gathered into a row
/// `[kernelHeight, kernelWidth, channels]`; the rows times the weights, in the same order, are the outputs. Blocks fit
/// the second cache.
struct PatchConvolution: Sendable {
  let sizes: ConvolutionShape
  let patches: PatchGeometry

  init(_ sizes: ConvolutionShape) {
    self.sizes = sizes
    patches = PatchGeometry(sizes)
  }

  func forward(input: Tensor, weight: Tensor, epilogue: ConvolutionEpilogue) -> Tensor {
    let result = Tensor(uninitialized: sizes.outputShape, layout: .channelsLast)
    let panels = PatchWeights.panels(weight, sizes)
    let groupWidth = MatrixKernel.panels(sizes.groupOutputs) * MatrixKernel.panelWidth
    let rowCount = sizes.images * sizes.outputHeight
    epilogue.sums?.begin(parts: (rowCount + patches.rowsPerBlock - 1) / patches.rowsPerBlock)
    forEachBlock(rows: rowCount) { rows in
      let pixels = patches.pixels(rows)
      for group in 0..<sizes.groups {
        withPatches(input, rows, group) { left in
          shareOut(sizes.groupOutputs) { columns in
            let first = group * sizes.groupOutputs + columns.lowerBound
            MatrixKernel.multiply(
              MatrixKernel.Left(base: left.base, rowStride: left.stride, stepStride: 1),
              MatrixKernel.Right(
                panels: panels.base + (group * groupWidth + columns.lowerBound) * sizes.patchCount,
                inner: sizes.patchCount),
              rows: pixels.count, columns: columns.count, inner: sizes.patchCount,
              into: result.storage.base + pixels.lowerBound * sizes.outputChannels + first,
              stride: sizes.outputChannels)
          }
        }
      }
      epilogue.apply(
        to: result.storage.base, pixels: pixels, channels: sizes.outputChannels,
        part: rows.lowerBound / patches.rowsPerBlock)
    }
    return result
  }

  /// Each output's gradient times the weights, added back to its patch (col2im).
  func inputGradient(_ gradient: Tensor, weight: Tensor, addedTo sum: Tensor?) -> Tensor {
    let result = sum ?? Tensor(uninitialized: sizes.inputShape, layout: .channelsLast)
    let kernel = PatchWeights.transposedPanels(weight, sizes)
    let groupWidth = MatrixKernel.panels(sizes.patchCount) * MatrixKernel.panelWidth
    let imagesPerTask = max(1, patches.rowsPerBlock / sizes.outputHeight)
    forEachBlock(rows: sizes.images, grain: imagesPerTask) { images in
      if sum == nil {
        let imageSize = sizes.inputHeight * sizes.inputWidth * sizes.inputChannels
        (result.storage.base + images.lowerBound * imageSize).update(repeating: 0, count: images.count * imageSize)
      }
      let lastRow = images.upperBound * sizes.outputHeight
      for start in stride(from: images.lowerBound * sizes.outputHeight, to: lastRow, by: patches.rowsPerBlock) {
        let rows = start..<min(lastRow, start + patches.rowsPerBlock)
        let pixels = patches.pixels(rows)
        let block = TensorStorage(uninitialized: pixels.count * patches.rowLength)
        for group in 0..<sizes.groups {
          let first = group * sizes.groupOutputs
          shareOut(sizes.patchCount) { columns in
            MatrixKernel.multiply(
              MatrixKernel.Left(
                base: gradient.storage.base + pixels.lowerBound * sizes.outputChannels + first,
                rowStride: sizes.outputChannels, stepStride: 1),
              MatrixKernel.Right(
                panels: kernel.base + (group * groupWidth + columns.lowerBound) * sizes.groupOutputs,
                inner: sizes.groupOutputs),
              rows: pixels.count, columns: columns.count, inner: sizes.groupOutputs,
              into: block.base + columns.lowerBound, stride: patches.rowLength)
          }
          patches.spread(block.base, rows: rows, group: group, into: result)
        }
      }
    }
    return result
  }

  /// Output gradients transposed times patches, added up over the blocks of each segment and then over segments, in order.
  ///
  /// If a copy of the weights is small, each thread takes whole segments; otherwise the threads divide each block.
  func weightGradient(_ gradient: Tensor, input: Tensor) -> Tensor {
    // A pixel that is its own patch has other groups' channels beside it, so only gathered patches fill whole panels.
    let length = patches.isPointwise ? sizes.patchCount : patches.paddedCount
    let rows = sizes.images * sizes.outputHeight
    let blocks = (rows + patches.rowsPerBlock - 1) / patches.rowsPerBlock
    let segments = sizes.outputChannels * length <= 1 << 19 ? max(1, min(8, blocks)) : 1
    let blocksPerSegment = (blocks + segments - 1) / segments
    let sums = (0..<segments).map { _ in Tensor(zeros: [sizes.outputChannels, length]) }
    parallelFor(segments) { segment in
      for block in min(blocks, segment * blocksPerSegment)..<min(blocks, (segment + 1) * blocksPerSegment) {
        let first = block * patches.rowsPerBlock
        addWeightGradient(
          gradient, input, rows: first..<min(rows, first + patches.rowsPerBlock), length: length,
          to: sums[segment].storage.base)
      }
    }
    let total = sums[0].storage.base
    parallelFor(sums[0].count, grain: elementwiseGrain) { range in
      for part in sums.dropFirst() {
        for index in range { total[index] += part.storage.base[index] }
      }
    }
    return PatchWeights.weights(fromRows: sums[0], stride: length, sizes)
  }

  /// One block's part of the gradient, rows of `length`.
  private func addWeightGradient(
    _ gradient: Tensor, _ input: Tensor, rows: Range<Int>, length: Int, to sum: UnsafeMutablePointer<Float>
  ) {
    let pixels = patches.pixels(rows)
    let (outputsPerTask, columnsPerTask) = (24, 256)
    let outputParts = (sizes.groupOutputs + outputsPerTask - 1) / outputsPerTask
    let columnParts = (length + columnsPerTask - 1) / columnsPerTask
    for group in 0..<sizes.groups {
      withPatches(input, rows, group) { right in
        let upstream = spacedRows(gradient, pixels, group)
        parallelFor(outputParts * columnParts) { task in
          let output = task % outputParts * outputsPerTask
          let column = task / outputParts * columnsPerTask
          let first = group * sizes.groupOutputs + output
          MatrixKernel.multiply(
            MatrixKernel.Left(base: upstream.base + output, rowStride: 1, stepStride: spacedStride),
            MatrixKernel.Right(rowMajor: right.base + column, stride: right.stride),
            rows: min(outputsPerTask, sizes.groupOutputs - output), columns: min(columnsPerTask, length - column),
            inner: pixels.count, into: sum + first * length + column, stride: length, accumulating: true)
        }
      }
    }
  }

  /// The stride of the rows of `spacedRows`.
  private var spacedStride: Int { sizes.groupOutputs + 16 }

  /// A copy of one group's gradients of some pixels, whose row stride avoids cache-set conflicts.
  private func spacedRows(_ gradient: Tensor, _ pixels: Range<Int>, _ group: Int) -> TensorStorage {
    let result = TensorStorage(uninitialized: pixels.count * spacedStride)
    let source = gradient.storage.base + pixels.lowerBound * sizes.outputChannels + group * sizes.groupOutputs
    parallelFor(pixels.count, grain: 64) { part in
      for pixel in part {
        (result.base + pixel * spacedStride).update(
          from: source + pixel * sizes.outputChannels, count: sizes.groupOutputs)
      }
    }
    return result
  }

  /// Blocks of rows: in parallel if there are enough of them, else in turn, each sharing out its own work.
  private func forEachBlock(rows: Int, grain: Int? = nil, _ body: (Range<Int>) -> Void) {
    let grain = grain ?? patches.rowsPerBlock
    if rows >= 4 * grain {
      parallelFor(rows, grain: grain, body)
    } else {
      for start in stride(from: 0, to: rows, by: grain) { body(start..<min(rows, start + grain)) }
    }
  }

  /// Columns in groups of whole panels.
  private func shareOut(_ columns: Int, _ body: (Range<Int>) -> Void) {
    let panelsPerTask = max(1, (MatrixKernel.panels(columns) + 7) / 8)
    parallelFor(columns, grain: panelsPerTask * MatrixKernel.panelWidth, body)
  }

  /// The patches of a block: gathered, or, if a pixel is its own patch, the input itself.
  private func withPatches(
    _ input: Tensor, _ rows: Range<Int>, _ group: Int,
    _ body: ((base: UnsafePointer<Float>, stride: Int)) -> Void
  ) {
    let pixels = patches.pixels(rows)
    if patches.isPointwise {
      let first = pixels.lowerBound * sizes.inputChannels + group * sizes.groupInputs
      body((UnsafePointer(input.storage.base + first), sizes.inputChannels))
      return
    }
    let block = TensorStorage(uninitialized: pixels.count * patches.rowLength)
    parallelFor(rows.count, grain: max(1, (rows.count + 7) / 8)) { part in
      let part = (rows.lowerBound + part.lowerBound)..<(rows.lowerBound + part.upperBound)
      let offset = patches.pixels(part).lowerBound - pixels.lowerBound
      patches.gather(input, rows: part, group: group, into: block.base + offset * patches.rowLength)
    }
    body((UnsafePointer(block.base), patches.rowLength))
    withExtendedLifetime(block) {}
  }
}
