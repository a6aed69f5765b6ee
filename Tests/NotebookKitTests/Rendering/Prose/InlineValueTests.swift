import Display
import Foundation
import NotebookKit
import Testing

@Suite("Inline values")
struct InlineValueTests {
  /// A text with inline values `a`, `b`, `c`, …, and the same text with their values as the page and as Markdown have
  /// it.
  struct Case: Sendable {
    var name: String
    var text: String
    var page: [String]
    var markdown: String
  }

  static let cases = [
    Case(
      name: "alternative text", text: "![of `{swift} a`](p.png) and `{swift} b`\n", page: [">of A1</a> and B1<"],
      markdown: "![of A1](p.png) and B1\n"),
    Case(
      name: "formula", text: "$$\nx = `{swift} no`\n$$\n\nThen `{swift} a` and $y$ `{swift} b`.\n",
      page: ["Then A1 and <math", "B1."], markdown: "$$\nx = `{swift} no`\n$$\n\nThen A1 and $y$ B1.\n"),
    Case(
      name: "formula in the same paragraph", text: "So $$a\n+ b$$ is `{swift} a`\nand `{swift} b`\n",
      page: ["is A1\nand B1"], markdown: "So $$a\n+ b$$ is A1\nand B1\n"),
    Case(
      name: "footnote", text: "One[^n] `{swift} a`.\n\n[^n]: Note `{swift} b`.\n\nLast `{swift} c`.\n",
      page: ["</sup> A1.", "Note B1.", "Last C1."], markdown: "One[^n] A1.\n\n[^n]: Note B1.\n\nLast C1.\n"),
    Case(
      name: "code samples",
      text: "`` `{swift} a` `` `{swift} a`\n\n```md\n`{swift} a`\n```\n\n    `{swift} a`\n\n`{swift} b`\n",
      page: ["<code>`{swift} a`</code> A1", "<p>B1</p>"],
      markdown: "`` `{swift} a` `` A1\n\n```md\n`{swift} a`\n```\n\n    `{swift} a`\n\nB1\n"),
    Case(
      name: "lists", text: "- one `{swift} a`\n       `{swift} b`\n  - two `{swift} c`\n1. `{swift} d`\n",
      page: ["one A1\nB1", "two C1", "<li>D1"], markdown: "- one A1\n       B1\n  - two C1\n1. D1\n"),
    Case(
      name: "quotations", text: "> > one `{swift} a`\n> > two `{swift} b`\nlazy `{swift} c` `{swift}\n> d`\n",
      page: ["one A1\ntwo B1\nlazy C1 D1"], markdown: "> > one A1\n> > two B1\nlazy C1 D1\n"),
    Case(
      name: "headings", text: "# T `{swift} a`\n\nSetext `{swift} b`\n---\n\n## L `{swift} c` {#sec-l}\n\n@sec-l\n",
      page: [
        "<title>T A1</title>", ">Setext B1</a></li>", ">L C1</a></li>", "<h2 id=\"sec-l\"><a href=\"#sec-l\">L C1</a>",
      ],
      markdown: "# T A1\n\nSetext B1\n---\n\n## L C1\n\nL C1\n"),
    Case(
      name: "tables", text: "above `{swift} a`\n| `{swift} b` | x |\n|---|---|\n| `{swift} c \\| d` | `{swift} d` |\n",
      page: ["above A1", "B1</th>", "<td>C1</td><td>D1</td>"],
      markdown: "above A1\n| B1 | x |\n|---|---|\n| C1 | D1 |\n"),
    Case(
      name: "links and emphasis",
      text: "[r]: http://x.y\nText [`{swift} a`](u) **`{swift} b`** ~~`{swift} c`~~ [`{swift} d`][r]\n",
      page: ["<a href=\"u\">A1</a> <strong>B1</strong> <del>C1</del> <a href=\"http://x.y\">D1</a>"],
      markdown: "[r]: http://x.y\nText [A1](u) **B1** ~~C1~~ [D1][r]\n"),
    Case(
      name: "escaped backticks", text: "\\`{swift} a\\` `{swift} a` é “`{swift} b`”\n", page: ["`{swift} a` A1 é “B1”"],
      markdown: "\\`{swift} a\\` A1 é “B1”\n"),
  ]

