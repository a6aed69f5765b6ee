/// A rectangle of kernels among weights `[O, I, 3, 3]`.
struct KernelBlock: Sendable {
  var outputs: Range<Int>
  var inputs: Range<Int>

  /// All kernels of some weights.
  init(all weight: [Int]) {
    outputs = 0..<weight[0]
    inputs = 0..<weight[1]
  }

  init(outputs: Range<Int>, inputs: Range<Int>) {
    self.outputs = outputs
    self.inputs = inputs
  }

  var count: Int { outputs.count * inputs.count }

  /// Calls `body` with bands as wide as a vector, in parallel.
  func forEachBand(_ body: (KernelBlock) -> Void) {
    parallelFor(outputs.count / Lanes.width) { band in
      let first = outputs.lowerBound + band * Lanes.width
      body(KernelBlock(outputs: first..<(first + Lanes.width), inputs: inputs))
    }
  }
}

/// Weights `[O, I, 3, 3]` to factors, and gradients of factors back to weights, one vector of channels at a time.
enum WinogradKernels<Transform: WinogradTransform> {
  private static var width: Int { Lanes.width }
  private static var panelWidth: Int { MatrixKernel.panelWidth }

  /// Room for the factors of a block of kernels: a right operand for each product.
  static func room(for block: KernelBlock) -> ProductMatrices {
    ProductMatrices(
      count: Transform.products, rows: block.count / panelWidth, columns: panelWidth)
  }

  /// Factors of all kernels, for the outputs or, flipped, for the gradient of the input.
  static func factors(_ weight: Tensor, isFlipped: Bool) -> ProductMatrices {
    let whole = KernelBlock(all: weight.shape)
    let result = room(for: whole)
    whole.forEachBand { band in
      isFlipped
        ? writeFlippedFactors(weight, band, of: whole, into: result)
        : writeFactors(weight, band, of: whole, into: result)
    }
    return result
  }

  /// G g Gᵀ of the kernels of `part`, as right operands `[product, panel of outputs, input, panelWidth]` that hold `frame`.
  static func writeFactors(
    _ weight: Tensor, _ part: KernelBlock, of frame: KernelBlock, into result: ProductMatrices
  ) {
    let (source, rowLength) = (weight.storage.base, weight.shape[1] * 9)
    withTaps(part.inputs.count * 9 * width) { taps in
      for output in stride(from: part.outputs.lowerBound, to: part.outputs.upperBound, by: width) {
        transpose(
          source + output * rowLength + part.inputs.lowerBound * 9, rows: width, columns: 9 * part.inputs.count,
          sourceStride: rowLength, into: taps, targetStride: width)
        let column = output - frame.outputs.lowerBound
        let row = column / panelWidth * frame.inputs.count + part.inputs.lowerBound - frame.inputs.lowerBound
        for input in 0..<part.inputs.count {
          transformed(
            { Lanes(at: taps + (input &* 9 &+ $0) &* width) },
            into: result.base + ((row + input) * panelWidth + column % panelWidth), step: result.step)
        }
      }
    }
  }

  /// Variant for the gradient of the input: kernels turned by 180° and the two channel axes exchanged, as
  /// `[product, panel of inputs, output, panelWidth]`.
  static func writeFlippedFactors(
    _ weight: Tensor, _ part: KernelBlock, of frame: KernelBlock, into result: ProductMatrices
  ) {
    let (source, rowLength) = (weight.storage.base, weight.shape[1] * 9)
    // Rows of weights are pages apart, so those of several outputs are fetched from memory at the same time.
    let (rowsAtOnce, vectors, tapsSize) = (8, part.inputs.count / width, max(width, 9) * width)
    withTaps(rowsAtOnce * vectors * tapsSize) { taps in
      for first in stride(from: part.outputs.lowerBound, to: part.outputs.upperBound, by: rowsAtOnce) {
        let outputs = first..<min(part.outputs.upperBound, first + rowsAtOnce)
        for vector in 0..<vectors {
          for output in outputs {
            let kernel = source + output * rowLength + (part.inputs.lowerBound + vector * width) * 9
            writeTaps(kernel, into: taps + ((output - first) * vectors + vector) * tapsSize)
          }
        }
        for output in outputs {
          for vector in 0..<vectors {
            let source = taps + ((output - first) * vectors + vector) * tapsSize
            let column = part.inputs.lowerBound - frame.inputs.lowerBound + vector * width
            let row = column / panelWidth * frame.outputs.count + output - frame.outputs.lowerBound
            transformed(
              { Lanes(at: source + (8 &- $0) &* width) },
              into: result.base + (row * panelWidth + column % panelWidth), step: result.step)
          }
        }
      }
    }
  }

