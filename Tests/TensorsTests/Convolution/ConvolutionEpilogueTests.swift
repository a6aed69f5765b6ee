import Tensors
import TestSupport
import Testing

@Suite("Convolutions that continue with normalization")
struct ConvolutionEpilogueTests {
  @Test(
    "Convolution and normalization in one pass are the two one after another",
    arguments: [(32, 64, 3, 1), (5, 7, 3, 2), (5, 7, 3, 1), (64, 32, 1, 1), (3, 20, 5, 1)])
  func convolutionAndNormalizationInOnePassAreTheTwo(_ inputs: Int, _ outputs: Int, _ kernelSize: Int, _ stride: Int) {
    let x = random([2, inputs, 6, 17])
    let weight = random([outputs, inputs, kernelSize, kernelSize], in: -0.1...0.1, seed: 2)
    let normalization = (weight: random([outputs], in: 0.5...2, seed: 3), bias: random([outputs], seed: 4))
    let statistics = RunningStatistics(mean: random([outputs], seed: 5), variance: random([outputs], in: 0.5...2))
    let plain = x.conv2d(weight: weight, stride: stride, padding: kernelSize / 2)
    let residual = random(plain.shape, seed: 7)
    let composed = plain.batchNorm(
      weight: normalization.weight, bias: normalization.bias, statistics: statistics, residual: residual,
      activation: .relu)
    let fused = x.conv2d(
      weight: weight, stride: stride, padding: kernelSize / 2, normalization: normalization, statistics: statistics,
      residual: residual, activation: .relu)
    expectMatches(fused, composed, tolerance: Tolerance(absolute: 2e-6, relative: 2e-6))
  }

  @Test(
    "Convolution and normalization in one pass are recorded",
    arguments: [(32, 64, 3, 1), (5, 7, 3, 2), (5, 7, 3, 1), (64, 32, 1, 1), (3, 20, 5, 1)])
  func onePassIsRecorded(_ inputs: Int, _ outputs: Int, _ kernelSize: Int, _ stride: Int) {
    let weight = random([outputs, inputs, kernelSize, kernelSize], in: -0.1...0.1, seed: 2)
    let normalization = (weight: random([outputs], in: 0.5...2, seed: 3), bias: random([outputs], seed: 4))
    let statistics = RunningStatistics(mean: random([outputs], seed: 5), variance: random([outputs], in: 0.5...2))
    let tracked = Parameter(random([2, inputs, 6, 17])).value.conv2d(
      weight: weight, stride: stride, padding: kernelSize / 2, normalization: normalization, statistics: statistics)
    #expect(tracked.isTracked)
  }
}
