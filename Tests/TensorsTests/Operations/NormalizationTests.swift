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

  @Test(arguments: [(32, 64, 3, 1), (5, 7, 3, 2), (64, 32, 1, 1)])
  func convolutionAndNormalizationInOnePassAreTheTwo(_ inputs: Int, _ outputs: Int, _ kernelSize: Int, _ stride: Int) {
    let x = random([2, inputs, 6, 7])
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

  /// Images, channels in and out, side, kernel size, stride: each way to convolve; then how far off the guess at the mean is.
  static let gathered: [([Int], Float)] = [
    ([2, 3, 20, 24, 7, 2], 0), ([1, 24, 40, 6, 3, 1], 0), ([2, 32, 32, 30, 3, 1], 0), ([2, 256, 64, 4, 3, 1], 0),
    ([1, 256, 128, 6, 3, 1], 0), ([3, 16, 64, 5, 1, 1], 0.25), ([2, 32, 32, 30, 3, 1], 1e4),
  ]

  @Test(arguments: gathered) func sumsThatTheConvolutionGatheredGiveTheSame(_ sizes: [Int], _ offset: Float) {
    let x = random([sizes[0], sizes[1], sizes[3], sizes[3]])
    let weight = random([sizes[2], sizes[1], sizes[4], sizes[4]], in: -0.1...0.1, seed: 2)
    let (scale, bias) = (random([sizes[2]], in: 0.5...2, seed: 3), random([sizes[2]], seed: 4))
    var (first, second) = (RunningStatistics(channels: sizes[2]), RunningStatistics(channels: sizes[2]))
    let sums = OutputSums(around: Tensor(repeating: offset, shape: [sizes[2]]))
    let outputs = x.conv2d(
      weight: weight, stride: sizes[5], padding: sizes[4] / 2, groups: 1, gathering: sums)
    let fused = outputs.batchNorm(
      weight: scale, bias: bias, updating: &first, momentum: 0.1, epsilon: 1e-5, residual: nil, activation: .relu,
      sums: sums)
    let plain = outputs.batchNorm(weight: scale, bias: bias, updating: &second, activation: .relu)
    let close = Fixtures.Tolerance(absolute: 2e-6, relative: 2e-6)
    expectMatches(fused, plain, tolerance: close)
    expectMatches(first.mean, second.mean, tolerance: close, named: "running mean")
    expectMatches(first.variance, second.variance, tolerance: close, named: "running variance")
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
