import Foundation
import NotebookKit
import TestSupport
import Testing

@Suite("HTML in prose that never closes")
struct OpenHTMLTests {
  private func warnings(_ text: String) throws -> [String] {
    NotebookReview.warnings(about: try parse(text)).map(\.description)
  }

  @Test(
    "An inline element ends with its parent",
    arguments: [
      ("A <b>word\n\nB\n", "<p>A <b>word</b></p>\n<p>B</p>"), ("*A <kbd>word* B\n", "<em>A <kbd>word</kbd></em> B</p>"),
      ("- A <sub>word\n- B\n", "<li>A <sub>word</sub></li>\n<li>B</li>"),
      ("| a |\n|---|\n| <u>b |\n\nC\n", "<td><u>b</u></td>"), ("A <div>b\n\nC\n", "<p>A <div>b</div></p>\n<p>C</p>"),
      ("T <i>t\n: d\n", "<dt>T <i>t</i></dt>"), ("[a <s>b](#top) c\n", "<s>b</s></a> c"),
      ("<span>\n\nA\n", "<span>\n</span><p>A</p>"),
    ])
  func inline(text: String, html: String) throws { #expect(try content(text).contains(html)) }

  @Test("One that holds blocks ends before the next heading or cell")
  func blocks() throws {
    let heading = try content("<details><summary>More</summary>\n\nA\n\n## B\n\nC\n")
    #expect(heading.contains("<p>A</p>\n</details><h2 id=\"b\">"))
    let cell = try content("<div>\n\nA\n\n```swift\n1\n```\n\nC\n")
    let end = try #require(cell.range(of: "<p>A</p>\n</div>"))
    #expect(cell[end.upperBound...].contains("data-cell=\"1\""))
    let inner = try content("<div>\n\nA\n\n::: {.callout-tip}\n## B\n\nC\n:::\n")
    #expect(inner.contains("<p>A</p>\n</div><div class=\"callout"))
    #expect(try content("<div>\n\nA\n").contains("<p>A</p>\n</div></main>"))
  }

  @Test(
    "One of a list, quotation or division ends there",
    arguments: [
      ("- <div>\n\n  A\n\nB\n", "<p>A</p>\n</div></li>"), ("> <div>\n>\n> A\n\nB\n", "<p>A</p>\n</div></blockquote>"),
      ("::: {.a}\n<div>\n\nA\n\n:::\n\nB\n", "<p>A</p>\n</div></div>\n<p>B</p>"),
    ])
  func containers(text: String, html: String) throws {
    #expect(try content(text).contains(html))
    #expect(try warnings(text).count == 1)
  }

  @Test("Each is warned about on its line, the innermost of a name counted as closed")
  func lines() throws {
    let text = "<details>\n\nA <b>b\n\n## C\n\n<details>\n\nD\n\n</details>\n"
    #expect(
      try warnings(text) == [
        "lesson.md:1: warning: The element `<details>` is never closed; it ends before the next heading or cell. "
          + "Add `</details>`.",
        "lesson.md:3: warning: The element `<b>` is never closed; it ends with its paragraph. Add `</b>`.",
      ])
  }

  @Test(
    "Of several open elements the innermost ends first",
    arguments: [
      ("<a href=\"#x\"><b>A\n\nB\n", "<b>A</b></a>"), ("<b><a href=\"#x\">A\n\nB\n", "<a href=\"#x\">A</a></b>"),
      ("<section><div>\n\nA\n\n## B\n", "</div></section>"), ("<div><section>\n\nA\n\n## B\n", "</section></div>"),
      ("A <u>b <b>c\n", "<u>b <b>c</b></u>"), ("A <b>b <u>c\n", "<b>b <u>c</u></b>"),
    ])
  func order(text: String, html: String) throws { #expect(try content(text).contains(html)) }

  @Test("An open element whose text is as it is written is said to hold what follows")
  func preformatted() throws {
    #expect(
      try warnings("<pre>\na\n\n## B\n") == [
        "lesson.md:1: warning: The element `<pre>` is never closed; it holds what follows as it is written. "
          + "Add `</pre>`."
      ])
    #expect(try content("<pre>\na\n\n## B\n").contains("## B"))
  }

  @Test("A comment that never ends is warned about")
  func comment() throws {
    #expect(
      try warnings("A\n\n<!-- B\n\nC\n") == [
        "lesson.md:3: warning: The comment is never closed: it and everything after it is shown as text. Add `-->`."
      ])
    #expect(try warnings("A\n\n<!-- B\n\n-->\n").isEmpty)
  }

  @Test(
    "Closed, optional-end and void elements give no warning",
    arguments: [
      "<a id=\"x\"/>\n\nA\n", "<p align=\"center\">\nA\n\nB\n", "<ul><li>A<li>B</ul>\n\nB\n", "<b>A\n\nB</b>\n",
      "<div>\n\n<section>\n\nA\n\n</section></div>\n", "`<div>` and \\<b>\n", "<pre>\n<code>a</code></pre>\n\nB\n",
      "<b><i>A</b></i>\n", "```\n<div>\n```\n",
    ])
  func silence(text: String) throws { #expect(try warnings(text).isEmpty) }

  @Test("A paragraph and an empty element end with their HTML, and hold nothing of ours")
  func ends() throws {
    #expect(try content("<p align=\"center\">\nA\n\nB\n").contains("A\n</p><p>B</p>"))
    #expect(try content("A <a id=\"x\"/> b\n\nB\n").contains("<p>A <a id=\"x\"></a> b</p>"))
    #expect(try !content("<div><p>A</div>\n\nB\n").contains("<p></p>"))
  }

  @Test("One of an included file ends with that, unless it is closed further down")
  func includes() throws {
    try withTemporaryFolder { folder in
      try Data("<div>\n\nA\n".utf8).write(to: folder.appending(path: "_a.md"))
      func page(_ text: String) throws -> String {
        let notebook = try NotebookParser.parse(source: Data(text.utf8), file: folder.appending(path: "n.md"))
        let report = Report(notebook: notebook, parameters: [], records: [], stamp: Stamp(), isRunning: false)
        return String(decoding: ReportRenderer().html(report), as: UTF8.self)
      }
      #expect(try page("{{< include _a.md >}}\n\nB\n").contains("<p>A</p>\n</div><p>B</p>"))
      #expect(try page("{{< include _a.md >}}\n\nB\n\n</div>\n\nC\n").contains("<p>B</p>\n</div>\n<p>C</p>"))
    }
  }

  @Test("A thousand open elements take no time that grows with their square")
  func many() throws {
    let text = String(repeating: "<div>\n\nA <b>b\n\n## C\n\n", count: 2_000)
    let page = try content(text)
    #expect(page.components(separatedBy: "</div><h2").count == 2_001)
  }
}
