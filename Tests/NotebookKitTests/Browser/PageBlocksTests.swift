import Foundation
import NotebookKit
import TestSupport
import Testing

extension PageTests {
  @Suite("A page with divisions, figures and tabs")
  struct PageBlocksTests {
    private static let markdown = """
      ---
      title: Blocks
      ---

      ## One

      Press <kbd>Ctrl</kbd>, [small caps]{.smallcaps}, a note^[Said *so*.] :tada:.

      ::: {.callout-note}
      A note.
      :::

      ::: {.callout-important title="A title" collapse="true"}
      Folded.
      :::

      ::: {.callout-caution}
      Mind this.
      :::

      :::: {.columns}
      ::: {.column width="40%"}
      Left, with a\\_very\\_long\\_word\\_that\\_does\\_not\\_break\\_by\\_itself\\_anywhere\\_in\\_the\\_column.
      :::
      ::: {.column width="60%"}
      Right.
      :::
      ::::

      ::: {#fig-p layout-ncol=2}
      ![One](PICTURE){#fig-a fig-alt="First"}

      ![Two](PICTURE){#fig-b width=300}

      Both of them.
      :::

      ::: {.panel-tabset}
      ## Swift

      First tab.

      ## Python

      Second tab.
      :::

      ## Two

      Term
      :   Definition.

      | a | b |
      |---|---|
      | 1 | 2 |

      : Caption {#tbl-x}

      <details><summary>More</summary>

      Hidden.

      </details>

      <table><tr><th>A</th><td>1</td></tr></table>

      +------+-------+
      | A    | B *b* |
      +======+=======+
      | one  | - x   |
      | two  | - y   |
      +------+-------+

      : Drawn {#tbl-y}

      ::: {#thm-line}
      ## Line

      H~2~O and x^2^.
      :::

      ::: {.proof}
      Plain.
      :::

      ```{#lst-a .python lst-cap="A *listing*"}
      print(1)
      ```

      <details><summary>Open</summary>

      Words <b>that nothing closes.

      ## Three

      See [@fig-a; @tbl-x], @tbl-y, @thm-line and @lst-a.
      """

    private func withPage(_ body: (Browser, URL) async throws -> Void) async throws {
      let picture =
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
      let text = Self.markdown.replacing("PICTURE", with: picture)
      let page = FileManager.default.temporaryDirectory.appending(path: "etude-\(UUID().uuidString).html")
      try ReportRenderer().html(try NotebookKitTests.report(text, [])).write(to: page)
      defer { try? FileManager.default.removeItem(at: page) }
      let browser = try await Browser()
      do {
        try await body(browser, page)
      } catch {
        await browser.close()
        throw error
      }
      await browser.close()
    }

    @Test("Nothing in it requests a file, logs, or makes the page scroll sideways")
    func quiet() async throws {
      try await withPage { browser, page in
        for query in ["", "?walk", "?slides"] {
          for width in [360, 768, 1280] {
            try await browser.command(
              "Emulation.setDeviceMetricsOverride",
              ["width": width, "height": 800, "deviceScaleFactor": 1, "mobile": false])
            try await browser.open(page, query: query)
            let overflow = try await browser.value("document.documentElement.scrollWidth > innerWidth")
            #expect(overflow == "false", "at \(width) px with \(query)")
          }
        }
        #expect(try await browser.console() == [])
        #expect(try await browser.requests().filter { !$0.hasPrefix("file:") } == [])
      }
    }

    @Test("A tab shows its part and hides the other, and paper has both")
    func tabs() async throws {
      try await withPage { browser, page in
        try await browser.open(page)
        let shown = "[...document.querySelectorAll('.tabs section')].map(s => s.offsetHeight > 0).join()"
        #expect(try await browser.value(shown) == "true,false")
        _ = try await browser.value("document.querySelectorAll('.tabs label')[1].click()")
        #expect(try await browser.value(shown) == "false,true")
        try await browser.command("Emulation.setEmulatedMedia", ["media": "print"])
        #expect(try await browser.value(shown) == "true,true")
      }
    }

    @Test(
      "A checker of accessibility finds nothing", .enabled(if: AxeCore.isAvailable, AxeCore.reason),
      arguments: ["light", "dark"])
    func accessibility(theme: String) async throws {
      let script = try AxeCore.script()
      try await withPage { browser, page in
        let feature = ["name": "prefers-color-scheme", "value": theme]
        try await browser.command("Emulation.setEmulatedMedia", ["features": [feature]])
        try await browser.open(page)
        try await browser.command("Runtime.evaluate", ["expression": script])
        let run = "axe.run(document).then(r => r.violations.map(v => v.id + ' ' + v.nodes[0].html).join('\\n'))"
        try await browser.command("Runtime.evaluate", ["expression": run + ".then(text => window.found = '' + text)"])
        try await browser.wait("window.found !== undefined")
        #expect(try await browser.value("window.found") == "")
      }
    }
  }
}
