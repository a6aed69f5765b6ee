import Display
import Images
import Plotting
import Tensors
import Testing

@Suite("Charts of learning")
struct ChartTests {
  @Test("confusion matrices keep their numbers at 9 pixels or more", arguments: [2, 7, 12, 25, 40])
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

  @Test("shares among 40 classes keep 9 pixels too")
  func normalizedSize() throws {
    let counts = Tensor(shape: [40, 40], scalars: (0..<1600).map { Float($0 % 7) })
    let figure = plotConfusionMatrix(counts, classes: (0..<40).map { "class \($0)" }, isNormalized: true)
    let plot = try #require(try figure.geometry().first)
    // ".07" is 1.6 times as wide as its letters are high.
    #expect(plot.width * figure.width * 96 / 40 * 0.78 / 1.6 >= 9 - 0.6)
  }

  @Test("a confusion matrix says which mistakes there are, the most frequent first")
  func confusionWords() {
    let counts = Tensor(shape: [3, 3], scalars: [5, 1, 0, 0, 6, 0, 3, 0, 4])
    let words = plotConfusionMatrix(counts, classes: ["A3", "B3", "C3"]).mimeBundle.metadata.alternativeText
    #expect(words == "Confusion matrix of 3 classes, actual taken for predicted: C3 as A3 (3), A3 as B3 (1).")
  }

  @Test("rows are the actual classes, from the top")
  func confusionOrientation() throws {
    let plot = try #require(
      try plotConfusionMatrix(Tensor(shape: [2, 2], scalars: [1, 2, 3, 4]), classes: ["a", "b"]).geometry().first)
    #expect([plot.x.label, plot.y.label] == ["Predicted", "Actual"])
    #expect(plot.colorMap == .blues && plot.colorRange == 0...4)
  }

  @Test("nine pictures make three rows, four with one row stay in it")
  func pictures() throws {
    let picture = Picture(Image(width: 2, height: 2, filledWith: [1, 2, 3]), title: "A3")
    #expect(try rowsAndColumns([Picture](repeating: picture, count: 9)) == [3, 3])
    #expect(try rowsAndColumns([Picture](repeating: picture, count: 4), rows: 1) == [1, 4])
    #expect(try rowsAndColumns([Picture](repeating: picture, count: 7), columns: 3) == [3, 3])
    #expect(showPictures([picture], title: "Batch").mimeBundle.metadata.alternativeText == "Batch: 1 picture: A3.")
  }

  @Test("the finder's curve leaves out its last five points, on a logarithmic axis")
  func finder() throws {
    let rates = (0..<20).map { Double($0 + 1) }
    let plot = try #require(try plotLearningRateFinder(rates: rates, losses: rates).geometry().first)
    #expect(plot.x.scale == .log && plot.x.label == "Learning Rate" && plot.y.label == "Loss")
    #expect(plot.y.limits.upperBound < 16)
  }

  @Test("the loss curve begins after five steps")
  func loss() throws {
    let losses = (0..<50).map { 50 - Double($0) }
    let plot = try #require(try plotLoss(training: losses, validation: [30, 10]).geometry().first)
    #expect(plot.x.label == "steps" && plot.y.label == "loss")
    #expect(plot.x.limits.lowerBound > 2 && plot.y.limits.upperBound < 49)
    // Where there are no more than five, they are all there is to see.
    let short = try #require(try plotLoss(training: [3, 2, 1], validation: [2]).geometry().first)
    #expect(short.x.limits.contains(0) && short.y.limits.contains(3))
  }

  private func rowsAndColumns(_ pictures: [Picture], rows: Int? = nil, columns: Int? = nil) throws -> [Int] {
    let plots = try showPictures(pictures, rows: rows, columns: columns).geometry()
    return [Set(plots.map { ($0.bottom * 50).rounded() }).count, Set(plots.map { ($0.left * 50).rounded() }).count]
  }
}
