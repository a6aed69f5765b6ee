import Tensors
import TestSupport
import Testing

@Suite("Convolutions")
struct ConvolutionTests {
  @Test(
    "A convolution and its gradients agree with PyTorch",
    arguments: ["conv3s1", "conv3s2", "conv3big", "conv1s1", "conv1s2", "conv7s2"])
  func agreesWithTorch(_ name: String) throws {
    let parameters = try Fixtures.parameters("layers/\(name).y")
    let stride = try #require(parameters["stride"] as? Int)
    let padding = try #require(parameters["padding"] as? Int)
    let x = Parameter(try Fixtures.tensor("layers/\(name).x"))
    let weight = Parameter(try Fixtures.tensor("layers/\(name).w"))
    let y = x.value.conv2d(weight: weight.value, stride: stride, padding: padding)
    try expectMatches(y, fixture: "layers/\(name).y")
    y.backward(seed: try Fixtures.tensor("layers/\(name).dy"))
    try expectMatches(try #require(x.gradient), fixture: "layers/\(name).dx")
    try expectMatches(try #require(weight.gradient), fixture: "layers/\(name).dw")
  }

  /// Input, weight, stride, padding, groups.
  static let cases: [([Int], [Int], Int, Int, Int)] = [
    ([2, 3, 5, 4], [4, 3, 3, 3], 1, 1, 1), ([1, 2, 6, 7], [3, 2, 3, 2], 2, 0, 1),
    ([2, 4, 4, 4], [6, 2, 3, 3], 1, 1, 2),
    ([1, 3, 5, 5], [3, 1, 3, 3], 2, 1, 3), ([2, 3, 3, 3], [2, 3, 1, 1], 1, 0, 1),
    ([1, 1, 3, 3], [1, 1, 3, 3], 1, 3, 1),
    ([1, 2, 4, 4], [2, 2, 1, 1], 2, 0, 1), ([1, 4, 2, 3], [2, 2, 1, 1], 1, 0, 2),
    // More than the few pixels with a special algorithm.
    ([1, 2, 9, 9], [3, 2, 3, 3], 1, 1, 1),
    // Few channels in rows that fill register tiles.
    ([2, 1, 3, 18], [3, 1, 2, 3], 1, 1, 1), ([1, 2, 4, 33], [17, 2, 3, 2], 2, 0, 1),
  ]

  @Test("The gradients of a convolution agree with differences", arguments: cases)
  func hasGradients(
    _ input: [Int], _ weight: [Int], _ stride: Int, _ padding: Int, _ groups: Int
  ) {
    expectGradients([random(input), random(weight, seed: 2), random([weight[0]], seed: 3)]) {
      $0[0].conv2d(weight: $0[1], bias: $0[2], stride: stride, padding: padding, groups: groups)
    }
  }

  @Test("An empty batch gives an empty result and zero gradients", arguments: [3, 64, 512])
  func anEmptyBatchGivesAnEmptyResult(_ channels: Int) {
    let weight = Parameter(random([64, channels, 3, 3]))
    let input = Parameter(Tensor(zeros: [0, channels, 8, 8]))
    let y = input.value.conv2d(weight: weight.value, padding: 1)
    #expect(y.shape == [0, 64, 8, 8])
    y.sum().backward()
    #expect(weight.gradient == Tensor(zeros: [64, channels, 3, 3]))
    #expect(input.gradient?.shape == [0, channels, 8, 8])
  }

  @Test("A convolution over no channels is zero")
  func aConvolutionOfNothingIsZero() {
    #expect(
      Tensor(zeros: [1, 0, 5, 5]).conv2d(weight: Tensor(zeros: [4, 0, 3, 3])) == Tensor(zeros: [1, 4, 3, 3]))
    #expect(
      Tensor(zeros: [2, 0, 10, 20]).conv2d(weight: Tensor(zeros: [32, 0, 3, 3]), padding: 1)
        == Tensor(zeros: [2, 32, 10, 20]))
    #expect(Tensor(ones: [2, 32, 10, 20]).conv2d(weight: Tensor(zeros: [0, 32, 3, 3])).shape == [2, 0, 8, 18])
  }

  @Test("Shapes that do not fit stop with both shapes")
  func misfittingShapesArePrinted() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor(zeros: [1, 3, 8, 8]).conv2d(weight: Tensor(zeros: [4, 2, 3, 3]))
    }
    #expect(
      errorText(of: result).contains(
        "an input of shape [1, 3, 8, 8] does not fit a weight of [4, 2, 3, 3] in 1 group(s)"))
  }
}