  /// The taps of as many neighbouring kernels as a vector holds, one vector a tap.
  private static func writeTaps(_ kernels: UnsafePointer<Float>, into taps: UnsafeMutablePointer<Float>) {
    transposeSquare(kernels, 9, into: taps, width)
    for tap in width..<max(width, 9) {
      var lanes = Lanes.zero
      for lane in 0..<width { lanes[lane] = kernels[lane &* 9 &+ tap] }
      lanes.store(to: taps + tap &* width)
    }
  }

  /// Gᵀ u G of factor gradients `[product, input, output]`, as all weights `[O, I, 3, 3]`.
  static func weights(fromFactors factors: ProductMatrices, shape: [Int]) -> Tensor {
    let result = Tensor(uninitialized: shape)
    let whole = KernelBlock(all: shape)
    whole.forEachBand { writeWeights(fromFactors: factors, $0, of: whole, into: result) }
    return result
  }

  /// Gᵀ u G of the kernels of `part`, from factor gradients `[product, input, output]` that hold `frame`.
  static func writeWeights(
    fromFactors factors: ProductMatrices, _ part: KernelBlock, of frame: KernelBlock, into weight: Tensor
  ) {
    let (target, rowLength, points) = (weight.storage.base, weight.shape[1] * 9, Transform.points)
    withTaps(width * 9 * width) { taps in
      withUnsafeTemporaryAllocation(of: Lanes.self, capacity: 18) { scratch in
        for output in stride(from: part.outputs.lowerBound, to: part.outputs.upperBound, by: width) {
          let column = output - frame.outputs.lowerBound
          for input in stride(from: part.inputs.lowerBound, to: part.inputs.upperBound, by: width) {
            for offset in 0..<width {
              let row = input + offset - frame.inputs.lowerBound
              let source = factors.base + row * factors.stride + column
              for column in 0..<points {
                Transform.kernelGradient(
                  { Lanes(at: source + ($0 &* points &+ column) &* factors.step) },
                  { scratch[$0 &* points &+ column] = $1 })
              }
              for row in 0..<3 {
                Transform.kernelGradient(
                  { scratch[row &* points &+ $0] },
                  { $1.store(to: taps + (offset &* 9 &+ row &* 3 &+ $0) &* width) })
              }
            }
            transpose(
              taps, rows: 9 * width, columns: width, sourceStride: width,
              into: target + output * rowLength + input * 9, targetStride: rowLength)
          }
        }
      }
    }
  }

  /// Writes G g Gᵀ of the nine taps, one product every `step` scalars.
  @inline(__always)
  private static func transformed(_ tap: (Int) -> Lanes, into target: UnsafeMutablePointer<Float>, step: Int) {
    let points = Transform.points
    var scratch = InlineArray<18, Lanes>(repeating: .zero)
    for column in 0..<3 {
      Transform.kernel({ tap($0 &* 3 &+ column) }, { scratch[$0 &* 3 &+ column] = $1 })
    }
    for row in 0..<points {
      Transform.kernel({ scratch[row &* 3 &+ $0] }, { $1.store(to: target + (row &* points &+ $0) &* step) })
    }
  }

  /// Room for some scalars, at the start of a line.
  private static func withTaps(_ scalars: Int, _ body: (UnsafeMutablePointer<Float>) -> Void) {
    withUnsafeTemporaryAllocation(byteCount: scalars * 4, alignment: 64) { buffer in
      guard let base = buffer.baseAddress else { return }
      body(base.assumingMemoryBound(to: Float.self))
    }
  }
}
