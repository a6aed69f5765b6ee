import Files
import Foundation

/// The folder of a sweep, `Output/note.sweep`, which nothing else uses.
///
/// | in it | content |
/// |---|---|
/// | `sweep.json` | the mark of a sweep's folder, with the notebook |
/// | `points/lr=0.1,seed=1/note.html` | the report of a point |
/// | `points/lr=0.1,seed=1/result.json` | its published values; written last, so a point with this file is finished |
/// | `sweep.csv`, `sweep.md`, `sweep.html` | the table of all points, the notebook of the report, the report |
package struct SweepFolder: Sendable {
  package let folder: URL
  private let notebook: URL

  /// The name of a sweep's mark.
  private static let manifestName = "sweep.json"
  private static let format = "etude-sweep 1"

  /// - Parameter output: The folder of reports, as in `Output`.
  package init(of notebook: URL, in output: URL) {
    self.notebook = notebook
    folder = output.appending(path: notebook.deletingPathExtension().lastPathComponent + ".sweep")
  }

  /// The table of the points, which programs read.
  package var table: URL { folder.appending(path: "sweep.csv") }
  /// The notebook that becomes the sweep's report.
  package var notebookOfReport: URL { folder.appending(path: "sweep.md") }

  /// The folder of the report of a point.
  package func folder(of point: SweepPoint) -> URL { folder.appending(path: "points/\(point.folderName)") }

  /// The path of a point's report from this folder.
  func reportPath(of point: SweepPoint) -> String {
    "points/\(point.folderName)/\(notebook.deletingPathExtension().lastPathComponent).html"
  }

  /// Creates the folder, or reuses that of an earlier sweep, and locks it until this process ends.
  ///
  /// - Parameter joins: True for a process that shares the points of a sweep with the process holding the lock.
  /// - Throws: ``SweepError``.
  package func prepare(joins: Bool = false) throws(SweepError) {
    let manifest = folder.appending(path: Self.manifestName)
    if let data = try? Data(contentsOf: manifest), let json = try? JSON(parsing: data),
      json["format"]?.string == Self.format
    {
      let other = folder.resolvingSymlinksInPath().appending(path: json["notebook"]?.string ?? "")
      // A notebook that is no longer there was moved or renamed.
      if let identity = FileIdentity(other), identity != FileIdentity(notebook) {
        throw .otherNotebook(path: folder.relativePath, notebook: other.standardizedFileURL.path)
      }
    } else {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
      // A killed sweep leaves only drafts and a lock.
      guard names.allSatisfy({ $0.hasPrefix(".") }) else { throw .foreignFolder(path: folder.relativePath) }
    }
    let path = ReportMark.path(of: notebook, from: folder)
    let json: JSON = ["format": .string(Self.format), "notebook": .string(path.removingPercentEncoding ?? path)]
    try put(json.fileData, to: manifest)
    if joins { return }
    let lock = open(folder.appending(path: ".lock").path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    // On file systems without locks, users must not run two sweeps at the same time.
    if lock >= 0, flock(lock, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
      close(lock)
      throw .busy(path: folder.relativePath)
    }
  }

  // MARK: - Results

  private func result(of point: SweepPoint) -> URL { folder(of: point).appending(path: "result.json") }

  /// The kept outcome of a point; nil if its run has not finished, or was another.
  package func keptResult(of point: SweepPoint, run: String) -> PointResult? {
    guard let data = try? Data(contentsOf: result(of: point)),
      let kept = try? JSONDecoder().decode(PointResult.self, from: data), kept.format == PointResult.currentFormat,
      kept.run == run
    else { return nil }
    return kept
  }

  /// Claims a point for this process among those that sweep together.
  ///
  /// - Returns: The lock's descriptor, which ``release(_:)`` takes; nil if another process runs the point.
  func claim(_ point: SweepPoint) throws(SweepError) -> Int32? {
    let folder = folder(of: point)
    do { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) } catch {
      throw .notWritten(path: folder.path, reason: SystemReason.of(error))
    }
    let lock = open(folder.appending(path: ".lock").path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard lock >= 0 else { throw .notWritten(path: folder.path, reason: SystemReason.ofLastCall) }
    if flock(lock, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
      close(lock)
      return nil
    }
    return lock
  }

  func release(_ claim: Int32) { close(claim) }

  /// Notes that a point is not finished, before its report changes.
  func forgetResult(of point: SweepPoint) { unlink(result(of: point).path) }

  /// Stores the outcome of a point whose report is written.
  ///
  /// - Throws: ``SweepError/notWritten(path:reason:)``.
  func keep(_ result: PointResult, of point: SweepPoint) throws(SweepError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(result) else { return }
    try put(data + Data("\n".utf8), to: self.result(of: point))
  }

  /// Writes the table for programs.
  ///
  /// - Throws: ``SweepError/notWritten(path:reason:)``.
  package func write(_ table: SweepTable) throws(SweepError) { try put(Data(table.csv.utf8), to: self.table) }

  /// Writes the notebook of the report, which shows the rows as they are sorted.
  ///
  /// - Throws: ``SweepError/notWritten(path:reason:)``.
  package func writeReport(of table: SweepTable) throws(SweepError) {
    try put(Data(SweepReport(table).source.utf8), to: notebookOfReport)
  }

  private func put(_ data: Data, to file: URL) throws(SweepError) {
    do { try AtomicFile.write(data, to: file, makesFolder: true) } catch {
      throw .notWritten(path: error.path, reason: error.reason)
    }
  }
}
