import Foundation
import Synchronization
import Tensors
import Testing

/// Steps are compared in a separate process, in which no other test uses or limits the threads.
@Suite("The number of threads")
struct ThreadCountTests {
  /// Input, output channels, kernel, stride: each way to compute a convolution.
  static let cases: [([Int], Int, Int, Int)] = [
    ([8, 64, 32, 32], 64, 3, 1), ([4, 128, 16, 16], 160, 3, 1), ([4, 64, 4, 4], 64, 3, 1), ([3, 3, 32, 32], 32, 7, 2),
    ([2, 40, 9, 9], 24, 3, 2), ([2, 32, 8, 8], 64, 1, 1), ([3, 256, 8, 8], 256, 3, 1), ([1, 256, 4, 4], 256, 3, 1),
  ]

  private static func bits(_ shape: [Int], _ outputs: Int, _ kernelSize: Int, _ stride: Int) throws -> [[UInt32]] {
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

  @Test("A training step has the same bits on one thread and on two")
  func aStepHasTheSameBitsOnOneThread() async {
    await #expect(processExitsWith: .success) {
      setenv("ETUDE_THREADS", "2", 1)
      for (shape, outputs, kernelSize, stride) in ThreadCountTests.cases {
        ThreadPool.shared.setLimit(1)
        let one = try ThreadCountTests.bits(shape, outputs, kernelSize, stride)
        ThreadPool.shared.setLimit(2)
        #expect(try ThreadCountTests.bits(shape, outputs, kernelSize, stride) == one, "\(shape)")
      }
    }
  }

  @Test("The number of threads is the limit")
  func theLimitSaysHowManyThreadsTakePart() async {
    await #expect(processExitsWith: .success) {
      setenv("ETUDE_THREADS", "2", 1)
      for limit in [1, 2] {
        ThreadPool.shared.setLimit(limit)
        let seen = Mutex<Set<UInt>>([])
        parallelFor(100) { _ in
          usleep(1000)
          seen.withLock { _ = $0.insert(UInt(pthread_self())) }
        }
        #expect(seen.withLock { $0.count } == limit)
      }
    }
  }

  @Test("A setting that is not a whole number above zero is ignored")
  func aSettingIsAWholeNumberAboveZero() {
    let cores = ThreadPool.threadCount(nil)
    #expect(cores > 0)
    #expect(ThreadPool.threadCount("3") == 3)
    for setting in ["0", "-2", "two", ""] { #expect(ThreadPool.threadCount(setting) == cores) }
  }
}
