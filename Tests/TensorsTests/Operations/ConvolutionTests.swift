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
    ([1, 2, 4, 4], [2, 2, 1, 1], 2, 0, 1), ([1, 4, 2, 3], [2, 2, 1, 1], 1, 0, 2),
    // More than the few pixels that have an algorithm of their own.
    ([1, 2, 9, 9], [3, 2, 3, 3], 1, 1, 1),
    // Few channels in rows that fill register tiles.
    ([2, 1, 3, 18], [3, 1, 2, 3], 1, 1, 1), ([1, 2, 4, 33], [17, 2, 3, 2], 2, 0, 1),
  ]

  @Test(arguments: cases) func hasGradients(
    _ input: [Int], _ weight: [Int], _ stride: Int, _ padding: Int, _ groups: Int
  ) {
    expectGradients([random(input), random(weight, seed: 2), random([weight[0]], seed: 3)]) {
      $0[0].conv2d(weight: $0[1], bias: $0[2], stride: stride, padding: padding, groups: groups)
    }
  }

  /// Input channels, output channels, kernel, stride, groups, on images that take several blocks.
  @Test(arguments: [(32, 64, 3, 1, 2), (32, 32, 3, 2, 4), (24, 24, 3, 1, 24), (16, 48, 1, 1, 8)])
  func groupsAreConvolutionsOfTheirOwnChannels(
    _ inputs: Int, _ outputs: Int, _ kernelSize: Int, _ stride: Int, _ groups: Int
  ) throws {
    let (images, kernel) = (
      random([4, inputs, 40, 40]), random([outputs, inputs / groups, kernelSize, kernelSize], seed: 2)
    )
    func run(_ convolve: (Tensor, Tensor) -> Tensor) throws -> [Tensor] {
      let (x, weight) = (Parameter(images), Parameter(kernel))
      let y = convolve(x.value, weight.value)
      y.backward(seed: random(y.shape, seed: 3))
      return try [y.detached, #require(x.gradient), #require(weight.gradient)]
    }
    let grouped = try run { $0.conv2d(weight: $1, stride: stride, padding: kernelSize / 2, groups: groups) }
    let parts = try run { x, weight in
      let (perGroup, perKernel) = (inputs / groups, outputs / groups)
      return Tensor.concatenated(
        (0..<groups).map { group in
          x.slice(group * perGroup..<(group + 1) * perGroup, axis: 1).conv2d(
            weight: weight.slice(group * perKernel..<(group + 1) * perKernel, axis: 0), stride: stride,
            padding: kernelSize / 2)
        }, axis: 1)
    }
    for (one, other) in zip(grouped, parts) {
      let largest = other.absolute().max().scalar
      #expect((one - other).absolute().max().scalar < 1e-5 * largest)
    }
    let statistics = RunningStatistics(mean: random([outputs], seed: 4), variance: random([outputs], in: 0.5...2))
    let (scale, shift) = (random([outputs], in: 0.5...1.5), random([outputs], seed: 6))
    let fused = images.conv2d(
      weight: kernel, stride: stride, padding: kernelSize / 2, groups: groups, normalization: (scale, shift),
      statistics: statistics, epsilon: 1e-5, residual: nil, activation: .relu)
    let composed = parts[0].batchNorm(weight: scale, bias: shift, statistics: statistics, activation: .relu)
    #expect((fused - composed).absolute().max().scalar < 1e-4 * composed.max().scalar)
  }

  /// The outputs, and the gradients of input and kernel for `seed` or some numbers.
  private func convolved(
    _ input: Tensor, _ kernel: Tensor, stride: Int = 1, padding: Int, seed: Tensor? = nil
  ) throws -> (Tensor, Tensor, Tensor) {
    let (x, weight) = (Parameter(input), Parameter(kernel))
    let y = x.value.conv2d(weight: weight.value, stride: stride, padding: padding)
    y.backward(seed: seed ?? random(y.shape, seed: 3))
    return try (y.detached, #require(x.gradient), #require(weight.gradient))
  }

  /// Input, output channels, padding: sizes that minimal filtering serves, with tiles that do not fill the image, and
  /// smaller ones, whose pixels are too few for it.
  static let wideCases: [([Int], Int, Int)] = [
    ([2, 32, 6, 9], 64, 1), ([1, 64, 4, 4], 32, 1), ([3, 32, 3, 2], 32, 1), ([1, 32, 5, 5], 32, 0),
    ([2, 32, 5, 7], 32, 2), ([7, 64, 32, 32], 64, 1), ([2, 128, 16, 16], 160, 1), ([9, 512, 4, 4], 512, 1),
    ([2, 512, 4, 4], 512, 1), ([8, 288, 5, 4], 304, 1), ([8, 288, 5, 4], 320, 1),
    ([40, 256, 8, 8], 256, 1), ([5, 64, 4, 4], 32, 1), ([5, 32, 6, 6], 32, 0), ([3, 32, 9, 9], 32, 0),
  ]

  @Test(arguments: wideCases) func fastAlgorithmsAgreeWithTheGeneralOne(
    _ inputShape: [Int], _ outputChannels: Int, _ padding: Int
  ) throws {
    let input = random(inputShape)
    let bound = 1 / Float(inputShape[1] * 9).squareRoot()
    let kernel = random([outputChannels, inputShape[1], 3, 3], in: -bound...bound, seed: 2)
    // A row of zeros under the kernel makes it one that minimal filtering does not serve.
    let taller = Tensor.concatenated([kernel, Tensor(zeros: [outputChannels, inputShape[1], 1, 3])], axis: 2)
    let below = Tensor(zeros: [inputShape[0], inputShape[1], 1, inputShape[3]])
    let fast = try convolved(input, kernel, padding: padding)
    let slow = try convolved(Tensor.concatenated([input, below], axis: 2), taller, padding: padding)
    let loose = Fixtures.Tolerance(absolute: 1e-5, relative: 1e-5)
    expectMatches(fast.0, slow.0, tolerance: loose, named: "outputs")
    expectMatches(fast.1, slow.1.slice(0..<inputShape[2], axis: 2), tolerance: loose, named: "input gradient")
    let scale = slow.2.absolute().max().scalar
    expectMatches(
      fast.2, slow.2.slice(0..<3, axis: 2), tolerance: Fixtures.Tolerance(absolute: 1e-5 * Double(scale), relative: 0),
      named: "weight gradient")
  }

  /// Input, output channels, kernel size, stride: few channels in wide rows.
  static let wideRows: [([Int], Int, Int, Int)] = [
    ([3, 3, 40, 38], 64, 7, 2), ([2, 1, 20, 17], 24, 3, 1), ([1, 4, 35, 33], 33, 5, 2), ([20, 3, 33, 64], 32, 3, 3),
    ([1, 2, 20, 66], 16, 3, 4), ([1, 1, 9, 700], 8, 3, 1),
  ]

  /// Columns of zeros to the right of the kernel make its patches too long for the way of few channels.
  @Test(arguments: wideRows) func fewChannelsAgreeWithTheGeneralAlgorithm(
    _ shape: [Int], _ outputs: Int, _ kernelSize: Int, _ stride: Int
  ) throws {
    let (input, padding) = (random(shape), kernelSize / 2)
    let bound = 1 / Float(shape[1] * kernelSize * kernelSize).squareRoot()
    let kernel = random([outputs, shape[1], kernelSize, kernelSize], in: -bound...bound, seed: 2)
    let excess = 256 / (shape[1] * kernelSize) + 1
    let wider = Tensor.concatenated([kernel, Tensor(zeros: [outputs, shape[1], kernelSize, excess])], axis: 3)
    let right = Tensor(zeros: [shape[0], shape[1], shape[2], excess])
    let few = try convolved(input, kernel, stride: stride, padding: padding)
    let general = try convolved(Tensor.concatenated([input, right], axis: 3), wider, stride: stride, padding: padding)
    let close = Fixtures.Tolerance(absolute: 1e-5, relative: 1e-5)
    expectMatches(few.0, general.0, tolerance: close, named: "outputs")
    expectMatches(few.1, general.1.slice(0..<shape[3], axis: 3), tolerance: close, named: "input gradient")
    let scale = Double(general.2.absolute().max().scalar)
    expectMatches(
      few.2, general.2.slice(0..<kernelSize, axis: 3),
      tolerance: Fixtures.Tolerance(absolute: 1e-5 * scale, relative: 0), named: "weight gradient")
  }

  /// Input, output channels, kernel size, stride: one image alone has few pixels, the batch has many.
  static let batches: [([Int], Int, Int, Int)] = [
    ([8, 32, 8, 8], 48, 3, 2), ([8, 32, 4, 4], 64, 3, 1), ([8, 20, 6, 6], 24, 1, 2), ([5, 7, 9, 8], 10, 5, 2),
  ]

  @Test(arguments: batches) func aBatchIsConvolvedAsItsImagesAlone(
    _ shape: [Int], _ outputs: Int, _ kernelSize: Int, _ stride: Int
  ) throws {
    let kernel = random([outputs, shape[1], kernelSize, kernelSize], in: -0.1...0.1, seed: 2)
    func run(_ images: Tensor, _ seed: Tensor?) throws -> (Tensor, Tensor, Tensor) {
      try convolved(images, kernel, stride: stride, padding: kernelSize / 2, seed: seed)
    }
    let images = random(shape)
    let whole = try run(images, nil)
    let seed = random(whole.0.shape, seed: 3)
    let alone = try (0..<shape[0]).map { image in
      try run(images.slice(image..<(image + 1), axis: 0), seed.slice(image..<(image + 1), axis: 0))
    }
    let close = Fixtures.Tolerance(absolute: 1e-5, relative: 1e-5)
    expectMatches(Tensor.concatenated(alone.map(\.0), axis: 0), whole.0, tolerance: close, named: "outputs")
    expectMatches(Tensor.concatenated(alone.map(\.1), axis: 0), whole.1, tolerance: close, named: "input gradient")
    let sum = alone.dropFirst().reduce(alone[0].2) { $0 + $1.2 }
    expectMatches(sum, whole.2, tolerance: Fixtures.Tolerance(absolute: 5e-5, relative: 1e-5), named: "weight gradient")
  }

  /// Blocks of rows that do not divide evenly among the segments that sums are gathered in.
  @Test(arguments: [(1, 3), (5, 3), (26, 3), (1, 6), (5, 6), (26, 6)])
  func theWeightGradientIsTheSumOverImages(_ images: Int, _ channels: Int) throws {
    func gradient(_ input: Tensor, _ seed: Tensor) throws -> Tensor {
      let weight = Parameter(Tensor(zeros: [64, channels, 7, 7]))
      input.conv2d(weight: weight.value, stride: 2, padding: 3).backward(seed: seed)
      return try #require(weight.gradient)
    }
    let (input, seed) = (random([images, channels, 30, 32]), random([images, 64, 15, 16], seed: 2))
    var sum = Tensor(zeros: [64, channels, 7, 7])
    for image in 0..<images {
      sum = try sum + gradient(input.slice(image..<(image + 1), axis: 0), seed.slice(image..<(image + 1), axis: 0))
    }
    // Sums of thousands of terms, in another order.
    let loose = Fixtures.Tolerance(absolute: 5e-4, relative: 1e-5)
    expectMatches(try gradient(input, seed), sum, tolerance: loose, named: "weight gradient")
  }

  /// Every way to convolve, and sizes at which the ways order their work differently.
  static let reused: [([Int], Int)] = [
    ([1, 24, 4, 4], 3), ([2, 20, 9, 8], 5), ([3, 64, 24, 24], 3), ([9, 256, 16, 16], 3), ([8, 256, 8, 8], 3),
    ([1, 256, 6, 6], 3), ([2, 3, 12, 20], 5),
  ]

  /// A convolution adds to what other uses of its input have given, in memory that nobody else sees.
  @Test(arguments: reused) func gradientsOfSeveralUsesAddUp(_ shape: [Int], _ kernelSize: Int) throws {
    let bound = 1 / Float(shape[1] * kernelSize * kernelSize).squareRoot()
    let kernel = random([shape[1], shape[1], kernelSize, kernelSize], in: -bound...bound, seed: 2)
    // In the convolution's layout, so that no conversion stands between it and the other uses.
    let image = random(shape).converted(to: .channelsLast)
    let kept = random(shape, seed: 3)
    let seed = kept.converted(to: .channelsLast)
    func convolve(_ x: Tensor) -> Tensor { x.conv2d(weight: kernel, padding: kernelSize / 2) }
    func gradient(_ body: (Tensor) -> Tensor) throws -> Tensor {
      let x = Parameter(image)
      body(x.value).backward(seed: seed)
      return try #require(x.gradient)
    }
    let alone = try gradient(convolve)
    let other = Parameter(image)
    let close = Fixtures.Tolerance(absolute: 1e-5, relative: 1e-5)
    // The seed is the gradient of both terms, and of `other`: it is shared when the convolution comes to add to it.
    let shared = try gradient { convolve($0) + ($0 + other.value) }
    expectMatches(shared, alone + kept, tolerance: close, named: "shared")
    #expect(other.gradient == kept)
    let several = try gradient { convolve($0) + $0 * 3 + convolve($0) }
    expectMatches(several, alone * 2 + kept * 3, tolerance: close, named: "several")
    #expect(seed == kept)
  }

  @Test(arguments: [3, 64, 512]) func anEmptyBatchGivesAnEmptyResult(_ channels: Int) {
    let weight = Parameter(random([64, channels, 3, 3]))
    let input = Parameter(Tensor(zeros: [0, channels, 8, 8]))
    let y = input.value.conv2d(weight: weight.value, padding: 1)
    #expect(y.shape == [0, 64, 8, 8])
    y.sum().backward()
    #expect(weight.gradient == Tensor(zeros: [64, channels, 3, 3]))
    #expect(input.gradient?.shape == [0, channels, 8, 8])
  }

  @Test func aConvolutionOfNothingIsZero() {
    #expect(
      Tensor(zeros: [1, 0, 5, 5]).conv2d(weight: Tensor(zeros: [4, 0, 3, 3])) == Tensor(zeros: [1, 4, 3, 3]))
    #expect(
      Tensor(zeros: [2, 0, 10, 20]).conv2d(weight: Tensor(zeros: [32, 0, 3, 3]), padding: 1)
        == Tensor(zeros: [2, 32, 10, 20]))
    #expect(Tensor(ones: [2, 32, 10, 20]).conv2d(weight: Tensor(zeros: [0, 32, 3, 3])).shape == [2, 0, 8, 18])
  }

  @Test func misfittingShapesArePrinted() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor(zeros: [1, 3, 8, 8]).conv2d(weight: Tensor(zeros: [4, 2, 3, 3]))
    }
    #expect(text(result).contains("an input of shape [1, 3, 8, 8] does not fit a weight of [4, 2, 3, 3] in 1 group(s)"))
  }
}
