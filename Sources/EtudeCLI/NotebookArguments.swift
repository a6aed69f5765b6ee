import ArgumentParser
import Foundation

extension String {
  /// The name of a notebook's report, without its ending.
  var reportName: String { URL(filePath: self).deletingPathExtension().lastPathComponent }

  /// The text as a shell word, quoted if necessary.
  var shellWord: String {
    let path = hasPrefix("-") ? "./" + self : self
    let isPlain = path.allSatisfy { $0.isLetter || $0.isNumber || "_-./,:+@%".contains($0) }
    return isPlain ? path : "'\(path.replacing("'", with: "'\\''"))'"
  }
}

extension [String] {
  /// Makes sure that no two notebooks would write the same file.
  ///
  /// - Throws: `ValidationError` with the message about the first name that occurs twice.
  func refuseClashes(by name: (String) -> String, message: (String) -> String) throws {
    var names: Set<String> = []
    for notebook in self where !names.insert(name(notebook)).inserted {
      throw ValidationError(message(name(notebook)))
    }
  }
}
