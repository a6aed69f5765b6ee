import Foundation
import Live
import NotebookKit
import TestSupport
import Testing

extension LiveBrowserTests {
  @Suite("The live page as it is read")
  struct LiveReadingTests {
    private static let states: [Int: CellLiveState] = [
      0: .running(since: Date(), progress: 0.3), 1: .stale(reason: "one changed in cell 1.", lastRun: 12), 2: .failed,
    ]

    /// Writes an image into the folder that `ETUDE_SCREENSHOTS` names, for people to look at.
    private func keep(_ picture: Data, as name: String) throws {
      guard let folder = ProcessInfo.processInfo.environment["ETUDE_SCREENSHOTS"] else { return }
      try picture.write(to: URL(filePath: folder).appending(path: name))
    }

    @Test(
      "The page logs nothing, asks for nothing elsewhere, and never scrolls sideways", arguments: ["light", "dark"])
    func quiet(theme: String) async throws {
      try await LiveBrowserTests.withPage(states: Self.states) { browser, preview in
        preview.server.publish(problem: "note.md:1: " + String(repeating: "long ", count: 50))
        let feature = ["name": "prefers-color-scheme", "value": theme]
        try await browser.command("Emulation.setEmulatedMedia", ["features": [feature]])
        for width in [360, 768, 1280] {
          try await browser.command(
            "Emulation.setDeviceMetricsOverride",
            ["width": width, "height": 800, "deviceScaleFactor": 1, "mobile": false])
          let overflow = try await browser.value("document.documentElement.scrollWidth > innerWidth")
          #expect(overflow == "false", "at \(width) px")
          try await keep(browser.screenshot(), as: "live-\(theme)-\(width).png")
        }
        let logged = try await browser.console()
        #expect(logged == [])
        let port = try preview.door(.author).port
        #expect(try await browser.requests().filter { !$0.hasPrefix("http://127.0.0.1:\(port)/") } == [])
      }
    }

    @Test(
      "A checker of accessibility finds nothing", .enabled(if: AxeCore.isAvailable, AxeCore.reason),
      arguments: ["light", "dark"])
    func accessible(theme: String) async throws {
      let script = try AxeCore.script()
      try await LiveBrowserTests.withPage(states: Self.states) { browser, preview in
        preview.server.publish(problem: "note.md:1: wrong")
        let feature = ["name": "prefers-color-scheme", "value": theme]
        try await browser.command("Emulation.setEmulatedMedia", ["features": [feature]])
        try await browser.wait("document.querySelector('.problem').offsetHeight > 0")
        try await browser.command("Runtime.evaluate", ["expression": script])
        try await browser.value(
          "axe.run(document, {iframes: false}).then(r => window.found = r.violations.map(v => v.id + ' ' + v.nodes[0].html))"
        )
        try await browser.wait("window.found !== undefined")
        #expect(try await browser.value("window.found.join('\\n')") == "")
      }
    }
  }
}
