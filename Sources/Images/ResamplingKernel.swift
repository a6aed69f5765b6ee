/// The weights for resampling one axis: for every output sample, a run of input samples and a 22-bit fixed-point weight
/// for each.
///
/// Agrees with `precompute_coeffs` in Pillow's `Resample.c` for its bilinear filter: a triangle as wide as the scale,
/// so shrinking averages over all dropped samples.
struct ResamplingKernel {
  /// Bits after the point in a weight.
  static let precision = 22
  /// One half, with which a sum of weighted samples begins so that it is rounded and not cut.
  static let half: Int32 = 1 << Int32(precision - 1)

  /// Output samples.
  let outputCount: Int
  /// Weights reserved for each output sample.
  let stride: Int
  /// The first input sample of each output sample.
  private(set) var starts: [Int] = []
  /// Number of input samples per output sample.
  private(set) var counts: [Int] = []
  /// `[outputCount, stride]`; a run shorter than the stride ends in zeros.
  private(set) var weights: [Int32] = []

  /// From `inputCount` samples to `outputCount`, both at least 1.
  init(inputCount: Int, outputCount: Int) {
    self.outputCount = outputCount
    let scale = Double(inputCount) / Double(outputCount)
    let support = max(scale, 1)
    stride = Int(support.rounded(.up)) * 2 + 1
    starts.reserveCapacity(outputCount)
    counts.reserveCapacity(outputCount)
    weights = [Int32](repeating: 0, count: outputCount * stride)
    let inverse = 1 / support
    var triangle = [Double](repeating: 0, count: stride)
    for output in 0..<outputCount {
      let center = (Double(output) + 0.5) * scale
      let start = max(0, Int(center - support + 0.5))
      let end = min(inputCount, Int(center + support + 0.5))
      var sum = 0.0
      for input in start..<end {
        let weight = max(0, 1 - abs((Double(input) - center + 0.5) * inverse))
        triangle[input - start] = weight
        sum += weight
      }
      for index in 0..<end - start {
        let normalized = sum == 0 ? 0 : triangle[index] / sum
        weights[output * stride + index] = Int32(normalized * Double(1 << Self.precision) + 0.5)
      }
      starts.append(start)
      counts.append(end - start)
    }
  }
}
