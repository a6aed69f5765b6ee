import Foundation
import Tables
import Testing

@Suite("Groups of rows")
struct GroupingTests {
  let frame: DataFrame = [
    "instrument": ["violin", "piano", "violin", nil, "piano"], "level": [2, 1, 1, 1, 1],
    "minutes": [30, 45, nil, 10, 15], "score": [1.0, 2, 3, 4, 5],
  ]

  @Test("Groups are counted in the order of their keys, or of their counts")
  func counts() {
    #expect(frame.grouped(by: "instrument").counts() == ["instrument": ["piano", "violin", nil], "count": [2, 2, 1]])
    #expect(
      frame.grouped(by: "level").counts(order: .descending) == ["level": [1, 2], "count": [4, 1]])
  }

  @Test("Aggregates are those of the values that are there")
  func aggregates() {
    let result = frame.grouped(by: "instrument").aggregated(
      .sum("minutes"), .mean("minutes"), .maximum("score", as: "best"), .quantile(0.5, "score"), .first("level"),
      .standardDeviation("score"))
    #expect(result["best", Double.self].present == [5, 3, 4])
    #expect(result["first(level)", Int.self].present == [1, 2, 1])
    let deviations = result["standardDeviation(score)", Double.self].present
    #expect(deviations[0] == Double(4.5).squareRoot() && deviations[1] == Double(2).squareRoot())
    #expect(result["standardDeviation(score)", Double.self][2] == nil)
    #expect(result["sum(minutes)", Int.self].present == [60, 30, 10])
    #expect(result["mean(minutes)", Double.self].present == [30, 30, 10])
    #expect(result["quantile 0.5(score)", Double.self].present == [3.5, 2, 4])
  }

  @Test("A group without a value has no mean, and a sum of 0")
  func emptyGroup() {
    let frame: DataFrame = ["a": ["x"], "n": [nil as Int?]]
    #expect(frame.grouped(by: "a").means("n")["mean(n)", Double.self][0] == nil)
    #expect(frame.grouped(by: "a").sums("n")["sum(n)", Int.self][0] == 0)
  }

  @Test("Rows are grouped by several columns")
  func severalKeys() {
    #expect(
      frame.grouped(by: "instrument", "level").counts()
        == [
          "instrument": ["piano", "violin", "violin", nil], "level": [1, 1, 2, 1], "count": [2, 1, 1, 1],
        ])
    #expect(frame.grouped(by: "instrument", "level")["violin", "2"]?["minutes", Int.self][0] == 30)
    #expect(frame.grouped(by: "instrument")["harp"] == nil)
  }

  @Test("Functions of the caller's make keys, values and rows")
  func functions() {
    #expect(
      frame.grouped(by: "minutes", Int.self) { $0.map { $0 >= 30 } }.counts()
        == ["minutes": [false, true, nil], "count": [2, 2, 1]])
    #expect(
      frame.grouped(by: "level").aggregated(on: "score", Double.self, naming: "range") {
        ($0.max() ?? 0) - ($0.min() ?? 0)
      } == ["level": [1, 2], "range": [3.0, 0]])
    #expect(frame.grouped(by: "level").mapGroups { $0.prefix(1) }["score", Double.self].present == [2, 1])
  }

  @Test("A grouping is a collection of keys and rows")
  func collection() {
    let groups = frame.grouped(by: "instrument", "level")
    #expect(groups.map(\.key) == ["piano, 1", "violin, 1", "violin, 2", "–, 1"])
    #expect(groups[0].group["minutes", Int.self].present == [45, 15])
  }

  @Test("A pivot has a row and a column for each value, and holes")
  func pivot() {
    #expect(
      frame.pivoted(rows: "instrument", columns: "level", aggregate: .sum("minutes"))
        == ["instrument": ["piano", "violin", nil], "1": [60, 0, 10], "2": [nil, 30, nil]])
  }

  @Test("A summary has a row for each column")
  func summary() {
    #expect(
      frame.selecting(columnNames: "instrument", "minutes").summary()
        == [
          "column": ["instrument", "minutes"], "type": ["String", "Int"], "count": [4, 4], "missing": [1, 1],
          "distinct": [2, 4], "top": ["violin", "30"], "frequency": [2, 1],
        ])
  }

  @Test("A description has the moments and quartiles of columns of numbers")
  func describe() {
    let deviation = 2.5.squareRoot()
    #expect(
      frame.selecting(columnNames: "instrument", "score").describe()
        == [
          "column": ["score"], "count": [5], "mean": [3.0], "standard deviation": [deviation], "minimum": [1.0],
          "25 %": [2.0], "50 %": [3.0], "75 %": [4.0], "maximum": [5.0],
        ])
  }

  @Test("The mean of strings stops with the column's name and type")
  func wrongColumn() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let frame: DataFrame = ["name": ["x"]]
      _ = frame.grouped(by: "name").means("name")
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains("the column “name” holds String, which has no mean; take a column of numbers"))
  }
}
