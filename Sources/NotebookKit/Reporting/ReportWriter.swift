import Display
import Files
import Foundation
import Synchronization

/// Keeps the report of a session on disk: the page, and its figures as files beside it.
///
/// Each file is written under another name and renamed, so a reader never sees a partial file. While the run
/// continues, the page names the time by which it is written again, and is written by then even if nothing changed. Cells that end within
/// milliseconds are written together, a quarter of a second later at most, so that writing takes a tenth of a run's time.
package final class ReportWriter: SessionFront {
  private let files: ReportFiles
  private let formats: Set<ReportFormat>
  private let schedule: PageSchedule
  private let pages = Mutex(Pages())

  private struct Pages {
    let renderer = ReportRenderer()
    var writtenFigures: [String: Data] = [:]
    /// The report of the last event, while the run continues.
    var running: Report?
    /// When the page was last written.
    var written = Date.distantPast
    /// The seconds that the last writing took.
    var cost = 0.0
    /// True if a change waits to be written with further ones.
    var isBehind = false
    /// True if a thread rewrites the page while a cell produces no output.
    var hasHeartbeat = false
  }

  /// A writer of a notebook's report; nothing is written before ``prepare()``.
  ///
  /// - Parameters:
  ///   - folder: The folder of reports, as in `Output`.
  ///   - formats: The formats of the finished report; HTML is always written.
  ///   - schedule: When the page of a silent run is written again.
  package init(
    notebook: Notebook, folder: URL, formats: Set<ReportFormat> = [], schedule: PageSchedule = PageSchedule()
  ) {
    files = ReportFiles(notebook: notebook.file, folder: folder)
    self.formats = formats
    self.schedule = schedule
  }

  /// The report itself.
  package var page: URL { files.page }

  /// The files of the finished report, the page first.
  package var reports: [URL] {
    [page] + formats.subtracting([.html]).sorted { $0.rawValue < $1.rawValue }.map(files.file)
  }

  /// The folder of streams that are longer than the page shows.
  package var streamFolder: URL { files.assets.folder.appending(path: "streams") }

  // MARK: - The folder

  /// Makes the folder of reports and removes the figures and streams of an earlier run.
  ///
  /// - Throws: ``ExecutionError/outputNotWritable(path:reason:)``, also if a file is in the way that Etude did not make;
  ///   ``ExecutionError/noBrowser``.
  package func prepare() throws(ExecutionError) {
    let folder = files.folder
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw .outputNotWritable(path: folder.path, reason: SystemReason.of(error))
    }
    guard access(folder.path, W_OK) == 0 else {
      throw .outputNotWritable(path: folder.path, reason: SystemReason.ofLastCall)
    }
    for format in formats.union([.html]).sorted(by: { $0.rawValue < $1.rawValue }) {
      try files.checkReplaceable(format)
    }
    if formats.contains(.pdf) { _ = try PagePrinter() }
    files.removeDrafts()
    try files.assets.prepare()
  }

  // MARK: - Observing

  /// Rewrites the page after every cell, or after several that end within milliseconds, and while one produces output.
  ///
  /// - Throws: ``ExecutionError/outputNotWritable(path:reason:)``.
  package func observe(_ event: SessionEvent, report: Report) throws {
    switch event {
    case .started, .outputsChanged, .cellEnded, .inlineValueEnded, .recovered: try write(report)
    case .abandoned, .ended:
      do { try write(report) } catch {
        expirePage()
        throw error
      }
      if case .ended = event { try writeFormats(of: report) }
      files.assets.removeIfEmpty()
    case .cellBegan, .cellBeganAgain, .progress, .inlineValueFailed: break
    }
  }

  /// Writes the page and the figures that are new, unless they wait for further changes.
  private func write(_ report: Report) throws {
    try pages.withLock { pages in
      pages.running = report.isRunning ? report : nil
      if report.isRunning, !pages.hasHeartbeat {
        pages.hasHeartbeat = true
        startHeartbeat()
      }
      if report.isRunning, schedule.waits(after: pages.written, thatTook: pages.cost) {
        pages.isBehind = true
      } else {
        try write(report, &pages)
      }
    }
  }

  private func write(_ report: Report, _ pages: inout Pages) throws {
    let start = schedule.now()
    pages.isBehind = true
    try writePage(report, &pages)
    for type in [MIMEType.png, .svg] {
      for figure in pages.renderer.pictures(of: report, as: type) {
        let path = "figures/\(figure.name).\(type.fileExtension)"
        guard pages.writtenFigures[path] != figure.data else { continue }
        if pages.writtenFigures[path] == nil { try files.assets.claim(path) }
        try put(figure.data, to: files.assets.folder.appending(path: path))
        pages.writtenFigures[path] = figure.data
      }
    }
    pages.isBehind = false
    pages.written = schedule.now()
    pages.cost = pages.written.timeIntervalSince(start)
  }

  private func writePage(_ report: Report, _ pages: inout Pages) throws {
    let now = schedule.now()
    let clock = report.isRunning ? PageClock(written: now, next: now + schedule.promise) : nil
    try put(ReportMark.marking(page: pages.renderer.html(report, clock: clock), of: files.notebookPath), to: page)
    pages.written = now
  }

  /// Writes the page of a running report again if changes wait for it, or if its clock would fall behind.
  ///
  /// - Returns: True if the run continues.
  @discardableResult
  package func writeAgain() -> Bool {
    pages.withLock { pages in
      guard let report = pages.running else {
        pages.hasHeartbeat = false
        return false
      }
      // A failure is met again, and told, when the cell has ended.
      if pages.isBehind, !schedule.waits(after: pages.written, thatTook: pages.cost) {
        // A failure is met again in time, and not at once: the disk may be full.
        if (try? write(report, &pages)) == nil {
          pages.isBehind = false
          pages.written = schedule.now()
        }
      } else if schedule.isDue(after: pages.written) {
        try? writePage(report, &pages)
      }
      return true
    }
  }

  private func startHeartbeat() {
    Thread.detachNewThread { [weak self] in
      while self?.writeAgain() == true { usleep(50_000) }
    }
  }

  /// Marks the page on disk as finished if there is no room for another.
  ///
  /// The clock is overwritten in place, which takes no room.
  private func expirePage() {
    guard let text = try? Data(contentsOf: page), let (offset, attribute) = PageClock.expired(text),
      let handle = try? FileHandle(forUpdating: page)
    else { return }
    try? handle.seek(toOffset: UInt64(offset))
    try? handle.write(contentsOf: attribute)
    try? handle.close()
  }

  /// Writes the finished report in the other formats, beside the page.
  private func writeFormats(of report: Report) throws {
    let notebook = files.notebookPath
    if formats.contains(.jupyter) {
      try put(ReportMark.marking(jupyter: JupyterExport.data(report), of: notebook), to: files.file(.jupyter))
    }
    if formats.contains(.markdown) {
      let export = MarkdownExport.export(report, folder: files.assets.folder.lastPathComponent)
      for attachment in export.attachments { try putAsset(attachment.data, attachment.path) }
      try put(ReportMark.marking(markdown: export.markdown, of: notebook), to: files.file(.markdown))
    }
    if formats.contains(.pdf) {
      try put(ReportMark.marking(pdf: PagePrinter().pdf(of: page), of: notebook), to: files.file(.pdf))
    }
  }

  private func putAsset(_ data: Data, _ path: String) throws(ExecutionError) {
    try files.assets.claim(path)
    try put(data, to: files.assets.folder.appending(path: path))
  }

  private func put(_ data: Data, to file: URL) throws(ExecutionError) {
    do {
      try AtomicFile.write(data, to: file, makesFolder: true)
    } catch {
      throw .outputNotWritable(path: file.path, reason: error.reason)
    }
  }
}
