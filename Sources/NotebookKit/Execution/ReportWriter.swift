import Files
import Foundation

/// Keeps the report of a run on disk: the page, and its figures as files beside it.
///
/// Each file is written beside and renamed into place, so that a reader never meets half of one.
struct ReportWriter {
  /// The report itself.
  let page: URL
  /// The folder of figures and of streams too long for the page.
  private let assets: URL
  private let renderer: ReportRenderer
  private var writtenFigures: [String: Data] = [:]

  /// - Throws: ``ExecutionError/outputNotWritable(path:reason:)``.
  init(notebook: Notebook, folder: URL, forms: Set<ReportForm> = []) throws(ExecutionError) {
    let name = notebook.file.deletingPathExtension().lastPathComponent
    page = folder.appending(path: "\(name).html")
    assets = folder.appending(path: name)
    renderer = ReportRenderer()
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw .outputNotWritable(path: folder.path, reason: SystemReason.of(error))
    }
    guard access(folder.path, W_OK) == 0 else {
      throw .outputNotWritable(path: folder.path, reason: SystemReason.ofLastCall)
    }
    if page.deletingPathExtension().appendingPathExtension("md").standardizedFileURL
      == notebook.file.standardizedFileURL,
      forms.contains(.markdown)
    {
      throw .outputNotWritable(path: notebook.file.path, reason: "it is the notebook itself")
    }
    try removeOldAssets()
  }

  /// Removes the figures and streams of an earlier run; a folder of that name that no run has made is left as it is.
  private func removeOldAssets() throws(ExecutionError) {
    if FileManager.default.fileExists(atPath: assetsMark.path) { try? FileManager.default.removeItem(at: assets) }
    if !FileManager.default.fileExists(atPath: assets.path) { try AtomicFile.write(Data(), to: assetsMark) }
  }

  private var assetsMark: URL { assets.appending(path: ".etude-report") }

  /// Removes the folder of figures and streams if the run has put nothing there.
  func removeEmptyAssets() {
    let names = try? FileManager.default.contentsOfDirectory(atPath: assets.path)
    if names == [assetsMark.lastPathComponent] { try? FileManager.default.removeItem(at: assets) }
  }

  /// Where a cell's outputs are collected.
  func recorder(forCell index: Int) -> CellRecorder {
    CellRecorder(overflowFile: assets.appending(path: "streams/cell-\(index + 1).txt"))
  }

  /// Where the output of an inline value goes, apart from what a cell left behind.
  func recorder(forProseOnLine line: Int) -> CellRecorder {
    CellRecorder(overflowFile: assets.appending(path: "streams/prose-line-\(line).txt"))
  }

  /// Writes the page and the figures that are new.
  ///
  /// - Throws: ``ExecutionError/outputNotWritable(path:reason:)``.
  mutating func write(_ report: Report) throws(ExecutionError) {
    try AtomicFile.write(renderer.html(report), to: page)
    for figure in renderer.figures(report) where writtenFigures[figure.name] != figure.png {
      try AtomicFile.write(figure.png, to: assets.appending(path: "figures/\(figure.name).png"))
      writtenFigures[figure.name] = figure.png
    }
  }

  /// Writes the finished report in other forms than HTML, beside the page.
  ///
  /// - Throws: ``ExecutionError/outputNotWritable(path:reason:)``.
  func write(_ report: Report, as forms: Set<ReportForm>) throws(ExecutionError) {
    let base = page.deletingPathExtension()
    if forms.contains(.jupyter) {
      try AtomicFile.write(JupyterExport.data(report), to: base.appendingPathExtension("ipynb"))
    }
    if forms.contains(.markdown) {
      let export = MarkdownExport.export(report, folder: base.lastPathComponent)
      for attachment in export.attachments {
        try AtomicFile.write(attachment.data, to: assets.appending(path: attachment.path))
      }
      try AtomicFile.write(export.markdown, to: base.appendingPathExtension("md"))
    }
  }
}

/// Writes files whole or not at all.
package enum AtomicFile {
  /// Writes beside and renames into place; folders are made.
  ///
  /// - Throws: ``ExecutionError/outputNotWritable(path:reason:)``; the old file is whole then.
  package static func write(_ data: Data, to file: URL) throws(ExecutionError) {
    let folder = file.deletingLastPathComponent()
    let draft = folder.appending(path: ".\(file.lastPathComponent).\(getpid()).draft")
    do {
      if !FileManager.default.fileExists(atPath: folder.path) {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      }
      try data.write(to: draft)
    } catch {
      try? FileManager.default.removeItem(at: draft)
      throw .outputNotWritable(path: file.path, reason: SystemReason.of(error))
    }
    guard rename(draft.path, file.path) == 0 else {
      let reason = SystemReason.ofLastCall
      try? FileManager.default.removeItem(at: draft)
      throw .outputNotWritable(path: file.path, reason: reason)
    }
  }
}
