import Foundation
import TestSupport
import Testing

extension PageTests {
  @Suite("Controls of the page")
  struct PageControlTests {
    @Test("Code folds, one and all, by mouse and by key")
    func folding() async throws {
      try await PageTests.withPage { browser, _ in
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

    @Test("The theme follows the switch, images and frames too")
    func theme() async throws {
      try await PageTests.withPage { browser, _ in
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
      try await PageTests.withPage { browser, page in
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
      try await PageTests.withPage { browser, _ in
        try await browser.command("Browser.grantPermissions", ["permissions": ["clipboardReadWrite"]])
        try await browser.click(".copy")
        try await browser.wait("document.querySelector('.copy').textContent === 'Copied'")
        try await browser.value("navigator.clipboard.readText().then(text => window.copied = text)")
        try await browser.wait("window.copied === 'let one = 1\\nlet two = 2'")
      }
    }

    @Test("Tables are sorted by mouse and by key")
    func tables() async throws {
      try await PageTests.withPage { browser, _ in
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
      try await PageTests.withPage { browser, _ in
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
  }
}
