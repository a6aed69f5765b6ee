import Foundation
import Tensors
import Testing

@Suite("Slices with steps, and masks")
struct SteppingTests {
  private let x = Tensor((0..<6).map(Float.init))

  /// Expected entries are Python's for the same slices of range(6).
  @Test(
    "A stepped slice agrees with Python's",
    arguments: [
      (nil, nil, 2, [0, 2, 4]), (1, nil, 2, [1, 3, 5]), (nil, nil, -1, [5, 4, 3, 2, 1, 0]), (4, 0, -2, [4, 2]),
      (-2, nil, 1, [4, 5]), (nil, -2, 3, [0, 3]), (-1, -4, -1, [5, 4, 3]), (10, nil, -3, [5, 2]), (2, 2, 1, []),
      (4, 1, 1, []), (-10, 10, 4, [0, 4]), (nil, -10, -4, [5, 1]),
    ] as [(Int?, Int?, Int, [Float])])
  func steps(start: Int?, end: Int?, step: Int, expected: [Float]) {
    #expect(x.strided(from: start, to: end, by: step).scalars == expected)
  }

  @Test("Steps go along one axis, and gradients flow back to the positions that numbers came from")
  func axes() {
    let matrix = Parameter(Tensor(rows: [[1, 2, 3], [4, 5, 6]]))
    let slice = matrix.value.strided(by: 2, axis: 1)
    #expect(slice.shape == [2, 2] && slice.scalars == [1, 3, 4, 6])
    slice.backward(seed: Tensor(rows: [[1, 2], [3, 4]]))
    #expect(matrix.gradient?.scalars == [1, 0, 2, 3, 0, 4])
    #expect(matrix.value.reversed(axis: -1).scalars == [3, 2, 1, 6, 5, 4])
  }

  @Test("Negative bounds of ranges count from the end")
  func negativeBounds() {
    #expect(x[(-3)...].scalars == [3, 4, 5])
    #expect(x[..<(-1)].scalars == [0, 1, 2, 3, 4])
    #expect(x[(-4)..<(-2)].scalars == [2, 3])
    var y = x
    y[(-2)...] = Tensor(9)
    #expect(y.scalars == [0, 1, 2, 3, 9, 9])
  }

  @Test("A mask picks numbers in order, and gradients go back to them")
  func masks() {
    let matrix = Parameter(Tensor(rows: [[1, -2], [-3, 4]]))
    let picked = matrix.value[mask: matrix.value.isGreater(than: 0)]
    #expect(picked.scalars == [1, 4])
    picked.backward(seed: Tensor([5, 6]))
    #expect(matrix.gradient?.scalars == [5, 0, 0, 6])
  }

  @Test("Masked numbers are replaced by one or by as many, and gradients flow to both")
  func replacing() {
    let (own, new) = (Parameter(Tensor([1, -2, -3, 4])), Parameter(Tensor([7, 8])))
    var y = own.value
    y[mask: y.isLess(than: 0)] = new.value
    #expect(y.scalars == [1, 7, 8, 4])
    y.backward(seed: Tensor([1, 2, 3, 4]))
    #expect(own.gradient?.scalars == [1, 0, 0, 4] && new.gradient?.scalars == [2, 3])
    var z = Tensor([1, -2, -3, 4])
    z[mask: z.isLess(than: 0)] = Tensor(0)
    #expect(z.scalars == [1, 0, 0, 4])
  }

  @Test("A mask that broadcasts fills, and truths select rows")
  func filling() {
    let matrix = Tensor(rows: [[1, 2], [3, 4]])
    #expect(matrix.filled(where: Tensor(rows: [[1], [0]]), with: -1).scalars == [-1, -1, 3, 4])
    #expect(matrix.selecting(where: [false, true]).scalars == [3, 4])
    #expect(matrix.selecting(where: [false, true], axis: 1).scalars == [2, 4])
  }
}
