import Tables
import Tensors
import Testing

@Suite("Data frames")
struct DataFrameTests {
  let frame: DataFrame = [
    "name": ["Cleo", "Ada", nil, "Ben"], "minutes": [30, nil, 45, 30], "score": [1.5, 2.5, .nan, 0.5],
  ]

  @Test("A literal gives columns in order, with types and missing values")
  func literal() {
    #expect(frame.columnNames == ["name", "minutes", "score"])
    #expect(frame.shape == (4, 3))
    #expect(frame["minutes", Int.self].missingCount == 1)
  }

  @Test("Columns are added, replaced, renamed and taken out")
  func columns() {
    var copy = frame
    copy["hours"] = frame["minutes", Int.self].mapNonNil { Double($0) / 60 }.eraseToAnyColumn()
    copy.renameColumn("name", to: "pupil")
    copy.removeColumn("score")
    copy.transformColumn("minutes") { (value: Int?) in (value ?? 0) > 30 }
    #expect(
      copy == [
        "pupil": ["Cleo", "Ada", nil, "Ben"], "minutes": [false, false, true, false], "hours": [0.5, nil, 0.75, 0.5],
      ])
    #expect(frame.columnNames == ["name", "minutes", "score"])
  }

  @Test("A dynamic member is the column of its name")
  func dynamicMember() { #expect(frame.minutes == frame["minutes"]) }

  @Test("Rows give their values by name and type")
  func rows() {
    #expect(frame.rows.map { $0["minutes", Int.self] } == [30, nil, 45, 30])
    #expect(frame[row: 1][ColumnID("name", String.self)] == "Ada")
    #expect(frame[row: 2]["name"] == nil)
  }

  @Test("Rows are filtered by rows, by a column and by a mask")
  func filters() {
    let expected: DataFrame = ["name": ["Cleo", "Ben"], "minutes": [30, 30], "score": [1.5, 0.5]]
    #expect(frame.filter { $0["minutes", Int.self] == 30 } == expected)
    #expect(frame.filter(on: "minutes", Int.self) { $0 == 30 } == expected)
    #expect(frame[frame["minutes", Int.self] == 30] == expected)
    #expect(frame[frame["minutes", Int.self] <= 30] == expected)
  }

  @Test("Rows are sorted by several columns, missing values last, equal ones in their order")
  func sorting() {
    #expect(Array(frame.sorted(on: "minutes", "name")["name", String.self]) == ["Ben", "Cleo", nil, "Ada"])
    #expect(
      Array(frame.sorted(on: "minutes", order: .descending)["name", String.self]) == [nil, "Cleo", "Ben", "Ada"])
    #expect(frame.sorted(on: "score")["score", Double.self].prefix(3).map { $0 } == [0.5, 1.5, 2.5])
    #expect(
      Array(frame.sorted(on: "name", String.self) { $0.count > $1.count }["name", String.self])
        == ["Cleo", "Ada", "Ben", nil])
  }

  @Test("Rows with a missing value are dropped")
  func dropping() {
    #expect(frame.droppingMissing().shape.rows == 2)
    #expect(frame.droppingMissing(in: "name").shape.rows == 3)
  }

  @Test("Rows that are appended one by one are all there, and a copy made before is as it was")
  func manyRows() {
    var frame: DataFrame = ["n": [Int](), "s": [String]()]
    let empty = frame
    for row in 0..<50_000 { frame.append(row: row % 2 == 0 ? ["n": row] : ["n": row, "s": "odd"]) }
    #expect(frame["n"].sum() == 50_000 * 49_999 / 2 && frame["s"].missingCount == 25_000)
    #expect(empty.isEmpty)
  }

  @Test("Rows are appended, one or many")
  func appending() {
    var copy = frame.prefix(1)
    copy.append(row: ["name": "Dan", "score": 3.0])
    copy.append(rowsOf: frame[3..<4])
    #expect(copy == ["name": ["Cleo", "Dan", "Ben"], "minutes": [30, nil, 30], "score": [1.5, 3, 0.5]])
  }

  @Test("Columns of numbers become a tensor")
  func tensor() {
    let tensor = frame.suffix(1).tensor()
    #expect(tensor.shape == [1, 2])
    #expect(tensor.scalars == [30, 0.5])
  }

  @Test("A column that is not there stops with the nearest name")
  func unknownColumn() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let frame: DataFrame = ["minutes": [1], "date": [2]]
      _ = frame["minuts"]
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains("there is no column “minuts”; did you mean “minutes”? The columns are “minutes”, “date”"))
  }

  @Test("A column of another type stops with both types")
  func wrongType() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let frame: DataFrame = ["minutes": [1]]
      _ = frame["minutes", Double.self]
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains("the column “minutes” contains Int, not Double; read it as Int"))
  }

  @Test("A column of another length stops with both counts")
  func wrongLength() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var frame: DataFrame = ["minutes": [1]]
      frame.append(column: Column(name: "x", contents: [1, 2]))
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains("the column “x” has 2 values, but the data frame has 1 rows"))
  }
}
