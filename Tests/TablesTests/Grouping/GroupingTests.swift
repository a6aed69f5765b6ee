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

  @Test("Sums and extremes of integers are exact, and dates and texts have extremes")
  func exactAggregates() {
    let large = 9_007_199_254_740_993
    let dates = [0.0, 86_400].map { Date(timeIntervalSince1970: $0) }
    let frame: DataFrame = ["id": [large, large + 2], "name": ["b", "a"], "key": [1, 1]]
    var dated = frame
    dated["day", Date.self] = Column(name: "day", contents: dates)
    let result = dated.grouped(by: "key").aggregated(
      .sum("id"), .minimum("id"), .maximum("id"), .minimum("name"), .maximum("day"))
    #expect(result["sum(id)", Int.self].present == [2 * large + 2])
    #expect(result["minimum(id)", Int.self].present == [large])
    #expect(result["maximum(id)", Int.self].present == [large + 2])
    #expect(result["minimum(name)", String.self].present == ["a"])
    #expect(result["maximum(day)", Date.self].present == [dates[1]])
  }

  @Test("All that is not a number is one group, and the least of such a column is none")
  func groupsOfNaN() {
    let frame: DataFrame = ["key": [Double.nan, 1, .nan], "value": [1.0, 2, 3]]
    #expect(frame.grouped(by: "key").count == 2)
    #expect(frame["key"].min()?.isNaN == true && frame["key"].max()?.isNaN == true)
  }

  @Test("Conditions on rows are joined and turned round")
  func conditions() {
    let (high, first) = (frame["score", Double.self] > 2, frame["level", Int.self] == 1)
    #expect((high && first) == [false, false, true, true, true])
    #expect((high || first) == [false, true, true, true, true])
    #expect(!high == [true, true, false, false, false])
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
    #expect(text.contains("the column “name” contains String, which has no mean; use a column of numbers"))
  }
}
