import Foundation
import KernelProtocol

/// The files that cells use, as variables of the notebook.
///
/// A file that a cell writes is a variable that it writes, and its folder one that it changes, because others may list
/// it. A file that is only read is an outside input; its stamp shows when it was changed.
package struct FileStamps {
  /// By the variable's id, the files that were checked.
  package private(set) var known: [String: FileStamp] = [:]

  package init() {}

  /// The effects of a step that used these files.
  package static func effects(of files: FileUse) -> StepEffects {
    var effects = StepEffects()
    for path in files.written.map(standardized) {
      effects.written.insert(.file(path))
      effects.changedFolders.insert(.file((path as NSString).deletingLastPathComponent))
    }
    effects.read = Set(files.read.map { .file(standardized($0)) }).subtracting(effects.written)
    effects.usesUnknownFiles = files.hasUnknown
    return effects
  }

  private static func standardized(_ path: String) -> String { (path as NSString).standardizingPath }

  /// Tells the file's content from earlier and later ones.
  package mutating func stamp(of file: StepEffects.Variable) -> FileStamp {
    if let stamp = known[file.id] { return stamp }
    let stamp = FileStamp(ofFileAt: file.path ?? "")
    known[file.id] = stamp
    return stamp
  }

  /// True if a cell found a file in another state than at the check.
  package func differ(from found: [StepEffects.Variable: FileStamp]) -> Bool {
    found.contains { file, stamp in known[file.id].map { $0 != stamp } ?? false }
  }

  /// The stamps of files as a cell found them.
  package static func stamps(of files: FileUse) -> [StepEffects.Variable: FileStamp] {
    Dictionary(files.stamps.map { (.file(standardized($0.key)), $0.value) }) { first, _ in first }
  }
}

extension StepEffects.Variable {
  fileprivate static let filePrefix = "file:"

  /// The file at an absolute path.
  package static func file(_ path: String) -> StepEffects.Variable {
    StepEffects.Variable(filePrefix + path, name: (path as NSString).lastPathComponent)
  }

  /// All effects of a step on files, whose names need not be known.
  package static let files = StepEffects.Variable(filePrefix, name: "files")

  package var isFile: Bool { id.hasPrefix(Self.filePrefix) }

  /// The file's path; nil for any other variable.
  package var path: String? { isFile ? String(id.dropFirst(Self.filePrefix.count)) : nil }
}
