import TestSupport
import Foundation
import Learning
import Networks
import Tensors
import Testing

@Suite("Interpretation of a classifier")
struct InterpretationTests {
  private struct Case: Decodable {
    let vocab: [String]
    let valid_logits: [[Float]]
    let valid_targets: [Int]
    let preds: [[Double]]
    let decoded: [Int]
    let losses: [Double]
    let top_losses: [Double]
    let top_indices: [Int]
    let confusion: [[Float]]
    let most_confused: [Row]
    let most_confused_min2: [Row]
    let plot_top_losses_titles: [String]
    let validate: [Double]
  }

  private struct Row: Decodable {
    let confusion: [String]

    init(from decoder: any Decoder) throws {
      var row = try decoder.unkeyedContainer()
      let names = [try row.decode(String.self), try row.decode(String.self)]
      confusion = names + ["\(try row.decode(Int.self))"]
    }
  }

  @Test("Probabilities, losses and predictions agree with fastai's")
  func predictionsAreThoseOfFastai() throws {
    let (interp, expected) = try interpretation()
    try expectNear(interp.probabilities.scalars, expected.preds.joined())
    try expectNear(interp.losses, expected.losses)
    #expect(interp.predictions == expected.decoded)
  }

  @Test("Items of the largest losses agree with fastai's")
  func topLossesAreThoseOfFastai() throws {
    let (interp, expected) = try interpretation()
    let top = interp.topLosses(count: expected.top_losses.count)
    try expectNear(top.map(\.loss), expected.top_losses)
    #expect(top.map(\.index) == expected.top_indices)
    #expect(top.prefix(4).map(\.description) == expected.plot_top_losses_titles)
  }

  @Test("Confusions agree with fastai's")
  func confusionsAreThoseOfFastai() throws {
    let (interp, expected) = try interpretation()
    #expect(interp.confusionMatrix().scalars == Array(expected.confusion.joined()))
    func rows(_ confusions: [Confusion]) -> [[String]] {
      confusions.map { [$0.actual, $0.predicted, "\($0.count)"] }
    }
    #expect(rows(interp.mostConfused()) == expected.most_confused.map(\.confusion))
    #expect(rows(interp.mostConfused(minimum: 2)) == expected.most_confused_min2.map(\.confusion))
  }

  @Test("The accuracy agrees with fastai's error rate")
  func accuracyIsThatOfFastai() throws {
    let (interp, expected) = try interpretation()
    #expect(abs(1 - interp.accuracy - expected.validate[1]) < 1e-6)
  }

  @Test("Rows of a normalised confusion matrix sum to one, or to zero")
  func normalizedRowsSumToOneOrNothing() throws {
    let interp = try ClassificationInterpretation(
      outputs: Tensor(shape: [3, 3], scalars: [5, 0, 0, 0, 5, 0, 5, 0, 0]), targets: [0, 0, 1],
      classNames: ["A", "B", "C"])
    #expect(interp.confusionMatrix(isNormalized: true).scalars == [0.5, 0.5, 0, 1, 0, 0, 0, 0, 0])
  }

  @Test("Confusions and losses are listed in order")
  func listsAreInOrder() throws {
    let interp = try ClassificationInterpretation(
      outputs: Tensor(shape: [3, 3], scalars: [5, 0, 0, 0, 5, 0, 5, 0, 0]), targets: [0, 0, 1],
      classNames: ["A", "B", "C"])
    #expect(interp.mostConfused().map(\.description) == ["A predicted as B: 1", "B predicted as A: 1"])
    #expect(interp.topLosses(count: 1, isLargest: false).first?.index == 0)
  }

  @Test("Scores of a report follow their definitions")
  func reportFollowsItsDefinitions() {
    // Of class 0: two found, one missed, one said in error; class 2 never occurs.
    let report = ClassificationReport(
      predictions: [0, 0, 1, 0, 1], targets: [0, 0, 0, 1, 1], classNames: ["A", "B", "C"])
    #expect(report.accuracy == 0.6)
    #expect(report["A"]?.precision == 2.0 / 3 && report["A"]?.recall == 2.0 / 3 && report["A"]?.f1 == 2.0 / 3)
    #expect(report["B"]?.precision == 0.5 && report["B"]?.recall == 0.5 && report["B"]?.support == 2)
    #expect(report["C"]?.precision == 0 && report["C"]?.f1 == 0 && report["D"] == nil)
    #expect(abs(report.macroAverage.recall - (2.0 / 3 + 0.5) / 3) < 1e-12)
    #expect(abs(report.weightedAverage.recall - 0.6) < 1e-12)
    #expect(report.rows[0] == ["A", "0.667", "0.667", "0.667", "3"])
    #expect(report.rows[3] == ["accuracy", "", "", "0.600", "5"])
  }

  @Test("Outputs that do not fit the names of the classes are refused")
  func outputsMustFitTheNames() {
    #expect(
      message {
        try ClassificationInterpretation(
          outputs: Tensor(zeros: [2, 3]), targets: [0, 1], classNames: ["A", "B"])
      } == "An interpretation needs outputs of shape [items, 2], one column per class, not [2, 3].")
  }

  /// The interpretation of the fixture's outputs, and fastai's results for them.
  private func interpretation() throws -> (ClassificationInterpretation, Case) {
    let expected = try Fixtures.json("interpret/case.json", as: Case.self)
    let (itemCount, classCount) = (expected.valid_logits.count, expected.vocab.count)
    let interp = try ClassificationInterpretation(
      outputs: Tensor(shape: [itemCount, classCount], scalars: Array(expected.valid_logits.joined())),
      targets: expected.valid_targets, classNames: expected.vocab)
    return (interp, expected)
  }

  private func expectNear(_ got: some Sequence<Float>, _ want: some Sequence<Double>) throws {
    let tolerance = try Fixtures.tolerance("interpret/case.json")
    #expect(zip(got, want).allSatisfy { tolerance.accepts(Double($0), expected: $1) })
  }
}
