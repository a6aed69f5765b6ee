import Tensors
import TestSupport
import Testing

@Suite("Grouped convolutions")
struct GroupedConvolutionTests {
  /// Input channels, output channels, kernel, stride, groups, on images that take several blocks.
  static let cases = [(32, 64, 3, 1, 2), (32, 32, 3, 2, 4), (24, 24, 3, 1, 24), (16, 48, 1, 1, 8)]

  @Test("Groups are convolutions of separate channels", arguments: cases)
  func groupsAreConvolutionsOfTheirOwnChannels(
    _ inputs: Int, _ outputs: Int, _ kernelSize: Int, _ stride: Int, _ groups: Int
  ) throws {
    let (images, kernel) = numbers(inputs, outputs, kernelSize, groups)
    func run(_ convolve: (Tensor, Tensor) -> Tensor) throws -> [Tensor] {
      let (x, weight) = (Parameter(images), Parameter(kernel))
      let y = convolve(x.value, weight.value)
      y.backward(seed: random(y.shape, seed: 3))
      return try [y.detached, #require(x.gradient), #require(weight.gradient)]
    }
    let grouped = try run { $0.conv2d(weight: $1, stride: stride, padding: kernelSize / 2, groups: groups) }
    let parts = try run { convolvedInParts($0, $1, stride: stride, groups: groups) }
    for (one, other) in zip(grouped, parts) {
      let largest = other.absolute().max().scalar
      #expect((one - other).absolute().max().scalar < 1e-5 * largest)
    }
  }

  @Test("Grouped convolution and normalization in one pass are the two", arguments: cases)
  func fusedGroupsAreTheComposedOnes(
    _ inputs: Int, _ outputs: Int, _ kernelSize: Int, _ stride: Int, _ groups: Int
  ) {
    let (images, kernel) = numbers(inputs, outputs, kernelSize, groups)
    let statistics = RunningStatistics(mean: random([outputs], seed: 4), variance: random([outputs], in: 0.5...2))
    let (scale, shift) = (random([outputs], in: 0.5...1.5), random([outputs], seed: 6))
    let fused = images.conv2d(
      weight: kernel, stride: stride, padding: kernelSize / 2, groups: groups, normalization: (scale, shift),
      statistics: statistics, epsilon: 1e-5, residual: nil, activation: .relu)
    let composed = convolvedInParts(images, kernel, stride: stride, groups: groups)
      .batchNorm(weight: scale, bias: shift, statistics: statistics, activation: .relu)
    #expect((fused - composed).absolute().max().scalar < 1e-4 * composed.max().scalar)
  }

  private func numbers(
    _ inputs: Int, _ outputs: Int, _ kernelSize: Int, _ groups: Int
  ) -> (images: Tensor, kernel: Tensor) {
    (random([4, inputs, 40, 40]), random([outputs, inputs / groups, kernelSize, kernelSize], seed: 2))
  }

  /// A convolution for each group, whose outputs are side by side.
  private func convolvedInParts(_ x: Tensor, _ weight: Tensor, stride: Int, groups: Int) -> Tensor {
    let (perGroup, perKernel) = (x.shape[1] / groups, weight.shape[0] / groups)
    return Tensor.concatenated(
      (0..<groups).map { group in
        x.slice(group * perGroup..<(group + 1) * perGroup, axis: 1).conv2d(
          weight: weight.slice(group * perKernel..<(group + 1) * perKernel, axis: 0), stride: stride,
          padding: weight.shape[2] / 2)
      }, axis: 1)
  }
}
