import Display
import Foundation
import NotebookKit
import TestSupport
import Testing

/// The page of a report, tried in one browser after another.
@Suite("The page in a browser", .enabled(if: Browser.isAvailable, "needs chromium and chromium-driver"), .serialized)
enum PageTests {
  /// Writes a page with everything on it, opens it, and cleans up.
  static func withPage(_ body: (Browser, URL) async throws -> Void) async throws {
    let page = FileManager.default.temporaryDirectory.appendingPathComponent("etude-\(UUID().uuidString).html")
    try ReportRenderer().html(try report()).write(to: page)
    defer { try? FileManager.default.removeItem(at: page) }
    let browser = try await Browser()
    do {
      try await browser.open(page)
      try await body(browser, page)
    } catch {
      await browser.close()
      throw error
    }
    await browser.close()
  }

  private static func report() throws -> Report {
    let png = try #require(Data(base64Encoded: ReportRendererTests.pixel))
    let wav = try Data(contentsOf: Fixtures.url("audio/A3_1.wav"))
    let picture = MIMEBundle(plainText: "x").adding(png, as: .png).adding(png, as: .darkPNG)
    let table = Table(columns: ["n", "word"], evenRows: [["10", "b"], ["9", "a"], ["100", "c"]])
    let frame = MIMEBundle(plainText: "x").adding(
      "<style>b { color: red }</style><b style='margin: 0'>x</b>", as: .html)
    let notebook = """
      ---
      title: A page
      author: Ada
      params:
        epochs: 5
      ---

      See @fig-one. A formula $x^2$, and a displayed one:

      $$\\sum_{k=0}^{100} \\frac{a_k}{b_k} = \\int_0^1 f(x) dx + \\text{a rather long text that does not fit the phone}$$

      ## First

      Prose.

      ```swift
      //| label: fig-one
      //| fig-cap: Cap
      let one = 1
      let two = 2
      ```

      | a wide table | of prose | with many columns | that do not fit | on a phone | at all | I fear |
      |---|---|---|---|---|---|---|
      | 1 | 2 | 3 | 4 | 5 | 6 | 7 |

      ## Second

      ```swift
      let long = "a line of code that is much longer than what fits on a phone, so that it has to scroll sideways"
      ```

      ```swift
      //| label: fig-hint
      //| tags: [hint]
      sound()
      ```

      ### Third

      ```swift
      fail()
      ```
      """
    var report = try NotebookKitTests.report(
      notebook,
      [
        CellRecord(status: .succeeded, outputs: [.result(picture)], duration: 1.25),
        CellRecord(
          status: .succeeded,
          outputs: [
            .stream(.stdout, "said something\n"), .stream(.stderr, String(repeating: "long ", count: 60)),
            .result(table.mimeBundle), .display(frame, id: "f"),
            .result(MIMEBundle(plainText: "x").adding(wav, as: .wav)),
          ], duration: 0.001),
        CellRecord(status: .succeeded, outputs: [.result(MIMEBundle(plainText: "hint"))], duration: 0.2),
        CellRecord(
          status: .failed,
          outputs: [.failure(CellFailure(kind: .trap, summary: "Index out of range", details: "at n.md:60", line: 50))]),
      ])
    report.stamp = Stamp(entries: [.init("Swift", "6.3")])
    return report
  }
}
