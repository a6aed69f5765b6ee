import Etude
import Testing

@Suite("Plots of an interpretation")
struct InterpretTests {
  @Test("A confusion matrix names the confusions")
  func confusionMatrix() throws {
    let interp = try interpretation()
    let matrix = interp.plotConfusionMatrix()
    #expect(matrix.mimeBundle.text(.plainText)?.contains("B3 as A3 (1)") == true)
  }

  @Test("An interpretation without images has no plot of top losses")
  func topLosses() throws {
    let interp = try interpretation()
    #expect(throws: LearningError.self) { try interp.plotTopLosses(count: 2) }
  }

  @Test("The most confused classes and the scores are plotted")
  func confusedAndScores() throws {
    let interp = try interpretation()
    for figure in [interp.plotMostConfused(), interp.plotScores()] { #expect(figure.mimeBundle[.png] != nil) }
  }

  @Test("A plot of no confusions says that there are none")
  func noConfusions() throws {
    let interp = try interpretation()
    let none = interp.plotMostConfused(minimum: 2)
    #expect(none.mimeBundle.text(.plainText)?.contains("Most confused: none") == true)
  }

  @Test("The report is a table of classes")
  func report() throws {
    let interp = try interpretation()
    #expect(interp.report().description.hasPrefix("class"))
  }

  /// Three items of two classes, one of which is taken for the other.
  private func interpretation() throws -> ClassificationInterpretation {
    try ClassificationInterpretation(
      outputs: Tensor(shape: [3, 2], scalars: [5, 0, 0, 5, 5, 0]), targets: [0, 1, 1], classNames: ["A3", "B3"])
  }
}
