import Foundation
import TestSupport
import Testing

extension PageTests {
  @Suite("The page as it is read")
  struct PageReadingTests {
    @Test("The page requests nothing, logs nothing, and never scrolls sideways", arguments: ["light", "dark"])
    func quiet(theme: String) async throws {
      try await PageTests.withPage { browser, page in
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

    @Test("A frame is as high as its content")
    func frames() async throws {
      try await PageTests.withPage { browser, _ in
        let height = "document.querySelector('iframe.html').offsetHeight"
        try await browser.wait("\(height) > 10 && \(height) < 60")
      }
    }

    @Test("On paper code breaks its lines, in light colours whatever the theme")
    func printing() async throws {
      try await PageTests.withPage { browser, page in
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

    @Test("Without scripts everything can still be read")
    func withoutScripts() async throws {
      try await PageTests.withPage { browser, page in
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

    @Test("Running times are beside the cells")
    func times() async throws {
      try await PageTests.withPage { browser, _ in
        let time = try await browser.value("document.querySelector('#fig-one .time').textContent")
        #expect(time == "1.25 s")
      }
    }

    @Test(
      "A checker of accessibility finds nothing", .enabled(if: AxeCore.isAvailable, AxeCore.reason),
      arguments: ["light", "dark"])
    func accessibility(theme: String) async throws {
      let script = try AxeCore.script()
      try await PageTests.withPage { browser, page in
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
  }
}
