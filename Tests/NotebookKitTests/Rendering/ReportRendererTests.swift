import Display
import Foundation
import NotebookKit
import Testing

@Suite("Rendering of reports")
struct ReportRendererTests {
  @Test("Prose, code, outputs and the stamp are on it, in order")
  func order() throws {
    let page = try html(
      "---\ntitle: A & B\n---\nFirst.\n\n```swift\nlet a = 1\n```\n\nLast.\n",
      [CellRecord(status: .succeeded, outputs: [.result(MIMEBundle(plainText: "<one>"))], duration: 0.5)])
    let places = try [
      "<h1>A &amp; B</h1>", "First.", "let</span> a", "&lt;one&gt;", "Last.", "<!-- stamp -->", "500 ms",
    ].map {
      try #require(page.range(of: $0), "\($0) is missing").lowerBound
    }
    #expect(places == places.sorted())
  }

  @Test("The code has the notebook's own line numbers, and the failed one is marked")
  func lineNumbers() throws {
    let failure = CellFailure(kind: .trap, summary: "Index out of range", line: 5)
    let page = try html(
      "Text\n\n```swift\nlet a = [1]\na[1]\n```\n", [CellRecord(status: .failed, outputs: [.failure(failure)])])
    #expect(page.contains("<pre class=\"lines\" aria-hidden=\"true\">4\n<mark>5</mark></pre>"))
    #expect(page.contains("<a href=\"#cell-1\">Cell 1, line 5</a>: Index out of range"))
  }

  @Test("Two runs differ in the stamp only, whatever the times were")
  func identity() throws {
    func page(_ duration: Double, _ date: String) throws -> String {
      var report = try report("```swift\n1\n```\n", [CellRecord(status: .succeeded, duration: duration)])
      report.stamp = Stamp(entries: [.init("Date", date)])
      return String(decoding: ReportRenderer().html(report), as: UTF8.self)
    }
    func withoutStamp(_ page: String) throws -> String {
      let start = try #require(page.range(of: "<!-- stamp -->"))
      let end = try #require(page.range(of: "<!-- /stamp -->"))
      return String(page[..<start.lowerBound] + page[end.upperBound...])
    }
    let (one, other) = (try page(0.1, "today"), try page(99, "tomorrow"))
    #expect(one != other)
    #expect(try withoutStamp(one) == withoutStamp(other))
  }

  @Test("A page that was rendered cell by cell is the page that is rendered at once")
  func incremental() throws {
    let source = (1...30).map { "## Part \($0)\n\n```swift\nlet a\($0) = \($0)\n```\n" }.joined(separator: "\n")
    var report = try report(source, (0..<30).map { _ in CellRecord() })
    report.isRunning = true
    let renderer = ReportRenderer()
    for index in 0..<30 {
      report.records[index] = CellRecord(status: .running)
      _ = renderer.html(report)
      report.records[index] = CellRecord(
        status: .succeeded, outputs: [.stream(.stdout, "\(index)\n"), .result(MIMEBundle(plainText: "\(index)"))],
        duration: Double(index))
      _ = renderer.html(report)
    }
    report.isRunning = false
    #expect(renderer.html(report) == ReportRenderer().html(report))
  }

  @Test("A report without outputs stays under 30 KB")
  func size() throws {
    let page = try html(
      "---\ntitle: One\n---\nText.\n\n```swift\nlet a = 1\n```\n", [CellRecord(status: .succeeded, duration: 1)])
    #expect(page.utf8.count < 30_000)
    let blocks = try html("---\ntitle: One\n---\n::: {.callout-tip}\nText.\n:::\n\n```swift\nlet a = 1\n```\n")
    #expect(blocks.contains("class=\"callout") && blocks.utf8.count < 30_000)
  }

