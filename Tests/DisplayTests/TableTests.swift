import Display
import Foundation
import Testing

@Suite("Tables")
struct TableTests {
  let table = Table(columns: ["epoch", "loss"], evenRows: [["0", "1.25"], ["10", "nan?"]], caption: "Fit")

  @Test("The columns of a table are aligned")
  func textIsAligned() {
    #expect(table.description == "Fit\nepoch  loss\n    0  1.25\n   10  nan?")
  }

  @Test("A dash among numbers is at the right, one among words at the left")
  func dashes() throws {
    let table = try Table(columns: ["x", "y"], rows: [["10.5", "abc"], ["–", "–"]])
    #expect(table.description == "x     y\n10.5  abc\n   –  –")
  }

  @Test("The bundle of a table holds text and data")
  func bundleHoldsTextAndData() throws {
    let bundle = table.mimeBundle
    #expect(bundle.text(.plainText) == table.description)
    #expect(
      bundle.text(.table) == #"{"caption":"Fit","columns":["epoch","loss"],"rows":[["0","1.25"],["10","nan?"]]}"#)
  }

  @Test("A table without rows is its heading")
  func emptyTableIsItsHeading() throws {
    #expect(try Table(columns: ["a", "b"], rows: []).description == "a  b")
  }

  @Test("Rows that were changed to other lengths are shown whole")
  func changedRows() throws {
    var table = try Table(columns: ["a"], rows: [["1"]])
    table.rows += [["2", "x"], []]
    #expect(table.description == "a\n1\n2  x\n")
    #expect(table.mimeBundle.text(.table) == #"{"columns":["a",""],"rows":[["1",""],["2","x"],["",""]]}"#)
  }

  @Test("A row of another length is an error with both counts", arguments: [["3"], ["3", "4", "5"], []])
  func rowsOfAnotherLength(row: [String]) {
    let error = DisplayError.unevenRow(index: 1, cellCount: row.count, columnCount: 2)
    #expect(throws: error) { try Table(columns: ["a", "b"], rows: [["1", "2"], row]) }
    #expect(
      error.description
        == "Row 1 of the table, counted from 0, has \(row.count) cells for 2 columns. Give it a cell for each column, "
        + "which may be empty.")
  }
}
