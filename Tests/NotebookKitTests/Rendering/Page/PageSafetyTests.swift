import Display
import Foundation
import NotebookKit
import Testing

@Suite("Safety of the page")
struct PageSafetyTests {
  static let attack = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>"

  @Test("A blank in an address stays a blank")
  func blankInAddress() throws {
    #expect(try html("A [link](<my file.md>).\n").contains("href=\"my%20file.md\""))
  }

  @Test("Texts from every source are escaped")
  func escaping() throws {
    let attack = Self.attack
    let quoted = "\"" + attack.replacing("\"", with: "\\\"") + "\""
    let notebook = """
      ---
      title: \(quoted)
      subtitle: \(quoted)
      author: \(quoted)
      date: \(quoted)
      params:
        name: \(quoted)
      ---
      # \(attack)

      Prose \(attack) and `\(attack)` and [link](<\(attack)> "\(attack.replacing("\"", with: "\\\""))").

      ```other \(attack)
      \(attack)
      ```

      ```swift
      //| fig-cap: \(quoted)
      //| fig-alt: \(quoted)
      //| code-summary: \(quoted)
      let a = "\(attack)"
      ```
      """
    let table = Table(columns: [attack], evenRows: [[attack]], caption: attack).mimeBundle
    let failure = CellFailure(kind: .thrown, summary: attack, details: attack)
    let bundle = MIMEBundle(plainText: attack, metadata: .init(alternativeText: attack))
    let record = CellRecord(
      status: .failed,
      outputs: [
        .stream(.stdout, attack), .stream(.stderr, attack), .result(bundle), .result(table),
        .result(bundle.adding(attack, as: .markdown)), .result(bundle.adding(Data(), as: .png)),
        .result(bundle.adding(Data(), as: .wav)), .result(bundle.adding(attack, as: .html)), .warning(attack),
        .notice(attack), .progress(.init(id: attack, label: attack, completed: 1, total: 2, detail: attack)),
        .failure(failure),
      ])
    var report = try report(notebook, [record])
    report.stamp = Stamp(entries: [.init(attack, attack)])
    report.isRunning = true
    let page = String(decoding: ReportRenderer().html(report), as: UTF8.self)
    #expect(!page.contains("<img src=x"))
    #expect(!page.contains("<script>alert"))
    #expect(page.matches(of: /<script/).count == 5)
  }

  @Test("A quote with a combining accent does not end an attribute")
  func combining() throws {
    let page = try html(
      "```swift\n//| fig-alt: 'x\"\u{301} onerror=alert(1)'\n1\n```\n",
      [CellRecord(outputs: [.result(MIMEBundle(plainText: "x").adding(Data(), as: .png))])])
    #expect(page.contains("alt=\"x&quot;\u{301} onerror"))
  }

  @Test(
    "Addresses that could run a script are dropped",
    arguments: [
      "javascript:alert(1)", "javascript:\u{FF9E}=alert(1)", "JaVaScRiPt:alert(1)", "&#106;avascript:alert(1)",
      "vbscript:x", "data:text/html,x",
      "file:///etc/passwd", "java\tscript:alert(1)",
    ])
  func links(address: String) throws {
    let page = try html("A [link](<\(address)>) and ![picture](<\(address)>).\n")
    #expect(!page.lowercased().contains("script:alert") && !page.contains("href=\"file"))
    #expect(page.contains("A link and"))
  }

  @Test("Ordinary addresses stay", arguments: ["https://librosa.org/a?b=c:d", "notes.md#a:b", "#top", "mailto:a@b.c"])
  func goodLinks(address: String) throws {
    #expect(try html("A [link](\(address)).\n").contains("href=\"\(address)\""))
  }

  @Test("The policy allows exactly the page's own scripts and styles")
  func policy() throws {
    let page = try html(
      "```swift\n1\n```\n", [CellRecord(outputs: [.result(Table(columns: ["a"], evenRows: [["1"]]).mimeBundle)])])
    let policy = try #require(page.firstMatch(of: /http-equiv="Content-Security-Policy" content="([^"]*)"/)).output.1
    #expect(policy.hasPrefix("default-src &#39;none&#39;; img-src data:; media-src data: blob:; style-src-elem"))
    #expect(!policy.contains("unsafe") && !policy.contains("http"))
    #expect(policy.matches(of: /sha256-/).count == page.matches(of: /<(script|style)>/).count)
    #expect(page.matches(of: /(src|href|srcset|action)="(https?:)?\/\//).isEmpty)
  }

  @Test("HTML of a cell is in a frame without scripts")
  func frames() throws {
    let bundle = MIMEBundle(plainText: "x").adding("<b>hi</b><script>alert(1)</script>", as: .html)
    let page = try html("```swift\n1\n```\n", [CellRecord(outputs: [.result(bundle)])])
    #expect(
      page.contains("<iframe class=\"html\" sandbox=\"allow-same-origin allow-popups allow-popups-to-escape-sandbox\""))
    #expect(page.contains("&lt;b&gt;hi&lt;/b&gt;"))
  }

  @Test("Images outside the notebook's folder are not read")
  func pictures() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("etude-\(UUID().uuidString)")
    let inner = folder.appendingPathComponent("inner")
    try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let png = try #require(Data(base64Encoded: ReportRendererTests.pixel))
    try png.write(to: folder.appendingPathComponent("out.png"))
    try png.write(to: inner.appendingPathComponent("in.png"))
    let notebook = try NotebookParser.parse(
      source: Data("![a](in.png) ![b](../out.png)\n".utf8), file: inner.appendingPathComponent("n.md"))
    let report = Report(notebook: notebook, parameters: [], records: [], stamp: Stamp(), isRunning: false)
    let page = String(decoding: ReportRenderer().html(report), as: UTF8.self)
    #expect(page.contains("<img src=\"data:image/png;base64,"))
    #expect(page.contains("<a class=\"picture\" href=\"../out.png\">b</a>"))
  }

  @Test("Prose of any depth is rendered")
  func depth() throws {
    let deep = String(repeating: "> ", count: 5000) + "end\n"
    #expect(try html(deep).contains("end"))
  }
}