  @Test("A style sheet loses the blanks that part nothing, and no others")
  func compactStyle() {
    let sheet =
      "/* A */\na > b :is(c, d)::after {\n  content: \" { a; }\";\n  width: calc(1px + 2px);\n  --e: f,;\n}\n\n@media (g: 1) and (h) { i { j: k; } }\n"
    #expect(
      PageFiles.compactStyle(Array(sheet.utf8))
        == "a>b :is(c,d)::after{content:\" { a; }\";width:calc(1px + 2px);--e:f,}@media (g:1) and (h){i{j:k}}")
  }

  @Test("Options hide code and outputs, but never a failure")
  func options() throws {
    let failure = CellFailure(kind: .thrown, summary: "it failed")
    let record = CellRecord(
      status: .failed,
      outputs: [.stream(.stdout, "printed"), .stream(.stderr, "warned"), .warning("remark"), .failure(failure)])
    let notebook = { (option: String) in "```swift\n//| \(option)\nlet secret = 1\n```\n" }
    let hidden = try html(notebook("include: false"), [record])
    #expect(!hidden.contains("secret") && !hidden.contains("printed") && hidden.contains("<strong>it failed"))
    let silent = try html(notebook("output: false"), [record])
    #expect(silent.contains("secret") && !silent.contains("printed") && silent.contains("<strong>it failed"))
    let calm = try html(notebook("warning: false"), [record])
    #expect(calm.contains("printed") && !calm.contains("warned") && !calm.contains("remark"))
    let bare = try html(notebook("echo: false"), [record])
    #expect(!bare.contains("secret") && bare.contains("printed"))
  }

  @Test("Raw output is read as Markdown")
  func asIs() throws {
    let page = try html(
      "```swift\n//| output: asis\nprint(1)\n```\n", [CellRecord(outputs: [.stream(.stdout, "**bold**\n")])])
    #expect(page.contains("<strong>bold</strong>"))
  }

  @Test("A figure has its number, its caption and its alternative text, and references lead to it")
  func figures() throws {
    let png = try #require(Data(base64Encoded: Self.pixel))
    let notebook = """
      See @fig-b, @fig-a and @fig-c.

      ```swift
      //| label: fig-a
      //| fig-cap: "The *first*"
      //| fig-alt: "a \\"pixel\\""
      1
      ```
      ```swift
      //| label: fig-b
      //| fig-cap: Second
      2
      ```
      """
    let picture = CellRecord(outputs: [.result(MIMEBundle(plainText: "x").adding(png, as: .png))])
    let report = try report(notebook, [picture, picture])
    let page = String(decoding: ReportRenderer().html(report), as: UTF8.self)
    #expect(
      page.contains("See <a class=\"ref\" href=\"#fig-b\">Figure 2</a>, <a class=\"ref\" href=\"#fig-a\">Figure 1</a>"))
    #expect(page.contains("<strong class=\"missing\">?@fig-c</strong>"))
    #expect(page.contains("<figcaption><b>Figure 1</b>: The <em>first</em></figcaption>"))
    #expect(page.contains("alt=\"a &quot;pixel&quot;\" width=\"1\" height=\"1\""))
    #expect(ReportRenderer().figures(report).map(\.name) == ["fig-a", "fig-b"])
    #expect(ReportRenderer().figures(report).map(\.png) == [png, png])
  }

  @Test("A dark picture is offered to dark pages")
  func darkPictures() throws {
    let png = try #require(Data(base64Encoded: Self.pixel))
    let bundle = MIMEBundle(plainText: "x").adding(png, as: .png).adding(png, as: .darkPNG)
    let page = try html("```swift\n1\n```\n", [CellRecord(outputs: [.result(bundle)])])
    #expect(page.contains("<source media=\"screen and (prefers-color-scheme: dark)\" srcset=\"data:image/png;base64,"))
  }

  @Test("Inline values stand in the prose, before and after cells")
  func inlineValues() throws {
    var report = try report(
      "A `{swift} a`.\n\n```swift\nlet a = 1\n```\n\nB `{swift} b` and `{swift} c` and `{swift} d`.\n",
      [CellRecord()])
    report.inlineResults = [
      0: .value(MIMEBundle(plainText: "1").adding("*one*", as: .markdown)), 1: .value(MIMEBundle(plainText: "<2>")),
      2: .failure("no \"c\""),
    ]
    let page = String(decoding: ReportRenderer().html(report), as: UTF8.self)
    #expect(page.contains("<p>A <em>one</em>.</p>"))
    #expect(
      page.contains(
        "<p>B &lt;2&gt; and <strong class=\"missing\" title=\"no &quot;c&quot;\">c</strong> and "
          + "<code class=\"pending\">d</code>.</p>"))
  }

  @Test("A running report says so without a script, too, and does not reload without end; a finished one says nothing")
  func running() throws {
    var report = try report(
      "```swift\n1\n```\n```swift\n2\n```\n", [CellRecord(status: .succeeded), CellRecord(status: .running)])
    report.isRunning = true
    let page = String(decoding: ReportRenderer().html(report), as: UTF8.self)
    #expect(page.contains("The run had not ended: 1 of 2 cells were done."))
    #expect(page.contains("This cell had begun and not ended."))
    #expect(!page.contains("http-equiv=\"refresh\""))
    report.isRunning = false
    let finished = String(decoding: ReportRenderer().html(report), as: UTF8.self)
    #expect(!finished.contains("class=\"banner running\""))
  }

  @Test("Cells stay in their lists and quotes")
  func nesting() throws {
    let page = try html("1. One\n\n   ```swift\n   1\n   ```\n2. Two\n", [CellRecord()])
    #expect(page.contains("<li><p>One</p>\n<div class=\"cell"))
    #expect(page.contains("</div>\n</li>\n<li><p>Two</p>"))
  }

  @Test("Hints and solutions are folded")
  func aids() throws {
    let page = try html("```swift\n//| tags: [solution]\n1\n```\n", [CellRecord()])
    #expect(page.contains("<details class=\"aid\"><summary>Solution</summary>"))
  }

  @Test("Long output is folded after its first lines, and says how much is left")
  func longOutput() throws {
    let text = (1...200).map { "line \($0)\n" }.joined()
    let page = try html("```swift\n1\n```\n", [CellRecord(outputs: [.stream(.stdout, text)])])
    #expect(page.contains("<summary>160 more lines</summary>"))
    #expect(page.contains("line 200"))
  }

  static let pixel =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
}
