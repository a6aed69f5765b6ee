import Foundation
import NotebookKit
import Synchronization
import TestSupport
import Testing

/// The time that a running page carries.
@Suite("The clock of a running page")
struct PageClockTests {
  private final class Time: Sendable {
    private let value = Mutex(Date(timeIntervalSince1970: 1_000_000_000))
    var now: Date {
      get { value.withLock { $0 } }
      set { value.withLock { $0 = newValue } }
    }
  }

  private func report(_ folder: URL) throws -> Report {
    let notebook = try NotebookParser.parse(
      source: Data("```swift\n1\n```\n".utf8), file: folder.appending(path: "note.md"))
    return Report(
      notebook: notebook, parameters: [], records: [CellRecord(status: .running)], stamp: Stamp(), isRunning: true)
  }

  private func next(in page: URL) throws -> String? {
    try String(contentsOf: page, encoding: .utf8).firstMatch(of: /data-next="([^"]*)"/).map { String($0.output.1) }
  }

  @Test("A page is written again before its time, though nothing changed, and a finished one carries none")
  func writtenAgain() throws {
    try withTemporaryFolder { folder in
      let time = Time()
      var report = try report(folder)
      let writer = ReportWriter(
        notebook: report.notebook, folder: folder, schedule: PageSchedule(promise: 60, interval: 20) { time.now })
      try writer.prepare()
      try writer.observe(.started(cellCount: 1), report: report)
      #expect(try next(in: writer.page) == "2001-09-09T01:47:40Z")
      let page = try String(contentsOf: writer.page, encoding: .utf8)
      #expect(
        page.contains(
          "The run had not ended when this page was written, on 2001-09-09 01:46:40 UTC: 0 of 1 cells were done."))
      time.now += 10
      #expect(writer.writeAgain())
      #expect(try next(in: writer.page) == "2001-09-09T01:47:40Z")
      time.now += 15
      #expect(writer.writeAgain())
      #expect(try next(in: writer.page) == "2001-09-09T01:48:05Z")
      report.isRunning = false
      try writer.observe(
        .ended(RunSummary(succeeded: 1, failed: [], notRun: 0, wasInterrupted: false)), report: report)
      #expect(try next(in: writer.page) == nil)
      #expect(!writer.writeAgain())
      #expect(try !String(contentsOf: writer.page, encoding: .utf8).contains("2001"))
    }
  }

  @Test("Cells that end while a page would be written again and again are written together, soon")
  func writtenTogether() throws {
    try withTemporaryFolder { folder in
      let time = Time()
      var report = try report(folder)
      // Each look at the clock takes a hundredth of a second, and so does each writing.
      let writer = ReportWriter(
        notebook: report.notebook, folder: folder,
        schedule: PageSchedule(share: 0.1, delay: 0.25) {
          time.now += 0.01
          return time.now
        })
      func words() throws -> Bool { try String(contentsOf: writer.page, encoding: .utf8).contains("words of a cell") }
      try writer.prepare()
      try writer.observe(.started(cellCount: 1), report: report)
      report.records[0].outputs = [.stream(.stdout, "words of a cell")]
      try writer.observe(.outputsChanged(cell: 0), report: report)
      #expect(try !words())
      #expect(writer.writeAgain())
      #expect(try !words())
      time.now += 0.25
      #expect(writer.writeAgain())
      #expect(try words())
    }
  }

  @Test("A page's clock can be overwritten in place, whatever its cells output")
  func expired() throws {
    var report = try report(URL(filePath: "/none"))
    let clock = PageClock(written: Date(timeIntervalSince1970: 0), next: Date(timeIntervalSince1970: 1_000_000_000))
    report.records[0].outputs = [.stream(.stdout, "data-next=\"2001-09-09T01:46:40Z\"")]
    var page = ReportRenderer().html(report, clock: clock)
    let (offset, attribute) = try #require(PageClock.expired(page))
    page.replaceSubrange(offset..<offset + attribute.count, with: attribute)
    let old = PageClock(written: clock.written, next: clock.written)
    let text = String(decoding: ReportRenderer().html(report, clock: old), as: UTF8.self)
    #expect(
      String(decoding: page, as: UTF8.self) == text.replacing("by 1970-01-01 00:00:00", with: "by 2001-09-09 01:46:40"))
    report.isRunning = false
    #expect(PageClock.expired(ReportRenderer().html(report)) == nil)
  }
}
