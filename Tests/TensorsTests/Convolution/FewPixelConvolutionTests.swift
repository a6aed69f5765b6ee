import Tensors
import TestSupport
import Testing

@Suite("Convolutions of few pixels")
struct FewPixelConvolutionTests {
  /// Input and output channels, kernel size, stride: one image has few pixels, the batch has many.
  static let batches: [([Int], Int, Int, Int)] = [
    ([8, 32, 8, 8], 48, 3, 2), ([8, 32, 4, 4], 64, 3, 1), ([8, 20, 6, 6], 24, 1, 2), ([5, 7, 9, 8], 10, 5, 2),
  ]

  @Test("A batch gives the same results as its images one by one", arguments: batches)
  func aBatchIsConvolvedAsItsImagesAlone(
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
    let close = Tolerance(absolute: 1e-5, relative: 1e-5)
    expectMatches(Tensor.concatenated(alone.map(\.0), axis: 0), whole.0, tolerance: close, named: "outputs")
    expectMatches(Tensor.concatenated(alone.map(\.1), axis: 0), whole.1, tolerance: close, named: "input gradient")
    let sum = alone.dropFirst().reduce(alone[0].2) { $0 + $1.2 }
    expectMatches(sum, whole.2, tolerance: Tolerance(absolute: 5e-5, relative: 1e-5), named: "weight gradient")
  }
}
