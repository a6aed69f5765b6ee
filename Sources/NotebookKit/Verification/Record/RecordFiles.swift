import Files
import Foundation

/// The files of a notebook's record: `note.outputs.json` beside `note.md`, and the folder `note.outputs` of images and
/// sounds.
package struct RecordFiles {
  package let record: URL
  /// The folder of images and sounds; created when there are any.
  package let folder: URL
  private let notebook: URL

  package init(of notebook: URL) {
    let base = notebook.deletingPathExtension()
    record = base.appendingPathExtension("outputs.json")
    folder = base.appendingPathExtension("outputs")
    self.notebook = notebook
  }

  /// - Throws: ``VerificationError``.
  package func read() throws(VerificationError) -> OutputRecord {
    guard FileManager.default.fileExists(atPath: record.path) else {
      throw .missingRecord(path: record.relativePath, notebook: notebook.relativePath)
    }
    let data: Data
    do { data = try Data(contentsOf: record) } catch {
      throw .unreadableRecord(path: record.relativePath, reason: SystemReason.of(error))
    }
    return try OutputRecord(decoding: data, path: record.relativePath) { name in
      try? Data(contentsOf: folder.appending(path: name))
    }
  }

  /// Writes a record, and removes the files of the previous one that it no longer names.
  ///
  /// - Returns: The number of files that were written: those with new content.
  /// - Throws: ``VerificationError/foreignFile(path:)`` before anything is written, and `FileError`.
  @discardableResult
  package func write(_ record: OutputRecord) throws -> Int {
    let (json, attachments) = record.kept.encoded()
    let old = try? Data(contentsOf: self.record)
    // A damaged record, for example after a merge, is still recognised.
    if let old, !old.isEmpty, old.range(of: Data(OutputRecord.formatName.utf8)) == nil {
      throw VerificationError.foreignFile(path: self.record.relativePath)
    }
    let former = attachmentNames()
    for attachment in attachments where !former.contains(attachment.name) {
      let file = folder.appending(path: attachment.name)
      guard let content = try? Data(contentsOf: file), content != attachment.data else { continue }
      throw VerificationError.foreignFile(path: file.relativePath)
    }
    var count = 0
    for attachment in attachments where try put(attachment.data, to: folder.appending(path: attachment.name)) {
      count += 1
    }
    if try put(json.fileData, to: self.record) { count += 1 }
    for name in former.subtracting(attachments.map(\.name)) {
      try? FileManager.default.removeItem(at: folder.appending(path: name))
    }
    // A folder that contains other files remains.
    rmdir(folder.path)
    return count
  }

  /// Writes a file with new content.
  private func put(_ data: Data, to file: URL) throws -> Bool {
    if let content = try? Data(contentsOf: file), content == data { return false }
    try AtomicFile.write(data, to: file, makesFolder: true)
    return true
  }

  /// The files that the record on disk names, whatever else is wrong with it.
  private func attachmentNames() -> Set<String> {
    guard let data = try? Data(contentsOf: record), let json = try? JSON(parsing: data),
      json["format"]?.string == OutputRecord.format
    else { return [] }
    var names: Set<String> = []
    var rest = [json]
    while let value = rest.popLast() {
      if let name = value["file"]?.string, !name.contains("/"), !name.hasPrefix(".") { names.insert(name) }
      rest += value.array ?? value.object?.members.map(\.value) ?? []
    }
    return names
  }
}
