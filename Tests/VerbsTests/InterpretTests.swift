import Etude
import Testing

@Suite struct InterpretTests {
  @Test func interpretationsArePlotted() throws {
    let interp = try ClassificationInterpretation(
      outputs: Tensor(shape: [3, 2], scalars: [5, 0, 0, 5, 5, 0]), targets: [0, 1, 1], classNames: ["A3", "B3"])
    let matrix = interp.plotConfusionMatrix()
    #expect(matrix.mimeBundle.text(.plainText)?.contains("B3 as A3 (1)") == true)
    #expect(throws: LearningError.self) { try interp.plotTopLosses(count: 2) }
    for figure in [interp.plotMostConfused(), interp.plotScores()] { _ = figure.mimeBundle }
    let none = interp.plotMostConfused(minimum: 2)
    #expect(none.mimeBundle.text(.plainText)?.contains("Most confused: none") == true)
    #expect(interp.report().description.hasPrefix("class"))
  }
}
