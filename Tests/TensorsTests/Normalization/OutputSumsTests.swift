import Tensors
import TestSupport
import Testing

@Suite("Sums that a convolution gathers for normalization")
struct OutputSumsTests {
  /// A convolution whose outputs are summed around `centre`.
  struct Gathered: Sendable {
    let images: Int
    let channels: (input: Int, output: Int)
    let side: Int
    let kernelSize: Int
    var stride = 1
    var centre: Float = 0
  }

  /// Every way to convolve, then centres that are near, far and no number.
  static let gathered = [
    Gathered(images: 2, channels: (3, 20), side: 24, kernelSize: 7, stride: 2),
    Gathered(images: 3, channels: (3, 20), side: 39, kernelSize: 7, stride: 2),
    Gathered(images: 1, channels: (24, 40), side: 6, kernelSize: 3),
    Gathered(images: 2, channels: (32, 32), side: 30, kernelSize: 3),
    Gathered(images: 2, channels: (256, 256), side: 8, kernelSize: 3),
    Gathered(images: 9, channels: (256, 256), side: 16, kernelSize: 3),
    Gathered(images: 1, channels: (256, 256), side: 6, kernelSize: 3),
    Gathered(images: 3, channels: (16, 63), side: 5, kernelSize: 1, centre: 0.25),
    Gathered(images: 2, channels: (32, 32), side: 30, kernelSize: 3, centre: 1e4),
    Gathered(images: 2, channels: (32, 32), side: 30, kernelSize: 3, centre: 1e30),
    Gathered(images: 2, channels: (32, 32), side: 30, kernelSize: 3, centre: .nan),
  ]

  @Test("Gathered sums give the same result and statistics", arguments: gathered)
  func sumsThatTheConvolutionGatheredGiveTheSame(_ sizes: Gathered) {
    let (inputs, outputs) = sizes.channels
    let x = random([sizes.images, inputs, sizes.side, sizes.side])
    let weight = random([outputs, inputs, sizes.kernelSize, sizes.kernelSize], in: -0.1...0.1, seed: 2)
    let (scale, bias) = (random([outputs], in: 0.5...2, seed: 3), random([outputs], seed: 4))
    var (first, second) = (RunningStatistics(channels: outputs), RunningStatistics(channels: outputs))
    let sums = OutputSums(around: Tensor(repeating: sizes.centre, shape: [outputs]))
    let y = x.conv2d(
      weight: weight, stride: sizes.stride, padding: sizes.kernelSize / 2, groups: 1, gathering: sums)
    let fused = y.batchNorm(
      weight: scale, bias: bias, updating: &first, momentum: 0.1, epsilon: 1e-5, residual: nil, activation: .relu,
      sums: sums)
    let plain = y.batchNorm(weight: scale, bias: bias, updating: &second, activation: .relu)
    let close = Tolerance(absolute: 3e-6, relative: 3e-6)
    expectMatches(fused, plain, tolerance: close)
    expectMatches(first.mean, second.mean, tolerance: close, named: "running mean")
    expectMatches(first.variance, second.variance, tolerance: close, named: "running variance")
  }

  /// Sums of other numbers give other statistics, so the given ones are used.
  @Test("The statistics equal those of the accumulated sums")
  func gatheredSumsAreUsed() {
    let (x, weight) = (random([2, 32, 30, 30]), random([32, 32, 3, 3], in: -0.1...0.1, seed: 2))
    let sums = OutputSums(around: Tensor(zeros: [32]))
    _ = x.conv2d(weight: weight, stride: 1, padding: 1, groups: 1, gathering: sums)
    var statistics = RunningStatistics(channels: 32)
    _ = Tensor(ones: [2, 32, 30, 30]).batchNorm(
      weight: Tensor(ones: [32]), bias: Tensor(zeros: [32]), updating: &statistics, momentum: 1, epsilon: 1e-5,
      residual: nil, activation: .identity, sums: sums)
    #expect(statistics.variance.min().scalar > 0.1)
  }

  @Test("Sums of another number of channels stop with both shapes", arguments: [(16, 64), (64, 32)])
  func sumsOfOtherChannelsStop(_ outputs: Int, _ channels: Int) async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [outputs, channels] in
      _ = Tensor(zeros: [2, 32, 8, 8]).conv2d(
        weight: Tensor(zeros: [outputs, 32, 3, 3]), stride: 1, padding: 1, groups: 1,
        gathering: OutputSums(around: Tensor(zeros: [channels])))
    }
    let words = "batch norm of \(channels) channels after a convolution weight of [\(outputs), 32, 3, 3]"
    #expect(errorText(of: result).contains(words))
  }
}
