import TestSupport
import Foundation
import Networks
import Tensors
import Testing

@Suite("Agreement of layers with PyTorch")
struct LayerFixtureTests {
  /// Applies a layer to a case's input, sends the case's gradient back, and compares output and input gradient.
  private func compare(_ name: String, _ layer: any Layer, gradients: [(String, Parameter)]) throws {
    let input = Parameter(try Fixtures.tensor("layers/\(name).x"))
    let output = layer(input.value)
    output.backward(seed: try Fixtures.tensor("layers/\(name).dy"))
    var comparison = Comparison(try Fixtures.tolerance("layers/\(name).y.npy"))
    comparison.check(output.detached, try Fixtures.tensor("layers/\(name).y"), "y")
    for (file, parameter) in gradients + [("dx", input)] {
      comparison.check(try #require(parameter.gradient), try Fixtures.tensor("layers/\(name).\(file)"), file)
    }
    #expect(comparison.failures.isEmpty, "\(comparison.failures)")
    print("error layers/\(name): \(comparison.largest)")
  }

  @Test(
    "Convolutions and their gradients agree with PyTorch's",
    arguments: ["conv7s2", "conv3s1", "conv3s2", "conv1s1", "conv1s2", "conv3big"])
  func convolution(name: String) throws {
    let parameters = try Fixtures.parameters("layers/\(name).y.npy")
    let layer = Convolution2D(
      weight: try Fixtures.tensor("layers/\(name).w"), stride: try #require(parameters["stride"] as? Int),
      padding: try #require(parameters["padding"] as? Int))
    try compare(name, layer, gradients: [("dw", layer.weight)])
    let input = try Fixtures.tensor("layers/\(name).x")
    #expect(layer.outputShape(for: input.shape) == layer(input).shape)
  }

  @Test("Linear layers and their gradients agree with PyTorch's")
  func linear() throws {
    let layer = Linear(weight: try Fixtures.tensor("layers/linear.w"), bias: try Fixtures.tensor("layers/linear.b"))
    try compare("linear", layer, gradients: [("dw", layer.weight), ("db", try #require(layer.bias))])
  }

  @Test("Pools and their gradients agree with PyTorch's")
  func pools() throws {
    try compare("maxpool", MaxPool2D(kernelSize: 3, stride: 2, padding: 1), gradients: [])
    try compare("concatpool", ConcatPool2D(), gradients: [])
  }

  @Test(
    "Batch normalisations agree with PyTorch's in training, in use and in their statistics",
    arguments: ["bn2d", "bn1d"])
  func batchNormalization(name: String) throws {
    let weight = try Fixtures.tensor("layers/\(name).weight")
    let layer = BatchNormalization(channels: weight.count)
    layer.weight.value = weight
    layer.bias.value = try Fixtures.tensor("layers/\(name).bias")
    layer.runningMean.value = try Fixtures.tensor("layers/\(name).mean0")
    layer.runningVariance.value = try Fixtures.tensor("layers/\(name).var0")
    try training(TrainingContext(seed: 1)) {
      try compare(name, layer, gradients: [("dweight", layer.weight), ("dbias", layer.bias)])
    }
    var comparison = Comparison(try Fixtures.tolerance("layers/\(name).y.npy"))
    comparison.check(layer.runningMean.value, try Fixtures.tensor("layers/\(name).mean1"), "mean")
    comparison.check(layer.runningVariance.value, try Fixtures.tensor("layers/\(name).var1"), "variance")
    let output = layer(try Fixtures.tensor("layers/\(name).x"))
    comparison.check(output.detached, try Fixtures.tensor("layers/\(name).y_eval"), "y_eval")
    #expect(comparison.failures.isEmpty, "\(comparison.failures)")
    #expect(layer.batchesSeen.value.scalar == 1)
  }

  @Test("Cross entropy, its gradient and softmax agree with PyTorch's")
  func crossEntropy() throws {
    let outputs = Parameter(try Fixtures.tensor("layers/xent.z"))
    let classes = try Fixtures.tensor("layers/xent.t").scalars.map { Int($0) }
    let loss = CrossEntropy()
    let value = try loss(outputs.value, .classes(classes))
    value.backward()
    var comparison = Comparison(try Fixtures.tolerance("layers/xent.loss.npy"))
    comparison.check([Double(value.scalar)], [Double(try Fixtures.tensor("layers/xent.loss").scalar)], "loss")
    comparison.check(try #require(outputs.gradient), try Fixtures.tensor("layers/xent.dz"), "dz")
    let detached = outputs.value.detached
    comparison.check(loss.activation(detached), try Fixtures.tensor("layers/xent.softmax"), "softmax")
    comparison.check(
      try loss.itemLosses(detached, .classes(classes)), try Fixtures.tensor("layers/xent.losses"), "losses")
    #expect(comparison.failures.isEmpty, "\(comparison.failures)")
    print("error layers/xent: \(comparison.largest)")
  }
}
