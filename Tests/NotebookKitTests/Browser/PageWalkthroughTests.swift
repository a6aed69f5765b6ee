import Foundation
import TestSupport
import Testing

extension PageTests {
  @Suite("Walks and slides")
  struct PageWalkthroughTests {
    @Test("A walk goes through prose, code and output by the keyboard")
    func walkthrough() async throws {
      try await PageTests.withPage { browser, page in
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

    @Test("Every button of the walk can be reached on a narrow page", arguments: [320, 360])
    func narrow(width: Int) async throws {
      try await PageTests.withPage { browser, page in
        try await browser.command(
          "Emulation.setDeviceMetricsOverride",
          ["width": width, "height": 700, "deviceScaleFactor": 1, "mobile": false])
        try await browser.open(page, query: "?walk")
        let edges =
          "[...document.querySelectorAll('.walkbar > *')].map(e => e.getBoundingClientRect())"
          + ".every(b => b.width > 0 && b.left >= 0 && b.right <= document.documentElement.clientWidth)"
        #expect(try await browser.value(edges) == "true")
      }
    }

    @Test("Code comes before its output in a walk")
    func walkOrder() async throws {
      try await PageTests.withPage { browser, page in
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
      try await PageTests.withPage { browser, page in
        try await browser.open(page, query: "?slides")
        let titles =
          "[...document.querySelectorAll('h1, h2')].filter(e => e.offsetHeight).map(e => e.textContent).join()"
        #expect(try await browser.value(titles) == "A page")
        try await browser.press("\u{E014}")
        #expect(try await browser.value(titles) == "First")
        try await browser.click(".walkbar button:nth-of-type(2)")
        #expect(try await browser.value(titles) == "Second")
      }
    }
  }
}
