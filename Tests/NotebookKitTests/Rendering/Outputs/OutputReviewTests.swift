import Display
import Foundation
import NotebookKit
import Testing

@Suite("What a cell asks for and does not show")
struct OutputReviewTests {
  private func picture(_ name: String) throws -> CellOutput {
    let data = try #require(Data(base64Encoded: ReportRendererTests.pixel))
    return .display(MIMEBundle(plainText: name).adding(data, as: .png), id: name)
  }

  private func warnings(_ options: String, _ outputs: [CellOutput]) throws -> [String] {
    let notebook = try parse("A\n\n```swift\n\(options)\n1\n```\n")
    let record = CellRecord(status: .succeeded, outputs: outputs)
    return OutputReview.warnings(about: notebook.cells[0], record, file: "n.md").map(\.description)
  }

  @Test(
    "A caption, a name or a layout of nothing is said",
    arguments: [
      ("//| label: fig-a\n//| fig-cap: B", "`label: fig-a`, `fig-cap`"), ("//| tbl-cap: B", "`tbl-cap`"),
      ("//| label: tbl-a", "`label: tbl-a`"), ("//| fig-alt: B", "`fig-alt`"),
      ("//| fig-subcap: [A, B]\n//| layout-ncol: 2", "`fig-subcap`, `layout-ncol`"),
    ])
  func nothing(options: String, names: String) throws {
    #expect(
      try warnings(options, []) == [
        "n.md:3: warning: The cell shows nothing for its \(names). End it with the value to be shown, or call `display(…)`."
      ])
    #expect(try warnings(options, [picture("a"), picture("b")]).isEmpty)
  }

  @Test("What is for pictures alone is said of text")
  func textInPlaceOfPictures() throws {
    let text = CellOutput.stream(.stdout, "hello\n")
    #expect(try warnings("//| label: tbl-a\n//| tbl-cap: B", [text]).isEmpty)
    #expect(
      try warnings("//| fig-alt: B", [text]) == [
        "n.md:3: warning: The cell shows no picture for its `fig-alt`. End it with the value to be shown, or call "
          + "`display(…)`."
      ])
  }

  @Test("More or fewer captions than pictures are said with both numbers", arguments: [1, 3])
  func captions(pictures: Int) throws {
    let outputs = try (0..<pictures).map { try picture("p\($0)") }
    let found = try warnings("//| fig-subcap: [A, B]", outputs)
    #expect(found.count == 1)
    #expect(
      found.first?.hasPrefix(
        "n.md:3: warning: `fig-subcap` has 2 captions, and the cell shows \(pictures) "
          + (pictures == 1 ? "picture." : "pictures.")) == true)
  }

  @Test("A value that nothing uses is said at its line, unless the cell hides its warnings")
  func unusedValue() throws {
    let warning = CellOutput.warning(
      "n.md:4:1: warning: result of call to 'plot' is unused. Show it\nplot(x)\n^\nn.md:5:1: warning: never used\n")
    #expect(
      try warnings("//| label: a", [warning]) == ["n.md:4: warning: result of call to 'plot' is unused. Show it"])
    #expect(try warnings("//| warning: false", [warning]).isEmpty)
  }

  @Test("A cell that is hidden, skipped or has failed is asked for nothing")
  func others() throws {
    #expect(try warnings("//| label: fig-a\n//| include: false", []).isEmpty)
    #expect(try warnings("//| label: fig-a\n//| output: false", []).isEmpty)
    let cell = try parse("```swift\n//| label: fig-a\n1\n```\n").cells[0]
    for status in [CellRecord.Status.failed, .skipped, .running, .notRun(reason: "")] {
      #expect(OutputReview.warnings(about: cell, CellRecord(status: status), file: "n.md").isEmpty)
    }
  }

  // MARK: The page

  @Test("A reference leads to a caption that says what is missing")
  func emptyFigure() throws {
    let page = try content(
      "@fig-a\n\n```swift\n//| label: fig-a\n//| fig-cap: B\nlet x = 1\n```\n", [CellRecord(status: .succeeded)])
    #expect(page.contains("<figure>\n<p class=\"notice\">The cell shows nothing for its `label: fig-a`, `fig-cap`."))
    #expect(page.contains("<figcaption><b>Figure 1</b>: B</figcaption>\n</figure>"))
  }

  @Test("What a cell prints has the caption if it shows no value")
  func printed() throws {
    let page = try content(
      "```swift\n//| label: tbl-a\n//| tbl-cap: B\nprint(1)\n```\n",
      [CellRecord(status: .succeeded, outputs: [.stream(.stdout, "hello\n")])])
    #expect(page.contains("<figure>\n<figcaption><b>Table 1</b>: B</figcaption>\n<pre class=\"stdout\""))
    #expect(!page.contains("notice"))
  }

  @Test("A value has the caption rather than what is printed before it")
  func value() throws {
    let outputs = [CellOutput.stream(.stdout, "hello\n"), .result(MIMEBundle(plainText: "42"))]
    let page = try content(
      "```swift\n//| label: fig-a\n//| fig-cap: B\n42\n```\n", [CellRecord(status: .succeeded, outputs: outputs)])
    let printed = try #require(page.range(of: "hello"))
    let figure = try #require(page.range(of: "<figure>"))
    #expect(printed.upperBound < figure.lowerBound)
    #expect(page[figure.upperBound...].contains("42</pre>"))
  }
}
