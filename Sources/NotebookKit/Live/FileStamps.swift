import Foundation
import KernelProtocol

/// The files that cells use, as variables of the notebook.
///
/// A file that a cell writes is a variable that it writes, and so is the folder of it, in which others may list it. A file
/// that is only read comes from outside; its stamp tells when it was changed.
struct FileStamps {
  private var known: [String: String] = [:]

  /// The effects of a step that used these files.
  static func effects(of files: FileUse) -> StepEffects {
    var effects = StepEffects()
    for path in files.written.map(standardized) {
      effects.written.insert(.file(path))
      effects.written.insert(.file((path as NSString).deletingLastPathComponent))
    }
    effects.read = Set(files.read.map { .file(standardized($0)) }).subtracting(effects.written)
    if !files.isComplete { effects.changesProcess = true }
    return effects
  }

  private static func standardized(_ path: String) -> String { (path as NSString).standardizingPath }

  /// Tells the file's content from earlier and later ones.
  mutating func stamp(of file: StepEffects.Variable) -> String {
    if let stamp = known[file.id] { return stamp }
    var status = stat()
    let path = String(file.id.dropFirst(StepEffects.Variable.filePrefix.count))
    let stamp =
      stat(path, &status) == 0
      ? "\(status.st_ino) \(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)" : "missing"
    known[file.id] = stamp
    return stamp
  }
}

extension StepEffects.Variable {
  fileprivate static let filePrefix = "file:"

  /// The file at an absolute path.
  static func file(_ path: String) -> StepEffects.Variable {
    StepEffects.Variable(filePrefix + path, name: (path as NSString).lastPathComponent)
  }

  var isFile: Bool { id.hasPrefix(Self.filePrefix) }

  /// The file's path; nil for any other variable.
  var path: String? { isFile ? String(id.dropFirst(Self.filePrefix.count)) : nil }
}
