import Foundation
import NotebookKit
import Testing

@Suite("Tables drawn with plus signs")
struct GridTableTests {
  private static let table = """
    +------+--------+
    | A    | B *b*  |
    +:=====+=======:+
    | one  | - x    |
    | two  | - y    |
    +------+--------+
    | c|d  |        |
    +------+--------+
    """

  @Test("Cells hold lines and blocks, columns their alignment, and the caption a number")
  func table() throws {
    let page = try content(Self.table.replacing("c|d ", with: "c   ") + "\n\n: Cap {#tbl-a}\n\nSee @tbl-a.\n")
    #expect(page.contains("<caption><b>Table 1</b>: Cap</caption>\n<thead><tr><th scope=\"col\">A</th>"))
    #expect(page.contains("<th scope=\"col\" class=\"right\">B <em>b</em></th></tr></thead>"))
    #expect(page.contains("<td>one\ntwo</td><td class=\"right\"><ul>\n<li>x</li>\n<li>y</li>\n</ul>\n</td>"))
    #expect(page.contains("<td>c</td>") && page.contains(">Table 1</a>."))
  }

  @Test(
    "One may be in lists and quotations, and have no head",
    arguments: [
      "- a\n\n  +---+\n  | b |\n  +---+\n", "> +---+\n> | b |\n> +---+\n", "+---+\n| b |\n+---+",
      "+---+\n| b   |\n+---+",
    ])
  func places(text: String) throws { #expect(try content(text).contains("<tr><td>b</td></tr>")) }

  @Test(
    "Lines that draw no whole rows and columns stay text, and code stays code",
    arguments: [
      "+---+---+\n| a | b |\n+---+\n", "+---+\n| a\n+---+\n", "+---+\n| a |\n", "```\n+---+\n| a |\n+---+\n```\n",
      "a\n+---+\n| a |\n+---+\n", "+---+---+\n| a     |\n+---+---+\n",
    ])
  func others(text: String) throws { #expect(try !content(text).contains("<td>")) }

  @Test("Ten thousand rows take no time that grows with their square")
  func many() throws {
    let page = try content("+---+\n" + String(repeating: "| a |\n+---+\n", count: 10_000))
    #expect(page.components(separatedBy: "<td>a</td>").count == 10_001)
  }
}
