import Foundation
import NotebookKit
import Testing

@Suite("HTML in prose that needs no permission")
struct SafeProseTests {
  @Test(
    "HTML that GitHub allows passes",
    arguments: [
      "a<br>b", "H<sub>2</sub>O", "x<sup>2</sup>", "<kbd>Ctrl</kbd>", "<a href=\"https://x.y\">z</a>", "<b>a</b>",
      "<u>a</u>",
      "<mark>a</mark>", "<small>a</small>", "<a id=\"place\"></a>",
    ])
  func inline(html: String) throws { #expect(try content("Word \(html) word.\n").contains(html)) }

  @Test("Blocks pass with the Markdown and the cells inside")
  func blocks() throws {
    let page = try content(
      "<details open><summary>More</summary>\n\nSome *prose*.\n\n```swift\n1\n```\n\n</details>\n\n<div align=\"center\">\n\n# A\n\n</div>\n"
    )
    let end = try #require(page.range(of: "</details>\n<div align=\"center\">") ?? page.range(of: "</details>"))
    #expect(page.contains("<summary>More</summary>\n<p>Some <em>prose</em>.</p>"))
    #expect(page[..<end.lowerBound].contains("data-cell=\"1\"") || page.contains("<div align=\"center\">"))
    let table = try content("<table><tr><td align=\"right\">1</td></tr></table>\n")
    #expect(table.contains("<table><tbody><tr><td align=\"right\">1</td></tr></tbody></table>"))
  }

  @Test("An image keeps its size, and is in the page")
  func pictures() throws {
    let page = try content("<img src=\"data:image/png;base64,QQ==\" width=\"40\" height=\"30\" alt=\"A\">\n")
    #expect(page.contains("<img src=\"data:image/png;base64,QQ==\" width=\"40\" height=\"30\" alt=\"A\">"))
  }

  @Test(
    "Styles, drawings, scripts, frames and external content are removed",
    arguments: [
      "<p style=\"color: red\">a</p>", "<svg><circle r=\"9\"/></svg>", "<script>f()</script>",
      "<iframe src=\"https://x.y\"></iframe>",
      "<p onclick=\"f()\">a</p>", "<form><input></form>", "<style>p { color: red }</style>",
    ])
  func hostile(html: String) throws {
    let page = try content("Word.\n\n\(html)\n\nEnd.\n")
    for word in ["style=", "<circle", "<script>f", "<iframe", "onclick", "<input", "color: red"] {
      #expect(!page.contains(word))
    }
    #expect(page.contains("<p>End.</p>"))
  }

  @Test("The front matter may have it shown as text, or let styles pass")
  func modes() throws {
    let text = "A <b style=\"color: red\">word</b>.\n"
    #expect(try content("---\nhtml: escaped\n---\n" + text).contains("A &lt;b style="))
    #expect(try content("---\nhtml: safe\n---\n" + text).contains("A <b>word</b>."))
    #expect(try content("---\nhtml: raw\n---\n" + text).contains("A <b style=\"color: red\">word</b>."))
  }
}
