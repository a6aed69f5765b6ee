import Files
import Foundation
import Synchronization

/// Keeps the report of a session on disk: the page, and its figures as files beside it.
///
/// Each file is written beside and renamed into place, so that a reader never meets half of one.
package final class ReportWriter: SessionFront {
  /// The report itself.
  package let page: URL
  private let notebook: URL
  private let folder: URL
  /// The folder of figures and of streams too long for the page.
  private let assets: URL
  private let formats: Set<ReportFormat>
  private let pages = Mutex(Pages())

  private struct Pages {
    let renderer = ReportRenderer()
    var writtenFigures: [String: Data] = [:]
  }

  /// A writer of a notebook's report; nothing is written before ``prepare()``.
  ///
  /// - Parameters:
  ///   - folder: The folder that holds reports, as in `Output`.
  ///   - formats: The formats of the finished report; HTML is always written.
  package init(notebook: Notebook, folder: URL, formats: Set<ReportFormat> = []) {
    let name = notebook.file.deletingPathExtension().lastPathComponent
    page = folder.appending(path: "\(name).html")
    assets = folder.appending(path: name)
    self.notebook = notebook.file
    self.folder = folder
    self.formats = formats
  }

  /// The folder of streams that are longer than the page shows.
  package var streamFolder: URL { assets.appending(path: "streams") }

  // MARK: - The folder

  /// Makes the folder of reports and removes the figures and streams of an earlier run.
  ///
  /// - Throws: ``ExecutionError/outputNotWritable(path:reason:)``.
  package func prepare() throws(ExecutionError) {
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw .outputNotWritable(path: folder.path, reason: SystemReason.of(error))
    }
    guard access(folder.path, W_OK) == 0 else {
      throw .outputNotWritable(path: folder.path, reason: SystemReason.ofLastCall)
    }
    if formats.contains(.markdown),
      page.deletingPathExtension().appendingPathExtension("md").standardizedFileURL == notebook.standardizedFileURL
    {
      throw .outputNotWritable(path: notebook.path, reason: "it is the notebook itself")
    }
    try removeOldAssets()
  }

  /// Removes the figures and streams of an earlier run; a folder of that name that no run has made is left as it is.
  private func removeOldAssets() throws(ExecutionError) {
    if FileManager.default.fileExists(atPath: assetsMark.path) { try? FileManager.default.removeItem(at: assets) }
    if !FileManager.default.fileExists(atPath: assets.path) { try put(Data(), to: assetsMark) }
  }

  private var assetsMark: URL { assets.appending(path: ".etude-report") }

  /// Removes the folder of figures and streams if the run has put nothing there.
  private func removeEmptyAssets() {
    let names = try? FileManager.default.contentsOfDirectory(atPath: assets.path)
    if names == [assetsMark.lastPathComponent] { try? FileManager.default.removeItem(at: assets) }
  }

  // MARK: - Observing

  /// Rewrites the page after every cell, and while one puts out more.
  ///
  /// - Throws: ``ExecutionError/outputNotWritable(path:reason:)``.
  package func observe(_ event: SessionEvent, report: Report) throws {
    switch event {
    case .started, .outputsChanged, .cellEnded, .inlineValueEnded, .recovered, .abandoned: try write(report)
    case .ended:
      try write(report)
      try writeFormats(of: report)
      removeEmptyAssets()
    case .cellBegan, .cellBeganAgain, .progress, .inlineValueFailed: break
    }
  }

  /// Writes the page and the figures that are new.
  private func write(_ report: Report) throws {
    try pages.withLock { pages in
      try put(pages.renderer.html(report), to: page)
      for figure in pages.renderer.figures(report) where pages.writtenFigures[figure.name] != figure.png {
        try put(figure.png, to: assets.appending(path: "figures/\(figure.name).png"))
        pages.writtenFigures[figure.name] = figure.png
      }
    }
  }

  /// Writes the finished report in the other formats, beside the page.
  private func writeFormats(of report: Report) throws {
    let base = page.deletingPathExtension()
    if formats.contains(.jupyter) {
      try put(JupyterExport.data(report), to: base.appendingPathExtension("ipynb"))
    }
    if formats.contains(.markdown) {
      let export = MarkdownExport.export(report, folder: base.lastPathComponent)
      for attachment in export.attachments {
        try put(attachment.data, to: assets.appending(path: attachment.path))
      }
      try put(export.markdown, to: base.appendingPathExtension("md"))
    }
  }

  private func put(_ data: Data, to file: URL) throws(ExecutionError) {
    do {
      try AtomicFile.write(data, to: file, makesFolder: true)
    } catch {
      throw .outputNotWritable(path: file.path, reason: error.reason)
    }
  }
}
