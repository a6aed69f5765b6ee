import Fixtures
import Tensors
import Testing

@Suite struct ConvolutionTests {
  @Test(arguments: ["conv3s1", "conv3s2", "conv3big", "conv1s1", "conv1s2", "conv7s2"])
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
    ([1, 2, 4, 4], [2, 2, 1, 1], 2, 0, 1),
  ]

  @Test(arguments: cases) func hasGradients(
    _ input: [Int], _ weight: [Int], _ stride: Int, _ padding: Int, _ groups: Int
  ) {
    expectGradients([random(input), random(weight, seed: 2), random([weight[0]], seed: 3)]) {
      $0[0].conv2d(weight: $0[1], bias: $0[2], stride: stride, padding: padding, groups: groups)
    }
  }

  @Test func anEmptyBatchGivesAnEmptyResult() {
    let weight = Parameter(random([4, 3, 3, 3]))
    let y = Tensor(zeros: [0, 3, 8, 8]).conv2d(weight: weight.value, padding: 1)
    #expect(y.shape == [0, 4, 8, 8])
    y.sum().backward()
    #expect(weight.gradient == Tensor(zeros: [4, 3, 3, 3]))
  }

  @Test func misfittingShapesArePrinted() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor(zeros: [1, 3, 8, 8]).conv2d(weight: Tensor(zeros: [4, 2, 3, 3]))
    }
    #expect(text(result).contains("an input of shape [1, 3, 8, 8] does not fit a weight of [4, 2, 3, 3] in 1 group(s)"))
  }
}
