import Tensors
import TestSupport
import Testing

@Suite("Batch normalization")
struct BatchNormTests {
  @Test("Batch norm, its statistics and its gradients agree with PyTorch", arguments: ["bn1d", "bn2d"])
  func agreesWithTorch(_ name: String) throws {
    func load(_ part: String) throws -> Tensor { try Fixtures.tensor("layers/\(name).\(part)") }
    let (x, weight, bias) = (Parameter(try load("x")), Parameter(try load("weight")), Parameter(try load("bias")))
    var statistics = RunningStatistics(mean: try load("mean0"), variance: try load("var0"))
    let y = x.value.batchNorm(weight: weight.value, bias: bias.value, updating: &statistics)
    try expectMatches(y, fixture: "layers/\(name).y")
    try expectMatches(statistics.mean, fixture: "layers/\(name).mean1")
    try expectMatches(statistics.variance, fixture: "layers/\(name).var1")
    y.backward(seed: try load("dy"))
    try expectMatches(try #require(x.gradient), fixture: "layers/\(name).dx")
    try expectMatches(try #require(weight.gradient), fixture: "layers/\(name).dweight")
    try expectMatches(try #require(bias.gradient), fixture: "layers/\(name).dbias")
    let evaluated = x.value.batchNorm(weight: weight.value, bias: bias.value, statistics: statistics)
    try expectMatches(evaluated, fixture: "layers/\(name).y_eval")
  }

  @Test("The gradients of batch norm agree with differences", arguments: [[4, 3], [2, 3, 3, 2], [2, 17, 2, 3]])
  func hasGradients(_ shape: [Int]) {
    let inputs = [random(shape), random([shape[1]], in: 0.5...2, seed: 2), random([shape[1]], seed: 3)]
    let statistics = RunningStatistics(mean: random([shape[1]], seed: 4), variance: random([shape[1]], in: 0.5...2))
    expectGradients(inputs, tolerance: 1e-2) {
      var statistics = statistics
      return $0[0].batchNorm(weight: $0[1], bias: $0[2], updating: &statistics)
    }
    expectGradients(inputs) { $0[0].batchNorm(weight: $0[1], bias: $0[2], statistics: statistics) }
  }

  @Test(
    "Batch norm with residual and activation is the three one after the other", arguments: [[8, 3], [2, 3, 3, 2]])
  func theFusedFormIsTheComposedOne(_ shape: [Int]) throws {
    let inputs = [
      random(shape), random([shape[1]], in: 0.5...2, seed: 2), random([shape[1]], seed: 3), random(shape, seed: 5),
    ]
    let seed = random(shape, seed: 6)
    func run(_ body: ([Tensor]) -> Tensor) throws -> [Tensor] {
      let parameters = inputs.map { Parameter($0) }
      let y = body(parameters.map(\.value))
      y.backward(seed: seed)
      return try [y.detached] + parameters.map { try #require($0.gradient) }
    }
    let fused = try run {
      var statistics = RunningStatistics(channels: shape[1])
      return $0[0].batchNorm(
        weight: $0[1], bias: $0[2], updating: &statistics, residual: $0[3], activation: .relu)
    }
    let composed = try run {
      var statistics = RunningStatistics(channels: shape[1])
      return ($0[0].batchNorm(weight: $0[1], bias: $0[2], updating: &statistics) + $0[3]).relu()
    }
    for (a, b) in zip(fused, composed) {
      expectMatches(a, b, tolerance: Tolerance(absolute: 1e-5, relative: 1e-5))
    }
  }

  /// The backward pass overwrites gradients, but only those that are not shared.
  @Test(
    "The backward pass leaves gradients that others hold as they are", arguments: [[18, 9], [2, 9, 3, 3]],
    [(false, false), (false, true), (true, false), (true, true)])
  func gradientsOfOthersStayAsTheyAre(_ shape: [Int], _ form: (hasResidual: Bool, activates: Bool)) throws {
    let (hasResidual, activates) = form
    let kept = random(shape, seed: 3)
    // In the layout that batch norm computes in, so it gets the seed itself.
    let seed =
      shape.count == 4 ? kept.converted(to: .channelsLast) : Tensor(shape: shape, scalars: kept.scalars)
    func run(isShared: Bool) throws -> [Tensor] {
      let (x, residual, other) = (Parameter(random(shape)), Parameter(random(shape, seed: 2)), Parameter(seed))
      var statistics = RunningStatistics(channels: 9)
      let y = x.value.batchNorm(
        weight: random([9], in: 0.5...2, seed: 5), bias: random([9], seed: 6), updating: &statistics,
        residual: hasResidual ? residual.value : nil, activation: activates ? .relu : .identity)
      if isShared {
        (y + other.value).backward(seed: seed)
        #expect(other.gradient == kept)
      } else {
        (y * 1).backward(seed: seed)
      }
      return try [#require(x.gradient)] + (hasResidual ? [#require(residual.gradient)] : [])
    }
    #expect(try run(isShared: true) == run(isShared: false))
    #expect(seed == kept)
  }

  @Test("Training on one value for each channel stops with the shape")
  func oneValueForEachChannelStops() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var statistics = RunningStatistics(channels: 3)
      _ = Tensor(zeros: [1, 3]).batchNorm(
        weight: Tensor(ones: [3]), bias: Tensor(zeros: [3]), updating: &statistics)
    }
    #expect(
      errorText(of: result).contains("batch norm cannot train on one value for each channel; the shape is [1, 3]"))
  }
}
