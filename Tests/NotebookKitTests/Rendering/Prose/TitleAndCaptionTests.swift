import Display
import Foundation
import NotebookKit
import Testing

@Suite("Inline values of titles and captions")
struct TitleAndCaptionTests {
  static let text = """
    ---
    title: "All `{swift} a` of it"
    subtitle: "Sub `{swift} b`"
    date: "`{swift} c`"
    ---

    # Head $x_1$ and `{swift} p`

    See @sec-two.

    ```swift
    //| label: fig-a
    //| fig-cap: "Cap `{swift} d` *here*"
    //| fig-alt: "Alt `{swift} e`"
    plot()
    ```

    ## Two `{swift} q` {#sec-two .unnumbered}
    """

  private func report() throws -> Report {
    let data = try #require(Data(base64Encoded: ReportRendererTests.pixel))
    let png = MIMEBundle(plainText: "x").adding(data, as: .png)
    var report = try NotebookKitTests.report(Self.text, [CellRecord(status: .succeeded, outputs: [.result(png)])])
    for value in report.notebook.inlineValues {
      report.inlineResults[value.id] = .value(MIMEBundle(plainText: value.expression.uppercased() + "*"))
    }
    return report
  }

  @Test("Titles are filled when the notebook has run, captions when their cell has")
  func order() throws {
    let values = try parse(Self.text).inlineValues
    #expect(values.map(\.expression) == ["p", "q", "a", "b", "c", "d", "e"])
    #expect(values.map(\.cell) == [nil, 0, 0, 0, 0, 0, 0])
  }

  @Test("Values are in the page's titles, captions, alternative texts, contents and references")
  func page() throws {
    let page = String(decoding: ReportRenderer().html(try report()), as: UTF8.self)
    #expect(page.contains("<title>All A* of it</title>") && page.contains("<p class=\"subtitle\">Sub B*</p>"))
    #expect(page.contains("<p class=\"byline\">C*</p>"))
    #expect(page.contains("<b>Figure 1</b>: Cap D* <em>here</em>") && page.contains("alt=\"Alt E*\""))
    #expect(page.contains("<a href=\"#sec-two\">Two Q*</a></li>") && page.contains("href=\"#sec-two\">Two Q*</a>."))
    #expect(page.contains("<h2 id=\"sec-two\"><a href=\"#sec-two\">Two Q*</a></h2>"))
    #expect(page.contains("Head <math"))
  }

  @Test("Values are in Markdown")
  func markdown() throws {
    let text = String(decoding: MarkdownExport.export(try report(), folder: "f").markdown, as: UTF8.self)
    #expect(text.hasPrefix("# All A\\* of it\n\n*Sub B\\**\n\nC*\n\n# Head $x_1$ and P\\*\n\nSee Two Q\\*."))
    #expect(text.contains("![Alt E\\*](f/figures/fig-a.png)\n\n**Figure 1**: Cap D\\* *here*"))
  }

  @Test("A window's title has no markup")
  func windowTitle() throws {
    #expect(try html("# Model $x_1^2$ and $\\alpha$ `c`\n").contains("<title>Model x12 and α c</title>"))
  }

  @Test(
    "A label of any kind can be referred to, and an escaped reference is text",
    arguments: [
      ("fig-a.b", "See @fig-a.b. End.", "href=\"#fig-a.b\">Figure 1</a>. End."),
      ("fig-Ü_1", "See @fig-Ü_1, x", "href=\"#fig-Ü_1\">Figure 1</a>, x"),
      ("Fig-up", "@Fig-up", "href=\"#Fig-up\">Figure 1</a>"),
      ("myplot", "@myplot.", "href=\"#myplot\">Figure 1</a>."),
      ("fig-a", "\\@fig-a and @fig-a", "<p>@fig-a and <a class=\"ref\""),
      ("fig-a", "@fig-a and \\@fig-a", "Figure 1</a> and @fig-a</p>"),
    ])
  func labels(label: String, prose: String, expected: String) throws {
    #expect(try html("```swift\n//| label: \(label)\n//| fig-cap: c\n1\n```\n\n\(prose)\n").contains(expected))
  }
}
