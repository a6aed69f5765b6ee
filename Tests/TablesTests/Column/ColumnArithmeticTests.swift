import Foundation
import Tables
import Testing

@Suite("Arithmetic and comparisons of columns")
struct ColumnArithmeticTests {
  private let frame: DataFrame = [
    "a": [1, 2, nil], "b": [10, nil, 30], "x": [0.5, nil, 2.0], "name": ["Ada", nil, "Ben"],
  ]

  @Test("A typed column is computed with a number, missing values staying so")
  func typedScalars() {
    let a = frame["a", Int.self]
    #expect(Array(a * 2) == [2, 4, nil])
    #expect(Array(10 - a) == [9, 8, nil])
    #expect(Array(a + 1) == [2, 3, nil])
    #expect(Array(a / 2) == [0, 1, nil])
    #expect(Array(1 / frame["x", Double.self]) == [2, nil, 0.5])
    #expect((a * 2).name == "a")
  }

  @Test("Two typed columns are computed row by row, missing where one of both is")
  func typedColumns() {
    let (a, b) = (frame["a", Int.self], frame["b", Int.self])
    #expect(Array(a + b) == [11, nil, nil])
    #expect(Array(b / Column(name: "zero", contents: [0, 1, 4])) == [nil, nil, 7])
    #expect((a < b) == [true, false, false])
    #expect((a >= b) == [false, false, false])
  }

  @Test("Columns of a data frame are computed with numbers; integers stay so unless they are divided")
  func anyScalars() {
    #expect((frame["a"] * 2).holds(Int.self) && (frame["a"] * 2).texts == ["2", "4", nil])
    #expect((frame["a"] / 2).texts == ["0.5", "1.0", nil])
    #expect((2.5 * frame["a"]).texts == ["2.5", "5.0", nil])
    #expect((1 - frame["x"]).texts == ["0.5", nil, "-1.0"])
  }

  @Test("Columns of a data frame are computed with each other, and set under a new name")
  func anyColumns() {
    var frame = frame
    frame["sum"] = frame["a"] + frame["x"]
    frame["product"] = frame["a"] * frame["b"]
    #expect(frame["sum", Double.self].present == [1.5])
    #expect(Array(frame["product", Int.self]) == [10, nil, nil])
  }

  @Test("Columns of a data frame are compared with values and with each other")
  func anyComparisons() {
    #expect((frame["a"] > 1) == [false, true, false])
    #expect((frame["a"] >= 1.5) == [false, true, false])
    #expect((frame["x"] <= 2) == [true, false, true])
    #expect((frame["name"] == "Ben") == [false, false, true])
    #expect((frame["name"] != "Ben") == [true, true, false])
    #expect((frame["name"] < "B") == [true, false, false])
    #expect((frame["a"] < frame["b"]) == [true, false, false])
    #expect(frame[frame["a"] > 1 || frame["name"] == "Ada"].shape.rows == 2)
  }

  @Test("Rows are filtered by whether a value is there")
  func missing() {
    #expect((frame["a"] == nil) == [false, false, true])
    #expect((frame["b"] != nil) == [true, false, true])
    #expect((frame["a", Int.self] == nil) == [false, false, true])
    #expect((frame["name", String.self] != nil) == [true, false, true])
    #expect(frame[frame["a"] != nil && frame["b"] != nil].shape.rows == 1)
  }

  @Test("Dates are compared with dates")
  func dates() throws {
    let frame = try DataFrame(csvData: Data("d\n2026-01-31\n2026-02-01\n".utf8))
    #expect((frame["d"] > Date(timeIntervalSince1970: 1_769_817_600)) == [false, true])
  }

  @Test("Columns of two lengths stop with both")
  func lengths() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Column(name: "a", contents: [1, 2]) + Column(name: "b", contents: [1])
    }
    #expect(text(result).contains("the column “a” has 2 rows and “b” 1; take columns of one data frame"))
  }

  @Test("Words are not computed with, and not compared with numbers")
  func words() async {
    let sum = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = (["s": ["a"]] as DataFrame)["s"] + 1
    }
    #expect(text(sum).contains("the column “s” holds String, of which there is no sum; take columns of numbers"))
    let comparison = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = (["s": ["a"]] as DataFrame)["s"] > 1
    }
    #expect(text(comparison).contains("the column “s” holds String and cannot be compared with 1, a Int"))
  }

  @Test("A product beyond the integers stops with both numbers")
  func overflow() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = (["n": [Int.max]] as DataFrame)["n"] * 2
    }
    #expect(text(result).contains("and 2 in “n” is beyond the integers; make one of the two a Double"))
  }

  private func text(_ result: ExitTest.Result?) -> String {
    String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  }
}
