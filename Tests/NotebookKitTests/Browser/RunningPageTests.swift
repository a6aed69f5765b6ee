import Foundation
import NotebookKit
import TestSupport
import Testing

extension PageTests {
  /// The messages of a run's page about the run, while it continues and afterwards.
  @Suite("The page of a running report")
  struct RunningPageTests {
    private func withPage(
      next: Date?, _ body: (Browser) async throws -> Void
    ) async throws {
      let page = FileManager.default.temporaryDirectory.appendingPathComponent("etude-\(UUID().uuidString).html")
      defer { try? FileManager.default.removeItem(at: page) }
      var report = try NotebookKitTests.report(
        "```swift\n1\n```\n\n```swift\n2\n```\n", [CellRecord(status: .succeeded), CellRecord(status: .running)])
      report.isRunning = next != nil
      let clock = next.map { PageClock(written: $0 - 60, next: $0) }
      try ReportRenderer().html(report, clock: clock).write(to: page)
      let browser = try await Browser()
      do {
        try await browser.open(page)
        try await body(browser)
      } catch {
        await browser.close()
        throw error
      }
      await browser.close()
    }

    private let banner = "document.querySelector('.banner.running')?.textContent"

    @Test("A page before its next update says that the run continues, and reloads")
    func goingOn() async throws {
      try await withPage(next: Date() + 3600) { browser in
        #expect(
          try await browser.value(banner) == "The run goes on: 1 of 2 cells were done. This page reloads by itself.")
        try await browser.value("window.isOld = true")
        try await browser.wait("window.isOld === undefined")
      }
    }

    @Test("A page that was not written again in time says that the run ended unfinished")
    func unfinished() async throws {
      try await withPage(next: Date() - 10) { browser in
        let text = try await browser.value(banner)
        #expect(
          text.hasPrefix("The run ended unfinished: 1 of 2 cells were done. This page was to be written again by "))
        #expect(try await browser.value("document.documentElement.dataset.run") == "unfinished")
      }
    }

    @Test("A page that could not be written says so, and a finished one says nothing")
    func others() async throws {
      try await withPage(next: Date(timeIntervalSince1970: 0)) { browser in
        let text = try await browser.value(banner)
        #expect(text == "The run ended unfinished: 1 of 2 cells were done. Its report could no longer be written.")
      }
      try await withPage(next: nil) { browser in
        let text = try await browser.value(banner)
        #expect(text == "undefined")
      }
    }
  }
}
