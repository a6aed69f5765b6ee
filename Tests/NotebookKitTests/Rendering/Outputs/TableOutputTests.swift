import Display
import Foundation
import NotebookKit
import Testing

@Suite("Tables on the page")
struct TableOutputTests {
  @Test("Long fractions are rounded, and are complete in tooltips and exports")
  func rounding() throws {
    let rows = [["0.30000000000000004", "1"], ["123456.789012345", "2"], ["1.5", "3"]]
    let table = try Table(columns: ["x", "n"], rows: rows)
    let page = try html("```swift\n1\n```\n", [CellRecord(status: .succeeded, outputs: [.result(table.mimeBundle)])])
    #expect(page.contains("<td class=\"right\" title=\"0.30000000000000004\">0.3</td>"))
    #expect(page.contains("<td class=\"right\" title=\"123456.789012345\">123456.8</td>"))
    #expect(page.contains("<td class=\"right\">1.5</td>"))
  }

  @Test("The numbers of a column have as many decimals as each other, and their own text where a reader points")
  func alignment() throws {
    let table = try Table(columns: ["x"], rows: [["0.5"], ["12.25"], ["–"]])
    let page = try html("```swift\n1\n```\n", [CellRecord(status: .succeeded, outputs: [.result(table.mimeBundle)])])
    #expect(page.contains("<td class=\"right\" title=\"0.5\">0.50</td>"))
    #expect(page.contains("<td class=\"right\">12.25</td>"))
    #expect(page.contains("<td class=\"right\">–</td>"))
  }

  @Test("A column of numbers of which some are missing is at the right")
  func missing() throws {
    let table = try Table(columns: ["x", "name"], rows: [["1.5", "–"], ["–", "a"]])
    let page = try html("```swift\n1\n```\n", [CellRecord(status: .succeeded, outputs: [.result(table.mimeBundle)])])
    #expect(page.contains("<td class=\"right\">–</td><td>a</td>"))
  }
}
