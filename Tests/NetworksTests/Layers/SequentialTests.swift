import Networks
import Tensors
import TestSupport
import Testing

@Suite("Layers in sequence")
struct SequentialTests {
  /// x · factor; two of them become one.
  private struct Scale: Layer {
    let factor: Float
    var isFused = false
    func callAsFunction(_ input: Tensor) -> Tensor { isFused ? input * factor + 100 : input * factor }
    func fused(with next: any Layer) -> (any Layer)? {
      (next as? Scale).map { Scale(factor: factor * $0.factor, isFused: true) }
    }
  }

  @Test("A custom layer can be fused with the next one")
  func ownFusion() {
    let model = Sequential([Scale(factor: 2), Scale(factor: 3), ReLU(), Scale(factor: 5)])
    // The 100 tells the fused layer from the two.
    #expect(model(Tensor([1])).scalars == [(1 * 6 + 100) * 5])
    #expect(model.layers.count == 4 && model.parts.elements.map(\.name) == ["0", "1", "2", "3"])
  }

  @Test("Fused neighbours give the same result as separate ones, and share parameters", arguments: [false, true])
  func fusedNeighbours(hasBias: Bool) throws {
    let input = Formula.tensor("sequence", shape: [4, 3, 8, 8], salt: 1)
    func layers() -> [any Layer] {
      var generator = MersenneTwister(seed: 1)
      let model = Sequential([
        BatchNormalization(channels: 3), ReLU(),
        Convolution2D(inputs: 3, outputs: 4, kernelSize: 3, hasBias: hasBias, using: &generator),
        BatchNormalization(channels: 4), ReLU(), BatchNormalization(channels: 4), MaxPool2D(kernelSize: 2),
      ])
      Formula.fill(model, salt: 3)
      return model.layers
    }
    func gradients(_ layers: [any Layer]) -> [Float] {
      Sequential(layers).parameters.flatMap { $0.parameter.gradient?.scalars ?? [] }
    }
    let (fused, inTurn) = (layers(), layers())
    let context = TrainingContext(seed: 1)
    let outputs = try training(context) { Sequential(fused)(input) }
    let expected = try training(context) { inTurn.reduce(input) { $1($0) } }
    outputs.backward(seed: Tensor(ones: outputs.shape))
    expected.backward(seed: Tensor(ones: expected.shape))
    #expect(zip(outputs.scalars, expected.scalars).allSatisfy { abs($0 - $1) < 1e-5 })
    #expect(!gradients(fused).isEmpty && gradients(fused).count == gradients(inTurn).count)
    #expect(zip(gradients(fused), gradients(inTurn)).allSatisfy { abs($0 - $1) < 1e-3 })
    let inUse = (Sequential(fused)(input), inTurn.reduce(input) { $1($0) })
    #expect(zip(inUse.0.scalars, inUse.1.scalars).allSatisfy { abs($0 - $1) < 1e-5 })
  }
}
