import Tensors
import TestSupport
import Testing

@Suite("Gradients of patch convolutions")
struct PatchConvolutionTests {
  /// Blocks of rows that do not divide evenly among the segments that sums are gathered in.
  @Test(
    "The gradient of the weight is the sum over the images",
    arguments: [(1, 3), (5, 3), (26, 3), (1, 6), (5, 6), (26, 6)])
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
    let loose = Tolerance(absolute: 5e-4, relative: 1e-5)
    expectMatches(try gradient(input, seed), sum, tolerance: loose, named: "weight gradient")
  }

  /// Every way to convolve, and sizes for which the algorithms order their work differently.
  static let reused: [([Int], Int)] = [
    ([1, 24, 4, 4], 3), ([2, 20, 9, 8], 5), ([3, 64, 24, 24], 3), ([9, 256, 16, 16], 3), ([8, 256, 8, 8], 3),
    ([1, 256, 6, 6], 3), ([2, 3, 12, 20], 5),
  ]

  /// A convolution adds to the gradients of other uses of its input, in memory that is not shared.
  @Test("The gradients of several uses of an input add up", arguments: reused)
  func gradientsOfSeveralUsesAddUp(_ shape: [Int], _ kernelSize: Int) throws {
    let bound = 1 / Float(shape[1] * kernelSize * kernelSize).squareRoot()
    let kernel = random([shape[1], shape[1], kernelSize, kernelSize], in: -bound...bound, seed: 2)
    // In the convolution's layout, so no conversion is between it and the other uses.
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
    let close = Tolerance(absolute: 1e-5, relative: 1e-5)
    // The seed is the gradient of both terms, and of `other`: it is shared when the convolution comes to add to it.
    let shared = try gradient { convolve($0) + ($0 + other.value) }
    expectMatches(shared, alone + kept, tolerance: close, named: "shared")
    #expect(other.gradient == kept)
    let several = try gradient { convolve($0) + $0 * 3 + convolve($0) }
    expectMatches(several, alone * 2 + kept * 3, tolerance: close, named: "several")
    #expect(seed == kept)
  }
}
