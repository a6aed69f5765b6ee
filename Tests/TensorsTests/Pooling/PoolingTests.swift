import Tensors
import TestSupport
import Testing

@Suite("Pooling")
struct PoolingTests {
  @Test("Max pooling and its gradient agree with PyTorch")
  func maxPoolingAgreesWithTorch() throws {
    let x = Parameter(try Fixtures.tensor("layers/maxpool.x"))
    let y = x.value.maxPool2d(kernelSize: 3, stride: 2, padding: 1)
    try expectMatches(y, fixture: "layers/maxpool.y")
    y.backward(seed: try Fixtures.tensor("layers/maxpool.dy"))
    try expectMatches(try #require(x.gradient), fixture: "layers/maxpool.dx")
  }

  @Test("Concatenated pooling and its gradient agree with fastai")
  func concatenatedPoolingAgreesWithFastai() throws {
    let x = Parameter(try Fixtures.tensor("layers/concatpool.x"))
    let y = Tensor.concatenated([x.value.adaptiveMaxPool2d(), x.value.adaptiveAvgPool2d()], axis: 1)
    let expected = try Fixtures.tensor("layers/concatpool.y")
    try expectMatches(y.reshaped(to: expected.shape), fixture: "layers/concatpool.y")
    y.backward(seed: try Fixtures.tensor("layers/concatpool.dy").reshaped(to: y.shape))
    try expectMatches(try #require(x.gradient), fixture: "layers/concatpool.dx")
  }

  @Test("Average pooling counts the padding")
  func averagesCountPadding() {
    #expect(image.avgPool2d(kernelSize: 2, stride: 1).scalars == [3, 4])
    #expect(image.avgPool2d(kernelSize: 2, stride: 2, padding: 1).scalars == [0.25, 1.25, 1, 2.75])
  }

  @Test("The cells of adaptive pooling cover the image")
  func adaptiveCellsCoverTheImage() {
    #expect(image.adaptiveAvgPool2d(outputSize: 2).scalars == [1.5, 2.5, 4.5, 5.5])
    #expect(image.adaptiveMaxPool2d().scalars == [6])
  }

  @Test("The gradients of pooling agree with differences")
  func poolingHasGradients() {
    let x = random([2, 3, 5, 4])
    expectGradients([x], step: 1e-3) { $0[0].maxPool2d(kernelSize: 3, stride: 2, padding: 1) }
    expectGradients([x]) { $0[0].avgPool2d(kernelSize: 3, stride: 2, padding: 1) }
    expectGradients([x], step: 1e-3) { $0[0].adaptiveMaxPool2d(outputSize: 2) }
    expectGradients([x]) { $0[0].adaptiveAvgPool2d(outputSize: 3) }
  }

  @Test("Images without rows stop with their shape")
  func imagesWithoutRowsStop() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor(zeros: [1, 64, 0, 4]).maxPool2d(kernelSize: 2, padding: 1)
    }
    #expect(
      errorText(of: result).contains("pooling needs images, [N, C, H, W] with a height and a width, not [1, 64, 0, 4]"))
  }

  private let image = Tensor(shape: [1, 1, 2, 3], scalars: [1, 2, 3, 4, 5, 6])
}
