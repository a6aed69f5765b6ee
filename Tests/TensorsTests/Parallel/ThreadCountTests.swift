import Tensors
import Testing

/// The process-wide number of threads is changed here, which changes nobody's results: that is what is tested.
@Suite(.serialized) struct ThreadCountTests {
  /// Input, output channels, kernel, stride: each way to compute a convolution.
  static let cases: [([Int], Int, Int, Int)] = [
    ([8, 64, 32, 32], 64, 3, 1), ([4, 128, 16, 16], 160, 3, 1), ([4, 64, 4, 4], 64, 3, 1), ([3, 3, 32, 32], 32, 7, 2),
    ([2, 40, 9, 9], 24, 3, 2), ([2, 32, 8, 8], 64, 1, 1), ([3, 256, 8, 8], 256, 3, 1), ([1, 256, 4, 4], 256, 3, 1),
  ]

  @Test(arguments: cases) func aStepHasTheSameBitsOnOneThread(
    _ shape: [Int], _ outputs: Int, _ kernelSize: Int, _ stride: Int
  ) throws {
    func run(threads: Int) throws -> [[UInt32]] {
      ThreadPool.shared.setLimit(threads)
      defer { ThreadPool.shared.setLimit(.max) }
      let x = Parameter(random(shape))
      let kernel = Parameter(random([outputs, shape[1], kernelSize, kernelSize], seed: 2))
      let (weight, bias) = (Parameter(Tensor(ones: [outputs])), Parameter(Tensor(zeros: [outputs])))
      var statistics = RunningStatistics(channels: outputs)
      let sums = OutputSums(around: statistics.mean)
      let loss = x.value
        .conv2d(weight: kernel.value, stride: stride, padding: kernelSize / 2, groups: 1, gathering: sums)
        .batchNorm(
          weight: weight.value, bias: bias.value, updating: &statistics, momentum: 0.1, epsilon: 1e-5, residual: nil,
          activation: .relu, sums: sums
        )
        .maxPool2d(kernelSize: 3, stride: 2, padding: 1).squared().mean()
      loss.backward()
      let gradients = try [x, kernel, weight, bias].map { try #require($0.gradient) }
      return ([loss, statistics.mean] + gradients).map { $0.scalars.map(\.bitPattern) }
    }
    #expect(try run(threads: 1) == run(threads: 2))
  }

  @Test func aSettingIsAWholeNumberAboveZero() {
    let cores = ThreadPool.threadCount(nil)
    #expect(cores > 0)
    #expect(ThreadPool.threadCount("3") == 3)
    for setting in ["0", "-2", "two", ""] { #expect(ThreadPool.threadCount(setting) == cores) }
  }
}
