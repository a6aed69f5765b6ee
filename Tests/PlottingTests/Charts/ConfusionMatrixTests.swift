import Display
import Plotting
import Tensors
import TestSupport
import Testing

@Suite("Confusion matrices")
struct ConfusionMatrixTests {
  @Test("The numbers of a confusion matrix are 9 pixels high or more", arguments: [2, 7, 12, 25, 40])
  func confusionSize(count: Int) throws {
    let counts = Tensor(shape: [count, count], scalars: [Float](repeating: 100, count: count * count))
    let figure = plotConfusionMatrix(counts, classes: (0..<count).map { "class \($0)" })
    let plot = try #require(try figure.geometry().first)
    let cell = plot.width * figure.width * 96 / Double(count)
    // "100" is 1.91 times as wide as its letters are high, and takes 78 % of the cell.
    #expect(cell * 0.78 / 1.91 >= 9 - 0.6, "cells of \(cell) pixels")
    #expect(figure.width <= 12)
    #expect(abs(plot.width * figure.width - plot.height * figure.height) < 0.05)
  }

  @Test("The fractions of a confusion matrix of 40 classes are 9 pixels high too")
  func normalizedSize() throws {
    let counts = Tensor(shape: [40, 40], scalars: (0..<1600).map { Float($0 % 7) })
    let figure = plotConfusionMatrix(counts, classes: (0..<40).map { "class \($0)" }, isNormalized: true)
    let plot = try #require(try figure.geometry().first)
    // ".07" is 1.6 times as wide as its letters are high.
    #expect(plot.width * figure.width * 96 / 40 * 0.78 / 1.6 >= 9 - 0.6)
  }

  @Test("A confusion matrix says which mistakes there are, the most frequent first")
  func confusionWords() {
    let counts = Tensor(shape: [3, 3], scalars: [5, 1, 0, 0, 6, 0, 3, 0, 4])
    let words = plotConfusionMatrix(counts, classes: ["A3", "B3", "C3"]).mimeBundle.metadata.alternativeText
    #expect(words == "Confusion matrix of 3 classes, actual predicted as: C3 as A3 (3), A3 as B3 (1).")
  }

  @Test("The rows of a confusion matrix are the actual classes, from the top")
  func confusionOrientation() throws {
    let plot = try #require(
      try plotConfusionMatrix(Tensor(shape: [2, 2], scalars: [1, 2, 3, 4]), classes: ["a", "b"]).geometry().first)
    #expect([plot.x.label, plot.y.label] == ["Predicted", "Actual"])
    #expect(plot.colorMap == .blues && plot.colorRange == 0...4)
  }

  @Test("Counts of another number of classes stop with both shapes")
  func countsOfOtherClassesStop() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = plotConfusionMatrix(Tensor(zeros: [2, 2]), classes: ["A"])
    }
    #expect(errorText(of: result).contains("1 classes need counts of [1, 1], not [2, 2]"))
  }
}
