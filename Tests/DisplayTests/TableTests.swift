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
}
