import Display
import TestSupport
import Foundation
import NotebookKit
import Testing

@Suite("The page in a browser", .enabled(if: Browser.isAvailable, "needs chromium and chromium-driver"), .serialized)
struct PageBehaviourTests {
  @Test("It asks for nothing, logs nothing, and never scrolls sideways", arguments: ["light", "dark"])
  func quiet(theme: String) async throws {
    try await withPage { browser, page in
      let feature = ["name": "prefers-color-scheme", "value": theme]
      try await browser.command("Emulation.setEmulatedMedia", ["features": [feature]])
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
      let isDark = try await browser.value("getComputedStyle(document.body).backgroundColor === 'rgb(21, 23, 26)'")
      #expect(isDark == String(theme == "dark"))
      #expect(try await browser.console() == [])
      #expect(try await browser.requests().filter { !$0.hasPrefix("file:") && $0 != "about:srcdoc" } == [])
    }
  }

  @Test("A frame is as high as what it holds")
  func frames() async throws {
    try await withPage { browser, _ in
      let height = "document.querySelector('iframe.html').offsetHeight"
      try await browser.wait("\(height) > 10 && \(height) < 60")
    }
  }

  @Test("On paper code breaks its lines, in light colours whatever the theme")
  func printing() async throws {
    try await withPage { browser, page in
      try await browser.command(
        "Emulation.setEmulatedMedia",
        ["media": "print", "features": [["name": "prefers-color-scheme", "value": "dark"]]])
      try await browser.command(
        "Emulation.setDeviceMetricsOverride", ["width": 500, "height": 800, "deviceScaleFactor": 1, "mobile": false])
      try await browser.open(page)
      let isCut = "e => e.scrollWidth > e.parentNode.clientWidth"
      #expect(try await browser.value("[...document.querySelectorAll('.swift')].filter(\(isCut)).length") == "0")
      #expect(try await browser.value("document.querySelectorAll('.listing .swift').length") == "4")
      #expect(try await browser.value("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)")
      #expect(try await browser.value("document.querySelector('.tools').offsetHeight") == "0")
    }
  }

  @Test("Code folds, one and all, by mouse and by key")
  func folding() async throws {
    try await withPage { browser, _ in
      let open = "document.querySelectorAll('details.code[open]').length"
      let count = try await browser.value(open)
      try await browser.click(".code > summary")
      #expect(try await browser.value(open) == String((Int(count) ?? 0) - 1))
      try await browser.click("[data-do=fold]")
      #expect(try await browser.value(open) == "0")
      try await browser.press("f")
      #expect(try await browser.value(open) == count)
    }
  }

  @Test("The theme follows the switch, pictures and frames too")
  func theme() async throws {
    try await withPage { browser, _ in
      let source = "document.querySelector('picture source').media"
      let scheme = "getComputedStyle(document.documentElement).colorScheme"
      try await browser.click("[data-do=theme]")
      #expect(try await browser.value(scheme) == "light")
      #expect(try await browser.value(source) == "not all")
      try await browser.press("t")
      #expect(try await browser.value(scheme) == "dark")
      #expect(try await browser.value(source) == "screen")
      let frame = "document.querySelector('iframe').contentDocument.documentElement.dataset.theme"
      #expect(try await browser.value(frame) == "dark")
      try await browser.press("t")
      #expect(try await browser.value(scheme) == "light dark")
    }
  }

  @Test("The contents follow the reader, and a reference opens what it points at")
  func contents() async throws {
    try await withPage { browser, page in
      try await browser.value("document.getElementById('second').scrollIntoView({behavior: 'instant'})")
      try await browser.wait("document.querySelector('.toc [aria-current]')?.hash === '#second'")
      try await browser.value("location.hash = '#fig-hint'")
      try await browser.wait(
        "document.querySelector('#fig-hint .aid').open")
      #expect(try await browser.value("document.querySelector('a.ref').hash") == "#fig-one")
    }
  }

  @Test("Code is copied without its line numbers")
  func copying() async throws {
    try await withPage { browser, _ in
      try await browser.command("Browser.grantPermissions", ["permissions": ["clipboardReadWrite"]])
      try await browser.click(".copy")
      try await browser.wait("document.querySelector('.copy').textContent === 'Copied'")
      try await browser.value("navigator.clipboard.readText().then(text => window.copied = text)")
      try await browser.wait("window.copied === 'let one = 1\\nlet two = 2'")
    }
  }

  @Test("A walk goes through prose, code and output by the keyboard")
  func walkthrough() async throws {
    try await withPage { browser, page in
      let shown =
        "[...document.querySelectorAll('main > *, main .code, main .outputs')].filter(e => e.offsetHeight).length"
      let whole = Int(try await browser.value(shown)) ?? 0
      try await browser.press("w")
      let first = Int(try await browser.value(shown)) ?? 0
      #expect(first < whole)
      #expect(try await browser.value("document.querySelector('.walkbar output').textContent").hasPrefix("Step 1 of"))
      try await browser.press("n", "n", "\u{E014}")
      #expect(try await browser.value("document.querySelector('.walkbar output').textContent").hasPrefix("Step 4 of"))
      try await browser.press("\u{E012}", "p")
      #expect(try await browser.value("document.querySelector('.walkbar output').textContent").hasPrefix("Step 2 of"))
      let size = "parseFloat(getComputedStyle(document.body).fontSize)"
      let before = Double(try await browser.value(size)) ?? 0
      try await browser.press("+")
      #expect((Double(try await browser.value(size)) ?? 0) > before)
      try await browser.press("-", "\u{E00C}")
      #expect(Int(try await browser.value(shown)) == whole)
      try await browser.open(page, query: "?walk")
      #expect(try await browser.value("document.documentElement.dataset.walk") == "steps")
    }
  }

