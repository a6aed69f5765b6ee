import Tensors
import TestSupport
import Testing

@Suite("Convolutions of few channels")
struct FewChannelConvolutionTests {
  /// Input, output channels, kernel size, stride: few channels in wide rows.
  static let wideRows: [([Int], Int, Int, Int)] = [
    ([3, 3, 40, 38], 64, 7, 2), ([2, 1, 20, 17], 24, 3, 1), ([1, 4, 35, 33], 33, 5, 2), ([20, 3, 33, 64], 32, 3, 3),
    ([1, 2, 20, 66], 16, 3, 4), ([1, 1, 9, 700], 8, 3, 1),
  ]

  /// Columns of zeros to the right of the kernel make its patches too long for the way of few channels.
  @Test("The algorithm for few channels agrees with the general one", arguments: wideRows)
  func fewChannelsAgreeWithTheGeneralAlgorithm(
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
    let close = Tolerance(absolute: 1e-5, relative: 1e-5)
    expectMatches(few.0, general.0, tolerance: close, named: "outputs")
    expectMatches(few.1, general.1.slice(0..<shape[3], axis: 3), tolerance: close, named: "input gradient")
    let scale = Double(general.2.absolute().max().scalar)
    expectMatches(
      few.2, general.2.slice(0..<kernelSize, axis: 3),
      tolerance: Tolerance(absolute: 1e-5 * scale, relative: 0), named: "weight gradient")
  }
}
