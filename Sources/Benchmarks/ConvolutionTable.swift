import Etude
import Foundation

/// Each convolution of ResNet-34 at one batch size and image size, forward and backward, as `resnet_step.py --layers` prints
/// PyTorch's, and what part of the processor's peak that is.
///
/// Operations are those of the direct sum. Minimal filtering needs a quarter of them, so its part can be more than all.
struct ConvolutionTable {
  var batch = 32
  var runs = 7

  /// Input channels, output channels, input size, kernel, stride, how often ResNet-34 has it at 128 × 128.
  private static let convolutions = [
    (3, 64, 128, 7, 2, 1), (64, 64, 32, 3, 1, 6), (64, 128, 32, 3, 2, 1), (128, 128, 16, 3, 1, 7),
    (128, 256, 16, 3, 2, 1), (256, 256, 8, 3, 1, 11), (256, 512, 8, 3, 2, 1), (512, 512, 4, 3, 1, 5),
  ]

  func print() {
    var generator = MersenneTwister(seed: 1)
    let peak = PeakRate.measured()
    Swift.print(String(format: "peak: %.0f GFLOP/s", peak / 1e9))
    var totals = (forward: 0.0, backward: 0.0)
    for (inputs, outputs, size, kernel, stride, count) in Self.convolutions {
      let pixels = Tensor(normal: [batch, inputs, size, size], using: &generator).maxPool2d(kernelSize: 1)
      let x = Parameter(pixels, requiresGradient: inputs != 3)
      let weight = Parameter(Tensor(normal: [outputs, inputs, kernel, kernel], using: &generator))
      func convolve() -> Tensor { x.value.conv2d(weight: weight.value, stride: stride, padding: kernel / 2) }
      let y = convolve()
      let seed = Tensor(normal: y.shape, using: &generator).maxPool2d(kernelSize: 1)
      let operations = 2 * Double(inputs * kernel * kernel * y.count)
      let forward = medianSeconds(runs: runs) { _ = withoutGradients { convolve() } }
      let both = medianSeconds(runs: runs) {
        convolve().backward(seed: seed)
        x.clearGradient()
        weight.clearGradient()
      }
      let backward = both - forward
      totals.forward += forward * Double(count)
      totals.backward += backward * Double(count)
      Swift.print(
        String(
          format:
            "%3d -> %-3d %3d px k%d s%d x%-2d: forward %6.2f ms (%.2f of the peak), backward %6.2f ms (%.2f of the peak)",
          inputs, outputs, size, kernel, stride, count, forward * 1e3, operations / forward / peak, backward * 1e3,
          operations * (inputs == 3 ? 1 : 2) / backward / peak))
    }
    Swift.print(
      String(format: "all of them: forward %.0f ms, backward %.0f ms", totals.forward * 1e3, totals.backward * 1e3))
  }
}
