import Foundation
import NotebookKit
import TestSupport
import Testing

@Suite("HTML in prose that the page leaves out")
struct LeftOutHTMLTests {
  private func warnings(_ text: String) throws -> [String] {
    NotebookReview.warnings(about: try parse(text)).map(\.description)
  }

  @Test(
    "It is reported with its line and a remedy",
    arguments: [
      (
        "a\n\n<div>\n<script>if (a < b) f('<p>')</script>\n</div>\n",
        "4: warning: The element `<script>` is left out: scripts in prose do not run. Remove it."
      ),
      (
        "<style>\np { color: red }\n</style>\n",
        "1: warning: The element `<style>` is left out: prose cannot change the page around it. Remove it."
      ),
      (
        "a <iframe src=\"https://x.y\"></iframe>\n",
        "1: warning: The element `<iframe>` is shown as text: a report makes no network requests. Link to its address instead."
      ),
      (
        "<svg width=\"9\"><circle r=\"9\"/><g><foo/></g></svg>\n",
        "1: warning: The element `<svg>` is left out: drawings in prose need `html: raw` in the front matter. Add that, or use an image."
      ),
      (
        "<form action=\"/a\">\n<input> <button>b</button>\n</form>\n",
        "1: warning: The element `<form>` is left out: nothing receives a form's data. Remove it."
      ),
      (
        "Replace <your-name> here.\n",
        "1: warning: The element `<your-name>` is left out: it is unknown. Write it in backticks if it is text."
      ),
      (
        "<p\n  style=\"color: red\">a</p>\n",
        "1: warning: The attribute `style` of `<p>` is left out: it needs `html: raw` in the front matter, and may not name a file. Add that, or remove the attribute."
      ),
      (
        "a <b onclick='f()'>b</b>\n",
        "1: warning: The attribute `onclick` of `<b>` is left out: scripts in prose do not run. Remove it."
      ),
      (
        "a <a href=\"javascript:f()\">b</a>\n",
        "1: warning: The link to `javascript:f()` is broken: reports may not link to such an address."
      ),
      (
        "---\nhtml: raw\n---\n<p style=\"background: url(http://h)\">a</p>\n",
        "4: warning: The attribute `style` of `<p>` is left out: it needs `html: raw` in the front matter, and may not name a file. Add that, or remove the attribute."
      ),
      (
        "<video src=\"a.mp4\"></video>\n",
        "1: warning: The file `a.mp4` is shown as a link and does not play: there is no such file. Correct the name, which is relative to the notebook's folder."
      ),
    ])
  func named(text: String, message: String) throws { #expect(try warnings(text) == ["lesson.md:" + message]) }

  @Test(
    "Allowed HTML, and text that is not HTML, gives no warning",
    arguments: [
      "`<script>` and ``<svg onclick=\"f()\">``\n", "```html\n<script>f()</script>\n```\n", "    <iframe>\n",
      "a \\<script> b\n", "a < b and c > d\n", "<!-- <script>f()</script> -->\n", "<https://x.y>\n",
      "<table><tr><td align=\"left\" data-x=\"1\">a</td></tr></table>\n",
      "<a target=\"_blank\" href=\"https://x.y\">a</a>\n",
      "---\nhtml: raw\n---\n<p style=\"color: red\">a <svg><circle r=\"9\"/></svg></p>\n",
      "---\nhtml: escaped\n---\n<p style=\"color: red\">a</p>\n",
      "<picture><source srcset=\"data:image/png;base64,QQ==\"><img src=\"data:image/png;base64,QQ==\"></picture>\n",
    ])
  func silence(text: String) throws { #expect(try warnings(text).isEmpty) }

  @Test("Below an element that nothing closes, what goes is named again from the next block on")
  func open() throws {
    let message = "The element `<NAME>` is left out: "
    func names(_ text: String) throws -> [String] {
      try warnings(text).compactMap { warning in
        warning.range(of: message.prefix(14)).map { String(warning[$0.upperBound...].prefix { $0 != ">" }) }
      }
    }
    #expect(try names("<form>\n<input>\n\nA\n\n<script>f()</script>\n") == ["form", "script"])
    #expect(try names("A <button>b <svg><rect/></svg>\n\n<iframe src=\"x\"></iframe>\n") == ["button", "iframe"])
    #expect(try names("- <form>\n\n  <form>\n\n  </form>\n\n<svg>\n</svg>\n") == ["form", "form", "svg"])
    #expect(try names("<form>\n\n<input>\n\n</form>\n\n<your-name>\n") == ["form", "your-name"])
    #expect(try names("---\nhtml: raw\n---\n<svg>\n\n<p>A</p>\n\n<form></form>\n") == ["form"])
  }

  @Test(
    "A tag, comment or instruction without its end is shown as text, and nothing else is",
    arguments: [
      ("<?php\n\n## A\n", "<?php", "?>"), ("<div>\n<!-- a\n\nb\n", "<!--", "-->"), ("<div\n\nb\n", "<div", ">"),
      ("<!DOCTYPE html\n\nb\n", "<!DOCTYPE", ">"), ("<p title=\"a>\n\nb\n", "<p", ">"),
    ])
  func openMarkup(text: String, start: String, end: String) throws {
    #expect(
      try warnings("A <b>b</b>\n\n" + text).map { String($0.dropFirst("lesson.md:".count)) } == [
        "3: warning: `\(start)` has no end in its block of HTML, which a blank line ends, and the block is shown as text. "
          + "Add `\(end)`."
      ])
    let page = try content("A <b>b</b>\n\n" + text)
    #expect(page.contains("A <b>b</b>") && page.contains(start.replacing("<", with: "&lt;")))
  }

  @Test("Markdown within HTML that is read as HTML is named, and Markdown between blank lines is not")
  func markdown() throws {
    let message = "What `<div>` holds is read as HTML. Put a blank line above and below it."
    #expect(try warnings("A\n\n<div markdown=\"1\">\n*a*\n</div>\n") == ["lesson.md:3: warning: " + message])
    #expect(try warnings("<p>\n<div markdown>*a*</div>\n</p>\n") == ["lesson.md:2: warning: " + message])
    #expect(try warnings("<div>\n![a](#top)\n</div>\n") == ["lesson.md:2: warning: " + message])
    #expect(try warnings("<div>\n\n![a](data:image/png;base64,QQ==)\n\n</div>\n").isEmpty)
    #expect(try warnings("<div markdown=1>\n\n*a*\n\n</div>\n").isEmpty)
    #expect(try warnings("<div markdown=\"1\">\n<p>a</p>\n</div>\n").isEmpty)
    #expect(try warnings("<div markdown=\"0\">\n*a*\n</div>\n").isEmpty)
    #expect(try content("<div markdown=1>\n\n*a*\n\n</div>\n").contains("<div>\n<p><em>a</em></p>"))
  }

  @Test("A video or sound stays only if something in it can be played")
  func players() throws {
    let sound = "<audio src=\"data:audio/wav;base64,QQ==\"></audio>"
    #expect(try content(sound + "\n").contains("<audio controls src=\"data:audio/wav;base64,QQ==\"></audio>"))
    let dead = try content("<video controls><source src=\"https://x.y/a.mp4\">Sorry *a*.</video> <b>c</b>\n")
    #expect(!dead.contains("<video") && !dead.contains("<source") && dead.contains("Sorry"))
    #expect(dead.contains("<a href=\"https://x.y/a.mp4\">https://x.y/a.mp4</a>") && dead.contains("<b>c</b>"))
    #expect(try !content("<audio controls></audio>\n").contains("<audio"))
    let second = try content(
      "<video><source src=\"https://x.y/a.mp4\"><source src=\"data:video/mp4;base64,QQ==\"></video>\n")
    #expect(second.contains("<video controls><source src=\"data:video/mp4;base64,QQ==\"></video>"))
  }

  @Test("A sound beside the notebook plays from the page")
  func soundBesideNotebook() throws {
    try withTemporaryFolder { folder in
      try Data("RIFF".utf8).write(to: folder.appending(path: "a.wav"))
      let text = "<audio controls src=\"a.wav\"></audio>\n"
      let notebook = try NotebookParser.parse(source: Data(text.utf8), file: folder.appending(path: "n.md"))
      let report = Report(notebook: notebook, parameters: [], records: [], stamp: Stamp(), isRunning: false)
      let page = String(decoding: ReportRenderer().html(report), as: UTF8.self)
      #expect(page.contains("<audio controls=\"\" src=\"data:audio/wav;base64,UklGRg==\"></audio>"))
      #expect(NotebookReview.warnings(about: notebook).isEmpty)
    }
  }

  @Test("Of ten thousand removed attributes each is looked at once")
  func many() throws {
    let text = String(repeating: "<p style=\"color: red\">a</p>\n", count: 10_000)
    #expect(try warnings(text).count == 1)
  }
}
