import Display
import Foundation
import NotebookKit
import Testing

@Suite("Export to Markdown")
struct MarkdownExportTests {
  @Test("Values, references, images, tables and failures reach Markdown")
  func export() throws {
    let png = try #require(Data(base64Encoded: ReportRendererTests.pixel))
    let notebook = """
      ---
      title: T
      author: Ada
      ---
      See @fig-a: `{swift} x`.

      ```swift
      //| label: fig-a
      //| fig-cap: Cap
      draw()
      ```

      - item

        ```swift
        fail()
        ```
      """
    var report = try report(
      notebook,
      [
        CellRecord(outputs: [.result(MIMEBundle(plainText: "a plot").adding(png, as: .png))]),
        CellRecord(
          status: .failed,
          outputs: [
            .result(Table(columns: ["a", "b"], evenRows: [["1", "x|y"]]).mimeBundle), .stream(.stdout, "out\n"),
            .failure(CellFailure(kind: .thrown, summary: "no *luck*", line: 15)),
          ]),
      ])
    report.inlineResults = [0: .value(MIMEBundle(plainText: "a*b"))]
    let (markdown, attachments) = MarkdownExport.export(report, folder: "my report")
    #expect(
      String(decoding: markdown, as: UTF8.self) == """
        # T

        Ada

        See Figure 1: a\\*b.

        ```swift
        draw()
        ```

        ![a plot](my%20report/figures/fig-a.png)

        **Figure 1**: Cap

        - item

          ```swift
          fail()
          ```

          | a | b |
          | --- | --- |
          | 1 | x\\|y |

          ```text
          out
          ```

          > **no \\*luck\\*** (line 15)

        """)
    #expect(attachments.map(\.path) == ["figures/fig-a.png"] && attachments.map(\.data) == [png])
  }

  @Test(
    "A value keeps its text, even if it looks like markup, a line or a block",
    arguments: [
      ("a*b", "a\\*b"), ("*\u{301}_", "\\*\u{301}\\_"), ("two\nlines", "two lines"), ("a\r\n\r\n  - b", "a - b"),
      ("- item", "\\- item"), ("---", "\\---"), ("-5", "-5"), ("1. first", "1\\. first"), ("1.5", "1.5"),
      ("=", "\\="), ("# no", "\\# no"), ("    code", " code"), (" x ", " x "), ("\n", " "), ("", ""),
    ])
  func values(_ value: String, _ expected: String) throws {
    var report = try report("`{swift} x` and\n\n> a`{swift} y`b\n", [])
    report.inlineResults = [0: .value(MIMEBundle(plainText: value)), 1: .value(MIMEBundle(plainText: value))]
    let markdown = String(decoding: MarkdownExport.export(report, folder: "f").markdown, as: UTF8.self)
    #expect(markdown == "\(expected) and\n\n> a\(expected)b\n")
  }

  @Test("No two images have the same name, whatever the labels")
  func pictureNames() throws {
    let png = try #require(Data(base64Encoded: ReportRendererTests.pixel))
    let picture = CellOutput.result(MIMEBundle(plainText: "x").adding(png, as: .png))
    let labels = ["fig-a", "fig-a-2", "fig-a-4", "cell-4-2"]
    let fences = (labels.map { "//| label: \($0)\n" } + [""]).map { "```swift\n\($0)1\n```\n" }
    let report = try report(
      fences.joined(separator: "\n"), fences.map { _ in CellRecord(outputs: [picture, picture, picture]) })
    let names = ReportRenderer().figures(report).map(\.name)
    #expect(
      names == [
        "fig-a", "fig-a-3", "fig-a-5", "fig-a-2", "fig-a-2-2", "fig-a-2-3", "fig-a-4", "fig-a-4-2", "fig-a-4-3",
        "cell-4-2", "cell-4-2-2", "cell-4-2-3", "cell-5", "cell-5-2", "cell-5-3",
      ])
    #expect(MarkdownExport.export(report, folder: "f").attachments.map(\.path) == names.map { "figures/\($0).png" })
  }

  @Test("A cell in nested quotes and lists stays in them")
  func nested() throws {
    let notebook = """
      > outer
      >
      > > inner
      > >
      > > ```swift
      > > 1
      > > ```
      > >
      > > more
      >
      > end

      1. one
         ```swift
         2
         ```
      2. two

      """
    let records = ["a", "b"].map { CellRecord(outputs: [.stream(.stdout, $0)]) }
    let markdown = String(
      decoding: MarkdownExport.export(try report(notebook, records), folder: "f").markdown, as: UTF8.self)
    #expect(
      markdown == """
        > outer
        >
        > > inner
        > >
        > > ```swift
        > > 1
        > > ```
        > >
        > > ```text
        > > a
        > > ```
        > >
        > > more
        >
        > end

        1. one
           ```swift
           2
           ```

           ```text
           b
           ```
        2. two

        """)
  }

  private func markdown(_ bundle: MIMEBundle) throws -> (text: String, attachments: [MarkdownExport.Attachment]) {
    let report = try report("```swift\nx\n```\n\nBelow.\n", [CellRecord(outputs: [.result(bundle)])])
    let (markdown, attachments) = MarkdownExport.export(report, folder: "n")
    return (String(decoding: markdown, as: UTF8.self), attachments)
  }

  @Test("A value with only one format is shown or stored as a file, for any format")
  func everyFormat() throws {
    func shown(_ type: MIMEType) throws -> String {
      let text = try markdown(MIMEBundle().adding("a < b", as: type)).text
      #expect(text.hasPrefix("```swift\nx\n```\n\n") && text.hasSuffix("\n\nBelow.\n"))
      return String(text.dropFirst("```swift\nx\n```\n\n".count).dropLast("\n\nBelow.\n".count))
    }
    #expect(try shown(.html) == "```html\na < b\n```")
    #expect(try shown(.latex) == "$$\na < b\n$$")
    #expect(try shown(.json) == "```json\na < b\n```")
    #expect(try shown(.markdown) == "a < b")
    #expect(try shown(.svg) == "![figures/cell-1.svg](n/figures/cell-1.svg)")
    #expect(try shown(.jpeg) == "![figures/cell-1.jpg](n/figures/cell-1.jpg)")
    #expect(try shown(MIMEType(rawValue: "audio/mpeg")) == "[Sound](n/sounds/cell-1.mp3)")
    #expect(try markdown(MIMEBundle(plainText: "a").adding("b", as: .jpeg)).attachments.map(\.data) == [Data("b".utf8)])
  }

  @Test(
    "Markdown that a cell leaves open ends with the cell",
    arguments: [("```\nx", "\n```"), ("~~~~ swift\nx", "\n~~~~"), ("<!-- x", "\n-->"), ("<script>x", "\n</script>")])
  func openOutputs(text: String, end: String) throws {
    #expect(try markdown(MIMEBundle().adding(text, as: .markdown)).text.hasSuffix(text + end + "\n\nBelow.\n"))
    let report = try report(
      "```swift\n//| output: asis\nx\n```\n\nBelow.\n", [CellRecord(outputs: [.stream(.stdout, text)])])
    let printed = String(decoding: MarkdownExport.export(report, folder: "n").markdown, as: UTF8.self)
    #expect(printed.hasSuffix(text + end + "\n\nBelow.\n"))
  }
}
