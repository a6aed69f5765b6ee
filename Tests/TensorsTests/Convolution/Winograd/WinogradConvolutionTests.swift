import Tensors
import TestSupport
import Testing

@Suite("Winograd convolutions")
struct WinogradConvolutionTests {
  /// Input, output channels, padding: sizes for minimal filtering, with tiles that do not fill the image, and smaller
  /// ones, whose pixels are too few for it.
  static let wideCases: [([Int], Int, Int)] = [
    ([2, 32, 6, 9], 64, 1), ([1, 64, 4, 4], 32, 1), ([3, 32, 3, 2], 32, 1), ([1, 32, 5, 5], 32, 0),
    ([2, 32, 5, 7], 32, 2), ([7, 64, 32, 32], 64, 1), ([2, 128, 16, 16], 160, 1), ([9, 512, 4, 4], 512, 1),
    ([2, 512, 4, 4], 512, 1), ([8, 288, 5, 4], 304, 1), ([8, 288, 5, 4], 320, 1),
    ([40, 256, 8, 8], 256, 1), ([5, 64, 4, 4], 32, 1), ([5, 32, 6, 6], 32, 0), ([3, 32, 9, 9], 32, 0),
  ]

  @Test("The algorithms for 3 × 3 kernels agree with the general one", arguments: wideCases)
  func fastAlgorithmsAgreeWithTheGeneralOne(
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
    let loose = Tolerance(absolute: 1e-5, relative: 1e-5)
    expectMatches(fast.0, slow.0, tolerance: loose, named: "outputs")
    expectMatches(fast.1, slow.1.slice(0..<inputShape[2], axis: 2), tolerance: loose, named: "input gradient")
    let scale = slow.2.absolute().max().scalar
    expectMatches(
      fast.2, slow.2.slice(0..<3, axis: 2), tolerance: Tolerance(absolute: 1e-5 * Double(scale), relative: 0),
      named: "weight gradient")
  }
}
