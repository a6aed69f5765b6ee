import Networks
import Tensors
import TestSupport
import Testing

@Suite("Convolution blocks")
struct ConvolutionBlockTests {
  private let input = Formula.tensor("block", shape: [4, 3, 8, 8], salt: 1)

  private func block(activates: Bool) -> ConvolutionBlock {
    var generator = MersenneTwister(seed: 3)
    let block = ConvolutionBlock(
      inputs: 3, outputs: 5, kernelSize: 3, stride: 2, activates: activates, using: &generator)
    Formula.fill(block, salt: 2)
    return block
  }

  private func expectNear(_ actual: Tensor, _ expected: Tensor) {
    #expect(actual.shape == expected.shape)
    for (got, want) in zip(actual.scalars, expected.scalars) { #expect(abs(got - want) < 1e-5) }
  }

  @Test(
    "A block is its convolution, its normalisation, the residual and the ReLU, in this order", arguments: [false, true])
  func agreesWithItsLayers(activates: Bool) throws {
    let residual = Formula.tensor("residual", shape: [4, 5, 4, 4], salt: 1)
    func inTurn(_ block: ConvolutionBlock, _ residual: Tensor?) -> Tensor {
      let normalized = block.normalization(block.convolution(input))
      let sum = residual.map { normalized + $0 } ?? normalized
      return activates ? sum.relu() : sum
    }
    for residual in [nil, residual] {
      expectNear(
        block(activates: activates).forward(input, adding: residual), inTurn(block(activates: activates), residual))
      let (fused, separate) = (block(activates: activates), block(activates: activates))
      let context = TrainingContext(seed: 1)
      expectNear(
        try training(context) { fused.forward(input, adding: residual) },
        try training(context) { inTurn(separate, residual) })
      expectNear(fused.normalization.runningMean.value, separate.normalization.runningMean.value)
      expectNear(fused.normalization.runningVariance.value, separate.normalization.runningVariance.value)
    }
  }

  @Test("A convolution with a bias is normalised, too")
  func bias() {
    var generator = MersenneTwister(seed: 1)
    let convolution = Convolution2D(inputs: 3, outputs: 5, kernelSize: 1, using: &generator)
    let normalization = BatchNormalization(channels: 5)
    expectNear(
      ConvolutionBlock(convolution, normalization)(input), normalization(convolution(input)).relu())
  }

  @Test("Parts are named as fastai names them")
  func names() {
    let block = block(activates: true)
    #expect(
      block.storedTensors.map(\.name) == [
        "0.weight", "1.weight", "1.bias", "1.running_mean", "1.running_var", "1.num_batches_tracked",
      ])
    #expect(block.outputShape(for: input.shape) == [4, 5, 4, 4])
    let summary = ModelSummary(of: block, inputShape: input.shape)
    #expect(summary.rows.map(\.title) == ["Convolution2D 3 → 5, 3×3, stride 2", "BatchNormalization 5"])
  }
}
