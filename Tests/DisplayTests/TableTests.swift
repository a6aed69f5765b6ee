import Display
import Foundation
import Testing

@Suite struct TableTests {
  let table = Table(columns: ["epoch", "loss"], rows: [["0", "1.25"], ["10", "nan?"]], caption: "Fit")

  @Test func textIsAligned() {
    #expect(table.description == "Fit\nepoch  loss\n    0  1.25\n   10  nan?")
  }

  @Test func bundleHoldsTextAndData() throws {
    let bundle = table.mimeBundle
    #expect(bundle.text(.plainText) == table.description)
    #expect(
      bundle.text(.table) == #"{"caption":"Fit","columns":["epoch","loss"],"rows":[["0","1.25"],["10","nan?"]]}"#)
  }

  @Test func emptyTableIsItsHeading() {
    #expect(Table(columns: ["a", "b"], rows: []).description == "a  b")
  }

  @Test func rowsOfAnotherLengthStop() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Table(columns: ["a", "b"], rows: [["1", "2"], ["3"]])
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("row 1 has 1 cells for 2 columns"))
  }
}
