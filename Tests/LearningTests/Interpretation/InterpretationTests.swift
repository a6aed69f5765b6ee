import TestSupport
import Foundation
import Learning
import Networks
import Tensors
import TestSupport
import Testing

@Suite struct InterpretationTests {
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

  @Test func everythingIsThatOfFastai() throws {
    let expected = try Fixtures.json("interpret/case.json", as: Case.self)
    let tolerance = try Fixtures.tolerance("interpret/case.json")
    let (itemCount, classCount) = (expected.valid_logits.count, expected.vocab.count)
    let interp = try ClassificationInterpretation(
      outputs: Tensor(shape: [itemCount, classCount], scalars: Array(expected.valid_logits.joined())),
      targets: expected.valid_targets, classNames: expected.vocab)
    func expectNear(_ got: some Sequence<Float>, _ want: some Sequence<Double>) {
      #expect(zip(got, want).allSatisfy { tolerance.accepts(Double($0), expected: $1) })
    }
    expectNear(interp.probabilities.scalars, expected.preds.joined())
    expectNear(interp.losses, expected.losses)
    #expect(interp.predictions == expected.decoded)
    let top = interp.topLosses(count: expected.top_losses.count)
    expectNear(top.map(\.loss), expected.top_losses)
    #expect(top.map(\.index) == expected.top_indices)
    #expect(top.prefix(4).map(\.description) == expected.plot_top_losses_titles)
    #expect(interp.confusionMatrix().scalars == Array(expected.confusion.joined()))
    func rows(_ confusions: [Confusion]) -> [[String]] {
      confusions.map { [$0.actual, $0.predicted, "\($0.count)"] }
    }
    #expect(rows(interp.mostConfused()) == expected.most_confused.map(\.confusion))
    #expect(rows(interp.mostConfused(minimum: 2)) == expected.most_confused_min2.map(\.confusion))
    #expect(abs(1 - interp.accuracy - expected.validate[1]) < 1e-6)
  }

  @Test func normalizedRowsSumToOneOrNothing() throws {
    let interp = try ClassificationInterpretation(
      outputs: Tensor(shape: [3, 3], scalars: [5, 0, 0, 0, 5, 0, 5, 0, 0]), targets: [0, 0, 1],
      classNames: ["A", "B", "C"])
    #expect(interp.confusionMatrix(isNormalized: true).scalars == [0.5, 0.5, 0, 1, 0, 0, 0, 0, 0])
    #expect(interp.mostConfused().map(\.description) == ["A taken for B: 1", "B taken for A: 1"])
    #expect(interp.topLosses(count: 1, isLargest: false).first?.index == 0)
  }

  @Test func reportFollowsItsDefinitions() {
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

  @Test func outputsMustFitTheNames() {
    #expect(
      message {
        try ClassificationInterpretation(
          outputs: Tensor(zeros: [2, 3]), targets: [0, 1], classNames: ["A", "B"])
      } == "An interpretation needs outputs of shape [items, 2], one column a class, not [2, 3].")
  }
}
