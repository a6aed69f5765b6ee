import Foundation
import NotebookKit
import TestSupport
import Testing

@Suite("Included files and values of the front matter")
struct IncludeTests {
  /// The page and the warnings of a notebook in a folder with other files.
  private func page(_ text: String, _ files: [String: String]) throws -> (html: String, warnings: [String]) {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
    let notebook = try NotebookParser.parse(source: Data(text.utf8), file: folder.appending(path: "note.md"))
    let report = Report(notebook: notebook, parameters: [], records: [], stamp: Stamp(), isRunning: false)
    let page = String(decoding: ReportRenderer().html(report), as: UTF8.self)
    return (page, NotebookReview.warnings(about: notebook).map(\.description))
  }

  @Test("The blocks of a file replace its include, without its front matter")
  func include() throws {
    let (page, warnings) = try page(
      "# T\n\nOne[^n].\n\n{{< include _a.md >}}\n\nEnd.\n\n[^n]: Mine.\n",
      ["_a.md": "---\ntitle: x\n---\n## Two {#sec-two}\n\nText[^n] *a*.\n\n[^n]: Its own.\n"])
    #expect(page.contains("<h2 id=\"sec-two\">") && page.contains("<em>a</em>.</p>\n<p>End.</p>"))
    #expect(page.contains("<sup>1</sup> Mine.") && page.contains("<sup>2</sup> Its own."))
    #expect(!page.contains("title: x") && warnings.isEmpty)
  }

  @Test("A file that includes itself is reported, and so are cells that do not run")
  func loops() throws {
    let (page, warnings) = try page(
      "A.\n\n{{< include _a.md >}}\n\nEnd.\n", ["_a.md": "B.\n\n{{< include _a.md >}}\n\n```swift\nlet x = 1\n```\n"])
    #expect(page.contains("<p>B.</p>") && page.contains("<p>End.</p>") && !page.contains("data-cell=\""))
    #expect(
      warnings == [
        "note.md:3: warning: The cells of the included file `_a.md` are shown but do not run. Move them into the notebook.",
        "note.md:3: warning: The file `_a.md` is not included: it includes itself. Remove one of the includes.",
      ])
  }

  @Test("Files that include others twice each are processed in finite time")
  func bomb() throws {
    var files: [String: String] = [:]
    for index in 0..<9 { files["_\(index).md"] = String(repeating: "{{< include _\(index + 1).md >}}\n\n", count: 4) }
    files["_9.md"] = "x\n"
    #expect(try page("{{< include _0.md >}}\n", files).warnings.isEmpty == false)
  }

  @Test("A value of the front matter is in the text")
  func meta() throws {
    let (page, _) = try page(
      "---\ntitle: A < b\nparams: {hop: 5}\nquarto: {a: {b: c}}\n---\n## {{< meta title >}}\n\n{{< meta params.hop >}} {{< meta a.b >}}\n",
      [:])
    #expect(page.contains(">A &lt; b</a></h2>") && page.contains("<p>5 c</p>"))
  }

  @Test("A local video is played, and a remote one is a link")
  func videos() throws {
    let (page, _) = try page(
      "{{< video a.mp4 title=\"My film\" >}}\n\n![Other](a.mp4)\n\n{{< video https://x.y/z.mp4 >}}\n", ["a.mp4": "film"]
    )
    #expect(page.contains("<video controls src=\"data:video/mp4;base64,ZmlsbQ==\" aria-label=\"My film\"></video>"))
    #expect(page.contains("<a class=\"picture\" href=\"https://x.y/z.mp4\">"))
  }
}