  @Test("Code comes before its output in a walk")
  func walkOrder() async throws {
    try await withPage { browser, page in
      try await browser.open(page, query: "?walk")
      let state = "['.code', '.outputs'].map(s => document.querySelector('#fig-one ' + s)?.offsetHeight > 0).join()"
      var states: [String] = []
      for _ in 0..<6 {
        let now = try await browser.value(state)
        if states.last != now { states.append(now) }
        try await browser.press(" ")
      }
      #expect(states == ["false,false", "true,false", "true,true"])
    }
  }

  @Test("Slides show a section a page")
  func slides() async throws {
    try await withPage { browser, page in
      try await browser.open(page, query: "?slides")
      let titles = "[...document.querySelectorAll('h1, h2')].filter(e => e.offsetHeight).map(e => e.textContent).join()"
      #expect(try await browser.value(titles) == "A page")
      try await browser.press("\u{E014}")
      #expect(try await browser.value(titles) == "First")
      try await browser.click(".walkbar button:nth-of-type(2)")
      #expect(try await browser.value(titles) == "Second")
    }
  }

  @Test("Tables are sorted by mouse and by key")
  func tables() async throws {
    try await withPage { browser, _ in
      let column = "[...document.querySelectorAll('table.data tbody tr')].map(r => r.cells[0].textContent).join()"
      #expect(try await browser.value(column) == "10,9,100")
      try await browser.click("table.data th button")
      #expect(try await browser.value(column) == "9,10,100")
      #expect(try await browser.value("document.querySelector('table.data th').ariaSort") == "ascending")
      try await browser.press("\u{E007}")
      #expect(try await browser.value(column) == "100,10,9")
      try await browser.press("\u{E007}")
      #expect(try await browser.value(column) == "10,9,100")
    }
  }

  @Test("Sound is sought in its waveform by mouse and by key")
  func audio() async throws {
    try await withPage { browser, _ in
      let time = "document.querySelector('audio').currentTime"
      try await browser.wait("document.querySelector('audio').duration > 1")
      try await browser.click(".wave")
      try await browser.wait("\(time) > 0.4")
      try await browser.value("document.querySelector('audio').pause()")
      try await browser.value("document.querySelector('.wave').focus()")
      try await browser.press("\u{E011}")
      try await browser.wait("\(time) === 0")
      try await browser.press("\u{E014}", "\u{E014}")
      try await browser.wait("Math.abs(\(time) - document.querySelector('audio').duration / 10) < 0.01")
      #expect(Double(try await browser.value("document.querySelector('.wave').ariaValueNow")) ?? 0 > 0)
      try await browser.press(" ")
      try await browser.wait("!document.querySelector('audio').paused")
    }
  }

  @Test("Without scripts everything can still be read")
  func withoutScripts() async throws {
    try await withPage { browser, page in
      try await browser.command("Emulation.setScriptExecutionDisabled", ["value": true])
      try await browser.open(page)
      let text = try await browser.value("document.body.innerText")
      for part in ["A page", "let one = 1", "Figure 1: Cap", "100", "said something", "How this report was made"] {
        #expect(text.contains(part), "\(part) is missing")
      }
      #expect(try await browser.value("document.querySelector('.tools').offsetHeight") == "0")
      #expect(try await browser.value("document.querySelector('details.code').open") == "true")
      try await browser.command("Emulation.setScriptExecutionDisabled", ["value": false])
    }
  }

  @Test("Running times stand beside the cells")
  func times() async throws {
    try await withPage { browser, _ in
      let time = try await browser.value("document.querySelector('#fig-one .time').textContent")
      #expect(time == "1.25 s")
    }
  }

  @Test(
    "axe-core finds nothing", .enabled(if: AxeCore.isAvailable, AxeCore.reason),
    arguments: ["light", "dark"])
  func accessibility(theme: String) async throws {
    let script = try AxeCore.script()
    try await withPage { browser, page in
      let feature = ["name": "prefers-color-scheme", "value": theme]
      try await browser.command("Emulation.setEmulatedMedia", ["features": [feature]])
      for query in ["", "?walk", "?slides"] {
        try await browser.open(page, query: query)
        try await browser.command("Runtime.evaluate", ["expression": script])
        let run =
          "axe.run(document, {iframes: false}).then(r => r.violations.map(v => v.id + ' ' + v.nodes[0].html).join('\\n'))"
        try await browser.command("Runtime.evaluate", ["expression": run + ".then(text => window.found = '' + text)"])
        try await browser.wait("window.found !== undefined")
        #expect(try await browser.value("window.found") == "")
      }
    }
  }

  /// Writes a page with everything on it, opens it, and cleans up.
  private func withPage(_ body: (Browser, URL) async throws -> Void) async throws {
    let page = FileManager.default.temporaryDirectory.appendingPathComponent("etude-\(UUID().uuidString).html")
    try ReportRenderer().html(try Self.report()).write(to: page)
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
    let table = Table(columns: ["n", "word"], rows: [["10", "b"], ["9", "a"], ["100", "c"]])
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
