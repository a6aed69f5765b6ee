import Display
import Foundation
import TestSupport
import Testing

@Suite("Tables")
struct TableTests {
  let table = Table(columns: ["epoch", "loss"], rows: [["0", "1.25"], ["10", "nan?"]], caption: "Fit")

  @Test("The columns of a table are aligned")
  func textIsAligned() {
    #expect(table.description == "Fit\nepoch  loss\n    0  1.25\n   10  nan?")
  }

  @Test("The bundle of a table holds text and data")
  func bundleHoldsTextAndData() throws {
    let bundle = table.mimeBundle
    #expect(bundle.text(.plainText) == table.description)
    #expect(
      bundle.text(.table) == #"{"caption":"Fit","columns":["epoch","loss"],"rows":[["0","1.25"],["10","nan?"]]}"#)
  }

  @Test("A table without rows is its heading")
  func emptyTableIsItsHeading() {
    #expect(Table(columns: ["a", "b"], rows: []).description == "a  b")
  }

  @Test("Rows that were changed to other lengths are shown whole")
  func changedRows() {
    var table = Table(columns: ["a"], rows: [["1"]])
    table.rows += [["2", "x"], []]
    #expect(table.description == "a\n1\n2  x\n")
    #expect(table.mimeBundle.text(.table) == #"{"columns":["a",""],"rows":[["1",""],["2","x"],["",""]]}"#)
  }

  @Test("A row of another length stops with both counts")
  func rowsOfAnotherLengthStop() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Table(columns: ["a", "b"], rows: [["1", "2"], ["3"]])
    }
    #expect(errorText(of: result).contains("row 1 has 1 cells for 2 columns"))
  }
}
