import Foundation
import KernelProtocol

/// The files that cells use, as variables of the notebook.
///
/// A file that a cell writes is a variable that it writes, and so is the folder of it, in which others may list it. A file
/// that is only read comes from outside; its stamp tells when it was changed.
struct FileStamps {
  /// By the variable's id, the files that were looked at.
  private(set) var known: [String: FileStamp] = [:]

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
  mutating func stamp(of file: StepEffects.Variable) -> FileStamp {
    if let stamp = known[file.id] { return stamp }
    let stamp = FileStamp(ofFileAt: file.path ?? "")
    known[file.id] = stamp
    return stamp
  }

  /// The stamps of files as a cell found them.
  static func stamps(of files: FileUse) -> [StepEffects.Variable: FileStamp] {
    Dictionary(files.stamps.map { (.file(standardized($0.key)), $0.value) }) { first, _ in first }
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