  @Test("A value is shown at its position on the page", arguments: cases)
  func page(_ example: Case) throws {
    let page = String(decoding: ReportRenderer().html(try Self.report(example.text)), as: UTF8.self)
    for part in example.page { #expect(page.contains(part), "\(example.name): \(part)") }
    #expect(!page.contains("class=\"pending\""))
  }

  @Test("A value is in its position in Markdown", arguments: cases)
  func markdown(_ example: Case) throws {
    let markdown = MarkdownExport.export(try Self.report(example.text), folder: "").markdown
    #expect(String(decoding: markdown, as: UTF8.self) == example.markdown, "\(example.name)")
  }

  @Test("An alternative text has the value without markup")
  func alternativeText() throws {
    var report = try Self.report("![`{swift} a`](p.png)\n")
    report.inlineResults[0] = .value(MIMEBundle(plainText: "\"1\"").adding("**1**", as: .markdown))
    let page = String(decoding: ReportRenderer().html(report), as: UTF8.self)
    #expect(page.contains("href=\"p.png\">&quot;1&quot;</a>"))
    let markdown = String(decoding: MarkdownExport.export(report, folder: "").markdown, as: UTF8.self)
    #expect(markdown == "![\"1\"](p.png)\n")
  }

  @Test("References in Markdown are resolved in text, and not in code or addresses")
  func references() throws {
    let text = """
      [a](u#@fig-a) @fig-a `@fig-a` mail@fig-a.org

      - x
            @fig-a, @fig-b

      ```swift
      //| label: fig-a
      let x = "@fig-a"
      ```

      ```text
      @fig-a
      ```
      """
    let markdown = String(decoding: MarkdownExport.export(try Self.report(text), folder: "").markdown, as: UTF8.self)
    #expect(markdown.hasPrefix("[a](u#@fig-a) Figure 1 `@fig-a` mail@fig-a.org\n\n- x\n      Figure 1, @fig-b\n"))
    #expect(markdown.contains("let x = \"@fig-a\"") && markdown.contains("```text\n@fig-a\n```"))
  }

  @Test("Values belong to the cell above them, and a cell in a footnote runs at its position")
  func order() throws {
    let notebook = try parse(
      "`{swift} a`[^n]\n\n[^n]: N `{swift} b`\n\n    ```swift\n    1\n    ```\n\n`{swift} c`\n\n```swift\n2\n```\n`{swift} d`\n"
    )
    #expect(notebook.cells.map(\.source) == ["1", "2"] && notebook.cells.map(\.index) == [0, 1])
    #expect(notebook.inlineValues.map(\.expression) == ["a", "b", "c", "d"])
    #expect(notebook.inlineValues.map(\.cell) == [nil, nil, 0, 1])
    #expect(notebook.inlineValues.map(\.line) == [1, 3, 9, 14])
    let records = ["one", "two"].map { CellRecord(outputs: [.result(MIMEBundle(plainText: $0))]) }
    let report = Report(notebook: notebook, parameters: [], records: records, stamp: Stamp(), isRunning: false)
    let page = String(decoding: ReportRenderer().html(report), as: UTF8.self)
    let note = try #require(page.range(of: "class=\"footnote\""))
    #expect(page[note.upperBound...].contains(">one</pre>") && !page[note.upperBound...].contains(">two</pre>"))
    let markdown = String(decoding: MarkdownExport.export(report, folder: "").markdown, as: UTF8.self)
    let places = try [">", "one", "two"].dropFirst().map { try #require(markdown.range(of: $0)).lowerBound }
    #expect(places == places.sorted())
  }

  /// A report in which the value of the expression `a` is `A1`, and so on.
  private static func report(_ text: String) throws -> Report {
    let notebook = try parse(text)
    var report = Report(
      notebook: notebook, parameters: [], records: notebook.cells.map { _ in CellRecord() }, stamp: Stamp(),
      isRunning: false)
    for value in notebook.inlineValues {
      report.inlineResults[value.id] = .value(MIMEBundle(plainText: value.expression.prefix(1).uppercased() + "1"))
    }
    return report
  }
}
