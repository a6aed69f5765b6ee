import Tensors
import TestSupport
import Testing

@Suite("Descriptions of tensors")
struct TensorDescriptionTests {
  @Test("A tensor prints its shape and scalars")
  func printsItsShapeAndScalars() {
    #expect("\(Tensor(1.5))" == "1.5")
    #expect("\(Tensor(shape: [2, 2], scalars: [1, 2.25, -3, .nan]))" == "Tensor[2, 2]\n[[1, 2.25],\n [-3, nan]]")
    #expect("\(Tensor(-Float.nan))" == "nan")
    #expect("\(Tensor(ones: [20]))" == "Tensor[20] [1, 1, 1, …, 1, 1, 1]")
  }
}
