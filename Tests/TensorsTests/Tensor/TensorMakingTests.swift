import Tensors
import TestSupport
import Testing

@Suite("Ways to create a tensor")
struct TensorMakingTests {
  @Test("Rows make a matrix")
  func rowsMakeAMatrix() {
    #expect(Tensor(rows: [[1, 2, 3], [4, 5, 6]]) == Tensor(shape: [2, 3], scalars: [1, 2, 3, 4, 5, 6]))
  }

  @Test("A range or a list makes a vector")
  func rangesAndListsMakeAVector() {
    #expect(Tensor(2..<5).scalars == [2, 3, 4] && Tensor([]).shape == [0])
  }

  @Test("Equal steps include both ends")
  func equalStepsIncludeBothEnds() {
    #expect(Tensor(from: -1, through: 1, count: 5).scalars == [-1, -0.5, 0, 0.5, 1])
  }

  @Test("The identity has ones on its diagonal")
  func identityHasOnesOnItsDiagonal() {
    #expect(Tensor(identity: 2).scalars == [1, 0, 0, 1])
  }

  @Test("Labels make one-hot rows")
  func labelsMakeOneHotRows() {
    #expect(Tensor(oneHot: [2, 0], classCount: 3) == Tensor(rows: [[0, 0, 1], [1, 0, 0]]))
  }
}
