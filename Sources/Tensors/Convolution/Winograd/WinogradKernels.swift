/// Weights `[O, I, 3, 3]` to factors, and gradients of factors back to weights, a square of
/// channels at a time.
enum WinogradKernels<Transform: WinogradTransform> {
  private static var width: Int { Lanes.width }
  private static var panelWidth: Int { MatrixKernel.panelWidth }

  /// G g Gᵀ of every kernel, as right operands `[product, panel of outputs, input, panelWidth]`.
  static func factors(_ weight: Tensor) -> ProductMatrices {
    let (outputs, inputs) = (weight.shape[0], weight.shape[1])
    let result = ProductMatrices(
      count: Transform.products, rows: inputs * outputs / panelWidth, columns: panelWidth, isPacked: true)
    let source = weight.storage.base
    parallelFor(outputs / width) { block in
      withTaps(width) { taps in
        let output = block * width
        for input in stride(from: 0, to: inputs, by: width) {
          transpose(
            source + (output * inputs + input) * 9, rows: width, columns: 9 * width, sourceStride: inputs * 9,
            into: taps, targetStride: width)
          for offset in 0..<width {
            let place = (output / panelWidth * inputs + input + offset) * panelWidth + output % panelWidth
            transformed(
              { Lanes(at: taps + (offset &* 9 &+ $0) &* width) }, into: result.base + place, step: result.step)
          }
        }
      }
    }
    return result
  }

  /// The same for the gradient of the input: kernels turned by 180° and the two channel axes exchanged, as
  /// `[product, panel of inputs, output, panelWidth]`.
  static func flippedFactors(_ weight: Tensor) -> ProductMatrices {
    let (outputs, inputs) = (weight.shape[0], weight.shape[1])
    let result = ProductMatrices(
      count: Transform.products, rows: inputs * outputs / panelWidth, columns: panelWidth, isPacked: true)
    let source = weight.storage.base
    parallelFor(outputs / width) { block in
      withTaps(2) { taps in
        for output in (block * width)..<((block + 1) * width) {
          for input in stride(from: 0, to: inputs, by: width) {
            let kernel = source + (output * inputs + input) * 9
            for tap in stride(from: 0, to: 9, by: width) {
              transposeSquare(kernel + tap, 9, into: taps + tap * width, width)
            }
            let place = (input / panelWidth * outputs + output) * panelWidth + input % panelWidth
            transformed({ Lanes(at: taps + (8 &- $0) &* width) }, into: result.base + place, step: result.step)
          }
        }
      }
    }
    return result
  }

  /// Gᵀ u G of factor gradients `[product, input, output]`, as weights `[O, I, 3, 3]`.
  static func weights(fromFactors factors: ProductMatrices, shape: [Int]) -> Tensor {
    let (outputs, inputs) = (shape[0], shape[1])
    let result = Tensor(uninitialized: shape)
    let target = result.storage.base
    let points = Transform.points
    parallelFor(outputs / width) { block in
      withTaps(width) { taps in
        withUnsafeTemporaryAllocation(of: Lanes.self, capacity: 18) { scratch in
          let output = block * width
          for input in stride(from: 0, to: inputs, by: width) {
            for offset in 0..<width {
              let source = factors.base + (input + offset) * factors.stride + output
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
              into: target + (output * inputs + input) * 9, targetStride: inputs * 9)
          }
        }
      }
    }
    return result
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

  /// Room for the taps of `kernels` vectors of kernels.
  private static func withTaps(_ kernels: Int, _ body: (UnsafeMutablePointer<Float>) -> Void) {
    withUnsafeTemporaryAllocation(byteCount: kernels * 9 * width * 4, alignment: 64) { buffer in
      guard let base = buffer.baseAddress else { return }
      body(base.assumingMemoryBound(to: Float.self))
    }
  }
}
