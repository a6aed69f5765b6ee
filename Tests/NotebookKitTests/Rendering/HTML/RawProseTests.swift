import Foundation
import NotebookKit
import Testing

@Suite("HTML in prose that the front matter allows")
struct RawProseTests {
  private func page(_ text: String) throws -> String { try content("---\nhtml: raw\ntitle: T\n---\n\(text)") }

  @Test("An element may open in one place and end in another, with Markdown and cells between")
  func acrossBlocks() throws {
    let page = try page("<div class=\"x\">\n\nSome *prose*.\n\n```swift\n1\n```\n\n</div>\n\nEnd.\n")
    #expect(page.contains("<div class=\"x\">\n<p>Some <em>prose</em>.</p>\n"))
    let end = try #require(page.range(of: "</div>\n<p>End.</p>"))
    #expect(page[..<end.lowerBound].contains("data-cell=\"1\""))
  }

  @Test("Open tags are closed, and surplus end tags are removed")
  func balance() throws {
    #expect(try page("A <b>word\n\n</div>\n\nB\n").contains("A <b>word</b></p>\n\n<p>B</p>\n</main>"))
  }

  @Test("Everything that loads, runs or takes a name of the page is removed")
  func hostile() throws {
    let page = try page(
      """
      ## Head

      <div id="head" class="cell banner mine" onclick="f()" style="background: url(http://h)">x</div>

      <link rel="preconnect" href="http://h/">

      <img src="http://h/p.png" alt="P"> and <script>f()</script> <a name="own">y</a> <i id="etude:content">z</i>
      """)
    #expect(page.contains("<div class=\"mine\">x</div>"))
    #expect(page.contains("<a href=\"http://h/p.png\">P</a>") && page.contains("<a id=\"own\">y</a> <i>z</i>"))
    #expect(!page.contains("preconnect") && !page.contains("<script>f"))
  }

  @Test("A style sheet within an image is removed as any other")
  func styleInPicture() throws {
    #expect(try !page("<svg><style>@import 'http://h';</style><rect/></svg>\n").contains("<style>@import"))
    #expect(try !page("<div><svg><style>@import 'http://h';</style></svg></div>\n").contains("@import"))
  }

  @Test("Images beside the notebook are embedded into the page")
  func pictures() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "etude-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try #require(Data(base64Encoded: ReportRendererTests.pixel)).write(to: folder.appending(path: "a b.png"))
    let text =
      "---\nhtml: raw\n---\n<img src=\"a%20b.png\" width=\"50\">\n\n![m](a%20b.png?raw=true) ![n](<a b.png#gh-dark-mode-only>)\n"
    let notebook = try NotebookParser.parse(source: Data(text.utf8), file: folder.appending(path: "n.md"))
    let report = Report(notebook: notebook, parameters: [], records: [], stamp: Stamp(), isRunning: false)
    let page = String(decoding: ReportRenderer().html(report), as: UTF8.self)
    #expect(page.components(separatedBy: "src=\"data:image/png;base64,").count == 4)
  }

  @Test("HTML that would swallow later content is shown as text, with a warning")
  func swallowing() throws {
    let text = "---\nhtml: raw\n---\nA <textarea> here.\n\n```swift\n1\n```\n"
    #expect(try content(text).contains("A &lt;textarea&gt; here.") && content(text).contains("data-cell=\"1\""))
    let warning = try #require(NotebookReview.warnings(about: try parse(text)).first)
    #expect(
      warning.description.hasPrefix("lesson.md:4: warning: The element `<textarea>` is shown as text: nothing receives")
    )
  }
}
