import Foundation
import Networks
import TestSupport
import Tensors
import Testing

/// Layers compared with PyTorch's; `Tests/Fixtures/everyday/make.py` has computed the numbers.
@Suite("Layers for everyday use")
struct EverydayLayerTests {
  private struct Numbers: Decodable {
    let shape: [Int]
    let scalars: [Float]
    var tensor: Tensor { Tensor(shape: shape, scalars: scalars) }
  }

  private func cases() throws -> [String: [String: Numbers]] {
    try Fixtures.json("everyday/layers.json", as: [String: [String: Numbers]].self)
  }

  private func expectNear(_ actual: Tensor, _ expected: Numbers, _ what: String) throws {
    expectMatches(actual, expected.tensor, tolerance: try Fixtures.tolerance("everyday/layers.json"), named: what)
  }

  private func expectAgreement(_ name: String, _ makeLayer: ([String: Numbers]) -> any Layer) throws {
    let expected = try #require(try cases()[name])
    let layer = makeLayer(expected)
    for parameter in layer.parameters {
      if let value = expected[parameter.name] { parameter.parameter.value = value.tensor }
    }
    let input = try #require(expected["input"])
    let point = Parameter(input.tensor)
    let output = layer(name == "embedding" ? input.tensor : point.value)
    try expectNear(output, try #require(expected["output"]), "\(name), output")
    #expect(layer.outputShape(for: input.shape) == output.shape)
    output.backward(seed: try #require(expected["seed"]).tensor)
    if let gradient = expected["inputGradient"] {
      try expectNear(try #require(point.gradient), gradient, "\(name), gradient of the input")
    }
    for parameter in layer.parameters {
      let gradient = try #require(expected[parameter.name + "Gradient"])
      try expectNear(try #require(parameter.parameter.gradient), gradient, "\(name), gradient of \(parameter.name)")
    }
  }

  @Test("Layer normalisation agrees with PyTorch's")
  func layerNormalization() throws {
    try expectAgreement("layer_norm") { _ in LayerNormalization(shape: [4, 5]) }
  }

  @Test("Group normalisation agrees with PyTorch's")
  func groupNormalization() throws {
    try expectAgreement("group_norm") { _ in GroupNormalization(groups: 3, channels: 6) }
  }

  @Test("A rectifier with trained slopes agrees with PyTorch's")
  func prelu() throws {
    try expectAgreement("prelu") { _ in PReLU(channels: 3) }
    try expectAgreement("prelu_common") { _ in PReLU() }
  }

  @Test("An embedding agrees with PyTorch's, whose vectors sum the gradients of all positions")
  func embedding() throws {
    try expectAgreement("embedding") { _ in Embedding(weight: Tensor(zeros: [7, 3])) }
  }

  @Test("A transposed convolution agrees with PyTorch's")
  func transposedConvolution() throws {
    try expectAgreement("transposed") { _ in
      TransposedConvolution2D(weight: Tensor(ones: [3, 2, 3, 3]), bias: Tensor(zeros: [2]))
    }
    try expectAgreement("transposed_stride") { _ in
      TransposedConvolution2D(
        weight: Tensor(ones: [3, 2, 3, 3]), bias: Tensor(zeros: [2]), stride: 2, padding: 1, outputPadding: 1)
    }
    try expectAgreement("transposed_wide") { _ in
      TransposedConvolution2D(weight: Tensor(ones: [2, 4, 2, 2]), stride: 3)
    }
  }

  @Test("A transposed convolution is the transpose of a convolution")
  func transpose() {
    var generator = MersenneTwister(seed: 2)
    let weight = Tensor(normal: [4, 3, 3, 3], standardDeviation: 1, using: &generator)
    let x = Tensor(normal: [1, 3, 7, 7], standardDeviation: 1, using: &generator)
    let y = Tensor(normal: [1, 4, 4, 4], standardDeviation: 1, using: &generator)
    let forward = Convolution2D(weight: weight, stride: 2, padding: 1)(x)
    let back = TransposedConvolution2D(weight: weight, stride: 2, padding: 1)(y)
    #expect(forward.shape == y.shape && back.shape == x.shape)
    #expect(abs((forward * y).sum().scalar - (back * x).sum().scalar) < 1e-2)
  }

  @Test("New layers start as PyTorch's do")
  func starts() {
    var generator = MersenneTwister(seed: 2)
    #expect(PReLU().weight.value.scalars == [0.25])
    #expect(GroupNormalization(groups: 1, channels: 2).weight.value.scalars == [1, 1])
    let embedding = Embedding(count: 1000, dimensions: 8, using: &generator)
    #expect(abs(embedding.weight.value.standardDeviation().scalar - 1) < 0.03)
    let convolution = TransposedConvolution2D(inputs: 2, outputs: 4, kernelSize: 5, using: &generator)
    #expect(abs(convolution.weight.value.absolute().max().scalar - 0.1) < 0.01)
  }
}
