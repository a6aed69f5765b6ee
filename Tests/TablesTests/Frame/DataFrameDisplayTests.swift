import Display
import Foundation
import Tables
import Testing

@Suite("Data frames as tables")
struct DataFrameDisplayTests {
  @Test("Text is aligned, rounded, and marks missing values")
  func text() {
    let frame: DataFrame = ["name": ["Ada", nil], "x": [1.0 / 3, nil], "n": [10, 2]]
    #expect(frame.description == "name  x         n\nAda   0.333333  10\n–            –   2")
  }

  @Test("The page's table has all digits")
  func data() {
    let frame: DataFrame = ["x": [1.0 / 3, nil]]
    #expect(frame.mimeBundle.text(.table) == #"{"columns":["x"],"rows":[["0.3333333333333333"],["–"]]}"#)
  }

  @Test("Of many rows and columns the first are shown, and the caption says so")
  func part() throws {
    var frame = DataFrame(columns: [Column(name: "0", contents: 0..<1_000_000).eraseToAnyColumn()])
    #expect(frame.table(caption: "All").caption == "All – The first 100 of 1,000,000 rows")
    #expect(frame.table(caption: "All").rows.count == 100)
    #expect(frame.description.hasPrefix("The first 20 of 1,000,000 rows\n"))
    frame = DataFrame(columns: (0..<50).map { Column(name: "\($0)", contents: [1]).eraseToAnyColumn() })
    #expect(frame.table(caption: "").caption == " – The first 40 of 50 columns")
  }

  @Test("A data frame without rows says so")
  func empty() { #expect((["a": [Int]()] as DataFrame).description == "No rows\na") }
}
