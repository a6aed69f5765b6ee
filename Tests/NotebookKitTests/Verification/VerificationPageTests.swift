import Display
import Foundation
import NotebookKit
import TestSupport
import Testing

@Suite("The page of a verification")
struct VerificationPageTests {
  /// A comparison that finds every image and sound another, with an image or sound of the difference.
  private struct AllDiffer: MediaComparer {
    let difference: Data

    func compare(_ old: Data, _ new: Data, as kind: MediaKind, isTolerant: Bool) -> MediaAnswer {
      MediaAnswer(agrees: false, summary: "7 of 9 differ", difference: difference)
    }
  }

  private func verification(_ old: [CellOutput], _ new: [CellOutput]) throws -> Verification {
    let text = "```swift\n//| label: fig-one\nx\n```\n\n```swift\n2\n```\n"
    func made(_ outputs: [CellOutput]) throws -> Report {
      try report(
        text, [CellRecord(status: .succeeded, outputs: outputs, duration: 98.765), CellRecord(status: .succeeded)])
    }
    return try Verification(
      of: try made(new), against: OutputRecord(try made(old)), media: AllDiffer(difference: Data("DIFF".utf8)))
  }

  private func page(_ old: [CellOutput], _ new: [CellOutput]) throws -> String {
    String(decoding: VerificationPage(try verification(old, new)).html(), as: UTF8.self)
  }

  @Test("Changed lines are below each other, the part marked that differs")
  func text() throws {
    let lines = (1...20).map { "line \($0)" }.joined(separator: "\n")
    let page = try page([.stream(.stdout, lines + "\nloss 0.25 <a>")], [.stream(.stdout, lines + "\nloss 0.26 <a>")])
    #expect(page.contains("<tr class=\"old\"><th>recorded</th><td>loss <del>0.25</del> &lt;a&gt;</td></tr>"))
    #expect(page.contains("<tr class=\"new\"><th>now</th><td>loss <ins>0.26</ins> &lt;a&gt;</td></tr>"))
    #expect(page.contains("<td>17 lines that agree</td>"))
    #expect(page.contains("<td>line 18</td>") && !page.contains("<td>line 17</td>"))
  }

  @Test("Old and new image and their difference are side by side")
  func pictures() throws {
    let page = try page(
      [.result(MIMEBundle().adding(Data("OLD".utf8), as: .png))],
      [.result(MIMEBundle().adding(Data("NEW".utf8), as: .png))])
    for text in ["OLD", "NEW", "DIFF"] {
      #expect(page.contains("src=\"data:image/png;base64,\(Data(text.utf8).base64EncodedString())\""))
    }
    #expect(page.contains("alt=\"Difference: 7 of 9 differ\""))
    #expect(page.contains("<figcaption>Recorded</figcaption>") && page.contains("<figcaption>Now</figcaption>"))
  }

  @Test("Old and new sound and their difference have players")
  func sounds() throws {
    let wav = try Data(contentsOf: Fixtures.url("audio/A3_1.wav"))
    let page = try page(
      [.result(MIMEBundle().adding(wav, as: .wav))], [.result(MIMEBundle().adding(wav + [0], as: .wav))])
    #expect(page.components(separatedBy: "<audio ").count == 4)
    #expect(page.contains("Picture: ") == false && page.contains("Sound: 7 of 9 differ."))
  }

  @Test("Changed cells of a table are marked")
  func tables() throws {
    func table(_ value: String) -> [CellOutput] {
      [.result(Table(columns: ["n", "v"], evenRows: [["a", value], ["b", "2"]]).mimeBundle)]
    }
    let page = try page(table("<1>"), table("3"))
    #expect(page.contains("<td>a</td><td class=\"changed\"><del>&lt;1&gt;</del> <ins>3</ins></td>"))
    #expect(page.contains("<td>b</td><td>2</td>"))
  }

  @Test("HTML is shown rendered, old and new, above its changed lines")
  func markup() throws {
    func html(_ text: String) -> [CellOutput] { [.result(MIMEBundle().adding("<p>\(text)</p>", as: .html))] }
    let page = try page(html("one"), html("two"))
    #expect(page.components(separatedBy: "<iframe ").count == 3)
    #expect(page.contains("<del>one</del>") && page.contains("<ins>two</ins>"))
  }

  @Test("Every cell is listed with its outcome, and the page contains no clock")
  func cells() throws {
    let page = try page([.stream(.stdout, "a")], [.stream(.stdout, "b")])
    #expect(page.contains("<a href=\"#verdict-1\">fig-one</a></td><td>3</td><td>differs</td>"))
    #expect(page.contains("<td>cell-2</td><td>7</td><td>agrees</td>"))
    #expect(page.contains("<p>1 cell agrees, 1 differs.</p>"))
    #expect(!page.contains("98.7") && !page.contains("DIFF"))
  }

  @Test(
    "A checker of accessibility finds nothing", .enabled(if: Browser.isAvailable, "needs chromium and chromium-driver"),
    .enabled(if: AxeCore.isAvailable, AxeCore.reason))
  func accessibility() async throws {
    let script = try AxeCore.script()
    let png = try #require(Data(base64Encoded: ReportRendererTests.pixel))
    let wav = try Data(contentsOf: Fixtures.url("audio/A3_1.wav"))
    func outputs(_ text: String) -> [CellOutput] {
      [
        .stream(.stdout, "a\n\(text)"), .result(MIMEBundle(plainText: text).adding(png + Data(text.utf8), as: .png)),
        .result(MIMEBundle().adding(wav + Data(text.utf8), as: .wav)),
        .result(Table(columns: ["n"], evenRows: [[text]], caption: text).mimeBundle),
        .result(MIMEBundle().adding("<p>\(text)</p>", as: .html)),
      ]
    }
    let file = FileManager.default.temporaryDirectory.appending(path: "etude-\(UUID().uuidString).html")
    defer { try? FileManager.default.removeItem(at: file) }
    let verification = try verification(outputs("1"), outputs("2"))
    try VerificationPage(verification).html().write(to: file)
    let browser = try await Browser()
    do {
      try await browser.open(file)
      try await browser.command("Runtime.evaluate", ["expression": script])
      let run =
        "axe.run(document, {iframes: false}).then(r => r.violations.map(v => v.id + ' ' + v.nodes[0].html).join('\\n'))"
      try await browser.command("Runtime.evaluate", ["expression": run + ".then(text => window.found = '' + text)"])
      try await browser.wait("window.found !== undefined")
      #expect(try await browser.value("window.found") == "")
    } catch {
      await browser.close()
      throw error
    }
    await browser.close()
  }
}
