import Etude
import Foundation

/// A ResNet-34's training step (forward, backward, Adam) and its inference, as `resnet_step.py` times PyTorch's.
struct NetworkTimes {
  var batch = 32
  var size = 128
  var runs = 7

  func print() throws {
    Swift.print(
      String(
        format: "batch %2d, %3d px: step %.4f s, inference %.4f s, peak memory %.0f MB", batch, size,
        try stepSeconds(), inferenceSeconds(), peakMegabytes()))
  }

  /// The median time of a training step.
  func stepSeconds() throws -> Double {
    let (model, images) = subject()
    let labels = (0..<batch).map { $0 % 7 }
    let optimizer = Optimizer(Adam(), groups: [model])
    let context = TrainingContext(seed: 1)
    var failure: (any Error)?
    let seconds = medianSeconds(runs: runs) {
      do {
        optimizer.clearGradients()
        try training(context) { model(images) }.crossEntropy(labels: labels).backward()
        optimizer.step()
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return seconds
  }

  /// The median time of a forward pass without gradients.
  func inferenceSeconds() -> Double {
    let (model, images) = subject()
    return medianSeconds(runs: runs) { _ = withoutGradients { model(images) } }
  }

  private func subject() -> (model: ResNet, images: Tensor) {
    var generator = MersenneTwister(seed: 1)
    let model = ResNet(.resnet34, classCount: 7, using: &generator)
    return (model, Tensor(normal: [batch, 3, size, size], using: &generator))
  }

  /// The largest resident size of this process so far.
  private func peakMegabytes() -> Double {
    var usage = rusage()
    getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
    return Double(usage.ru_maxrss) / 1024
  }
}
