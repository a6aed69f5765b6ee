import Fixtures
import Tensors
import Testing

@Suite struct NormalizationTests {
  @Test(arguments: ["bn1d", "bn2d"]) func agreesWithTorch(_ name: String) throws {
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

  @Test(arguments: [[4, 3], [2, 3, 3, 2], [2, 17, 2, 3]]) func hasGradients(_ shape: [Int]) {
    let inputs = [random(shape), random([shape[1]], in: 0.5...2, seed: 2), random([shape[1]], seed: 3)]
    let statistics = RunningStatistics(mean: random([shape[1]], seed: 4), variance: random([shape[1]], in: 0.5...2))
    expectGradients(inputs, tolerance: 1e-2) {
      var statistics = statistics
      return $0[0].batchNorm(weight: $0[1], bias: $0[2], updating: &statistics)
    }
    expectGradients(inputs) { $0[0].batchNorm(weight: $0[1], bias: $0[2], statistics: statistics) }
  }

  @Test(arguments: [[8, 3], [2, 3, 3, 2]]) func theFusedFormIsTheComposedOne(_ shape: [Int]) throws {
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
      expectMatches(a, b, tolerance: Fixtures.Tolerance(absolute: 1e-5, relative: 1e-5))
    }
  }

  @Test(arguments: [(32, 64, 3, 1), (5, 7, 3, 2), (5, 7, 3, 1), (64, 32, 1, 1), (3, 20, 5, 1)])
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
    expectMatches(fused, composed, tolerance: Fixtures.Tolerance(absolute: 2e-6, relative: 2e-6))
    let tracked = Parameter(x).value.conv2d(
      weight: weight, stride: stride, padding: kernelSize / 2, normalization: normalization, statistics: statistics)
    #expect(tracked.isTracked)
  }

  /// A convolution whose outputs are added up around `centre`.
  struct Gathered: Sendable {
    let images: Int
    let channels: (input: Int, output: Int)
    let side: Int
    let kernelSize: Int
    var stride = 1
    var centre: Float = 0
  }

  /// Every way to convolve, then centres that are near, far and no number.
  static let gathered = [
    Gathered(images: 2, channels: (3, 20), side: 24, kernelSize: 7, stride: 2),
    Gathered(images: 3, channels: (3, 20), side: 39, kernelSize: 7, stride: 2),
    Gathered(images: 1, channels: (24, 40), side: 6, kernelSize: 3),
    Gathered(images: 2, channels: (32, 32), side: 30, kernelSize: 3),
    Gathered(images: 2, channels: (256, 256), side: 8, kernelSize: 3),
    Gathered(images: 9, channels: (256, 256), side: 16, kernelSize: 3),
    Gathered(images: 1, channels: (256, 256), side: 6, kernelSize: 3),
    Gathered(images: 3, channels: (16, 63), side: 5, kernelSize: 1, centre: 0.25),
    Gathered(images: 2, channels: (32, 32), side: 30, kernelSize: 3, centre: 1e4),
    Gathered(images: 2, channels: (32, 32), side: 30, kernelSize: 3, centre: 1e30),
    Gathered(images: 2, channels: (32, 32), side: 30, kernelSize: 3, centre: .nan),
  ]

  @Test(arguments: gathered) func sumsThatTheConvolutionGatheredGiveTheSame(_ sizes: Gathered) {
    let (inputs, outputs) = sizes.channels
    let x = random([sizes.images, inputs, sizes.side, sizes.side])
    let weight = random([outputs, inputs, sizes.kernelSize, sizes.kernelSize], in: -0.1...0.1, seed: 2)
    let (scale, bias) = (random([outputs], in: 0.5...2, seed: 3), random([outputs], seed: 4))
    var (first, second) = (RunningStatistics(channels: outputs), RunningStatistics(channels: outputs))
    let sums = OutputSums(around: Tensor(repeating: sizes.centre, shape: [outputs]))
    let y = x.conv2d(
      weight: weight, stride: sizes.stride, padding: sizes.kernelSize / 2, groups: 1, gathering: sums)
    let fused = y.batchNorm(
      weight: scale, bias: bias, updating: &first, momentum: 0.1, epsilon: 1e-5, residual: nil, activation: .relu,
      sums: sums)
    let plain = y.batchNorm(weight: scale, bias: bias, updating: &second, activation: .relu)
    let close = Fixtures.Tolerance(absolute: 3e-6, relative: 3e-6)
    expectMatches(fused, plain, tolerance: close)
    expectMatches(first.mean, second.mean, tolerance: close, named: "running mean")
    expectMatches(first.variance, second.variance, tolerance: close, named: "running variance")
  }

  /// Sums of other numbers give other statistics: so they are what is used.
  @Test func gatheredSumsAreUsed() {
    let (x, weight) = (random([2, 32, 30, 30]), random([32, 32, 3, 3], in: -0.1...0.1, seed: 2))
    let sums = OutputSums(around: Tensor(zeros: [32]))
    _ = x.conv2d(weight: weight, stride: 1, padding: 1, groups: 1, gathering: sums)
    var statistics = RunningStatistics(channels: 32)
    _ = Tensor(ones: [2, 32, 30, 30]).batchNorm(
      weight: Tensor(ones: [32]), bias: Tensor(zeros: [32]), updating: &statistics, momentum: 1, epsilon: 1e-5,
      residual: nil, activation: .identity, sums: sums)
    #expect(statistics.variance.min().scalar > 0.1)
  }

  @Test(arguments: [(16, 64), (64, 32)]) func sumsOfOtherChannelsStop(_ outputs: Int, _ channels: Int) async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [outputs, channels] in
      _ = Tensor(zeros: [2, 32, 8, 8]).conv2d(
        weight: Tensor(zeros: [outputs, 32, 3, 3]), stride: 1, padding: 1, groups: 1,
        gathering: OutputSums(around: Tensor(zeros: [channels])))
    }
    let words = "batch norm of \(channels) channels behind a convolution weight of [\(outputs), 32, 3, 3]"
    #expect(text(result).contains(words))
  }

  /// The backward pass writes over gradients, but only over those that nobody else holds.
  @Test(arguments: [[18, 9], [2, 9, 3, 3]], [(false, false), (false, true), (true, false), (true, true)])
  func gradientsOfOthersStayAsTheyAre(_ shape: [Int], _ form: (hasResidual: Bool, activates: Bool)) throws {
    let (hasResidual, activates) = form
    let kept = random(shape, seed: 3)
    // In the layout that batch norm computes in, so that it gets the seed itself.
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

  @Test func oneValueForEachChannelStops() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var statistics = RunningStatistics(channels: 3)
      _ = Tensor(zeros: [1, 3]).batchNorm(
        weight: Tensor(ones: [3]), bias: Tensor(zeros: [3]), updating: &statistics)
    }
    #expect(text(result).contains("batch norm cannot train on one value for each channel; the shape is [1, 3]"))
  }
}
