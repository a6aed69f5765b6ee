import Files
import Foundation

/// The file that keeps a cell's streams whole when they are longer than a report can show.
///
/// Nothing is written until that is so; then everything, up to a limit.
final class StreamFile {
  private let url: URL
  private var early = Data()
  private var handle: FileHandle?
  /// True once the report had no room for everything.
  private(set) var isInUse = false
  private var written = 0
  private var failure: String?

  /// The part of a cell's streams on disk, in bytes.
  static let keptBytes = 64 << 20

  init(url: URL) { self.url = url }

  /// Receives bytes of which the report has room for the first `shown`.
  func append(_ data: Data, shown: Int) {
    if handle == nil, shown == data.count {
      early.append(data)
      return
    }
    if handle == nil, failure == nil { open() }
    let part = data.prefix(max(0, Self.keptBytes - written))
    guard !part.isEmpty, let handle else { return }
    do {
      try handle.write(contentsOf: part)
      written += part.count
    } catch {
      failure = SystemReason.of(error)
      self.handle = nil
    }
  }

  /// Forgets text that the report no longer shows. A file that was begun keeps all.
  func clear() { early = Data() }

  private func open() {
    isInUse = true
    do {
      let folder = url.deletingLastPathComponent()
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try AssetList(folder: folder.deletingLastPathComponent()).claim(
        "\(folder.lastPathComponent)/\(url.lastPathComponent)")
      try early.write(to: url)
      let handle = try FileHandle(forWritingTo: url)
      try handle.seekToEnd()
      written = early.count
      self.handle = handle
    } catch let error as ExecutionError {
      failure = error.description
    } catch {
      failure = SystemReason.of(error)
    }
    early = Data()
  }

  /// The report's note about the cut; nil if nothing was cut.
  func finish(total: Int) -> String? {
    guard handle != nil || failure != nil else { return nil }
    try? handle?.close()
    handle = nil
    let shown = "The cell printed \(total) bytes; the first \(CellRecorder.shownBytes) are shown."
    if let failure { return shown + " The rest could not be kept: \(failure)" }
    let place = url.deletingLastPathComponent().lastPathComponent + "/" + url.lastPathComponent
    return written < total
      ? shown + " The first \(written) are in \(place), the rest was discarded." : shown + " All are in \(place)."
  }
}
