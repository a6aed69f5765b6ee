import ArgumentParser
import Foundation

extension String {
  /// The name of a notebook's report, without its ending.
  var reportName: String { URL(filePath: self).deletingPathExtension().lastPathComponent }
}

extension [String] {
  /// Makes sure that no two notebooks would write the same file.
  ///
  /// - Throws: `ValidationError` with the message about the first name that comes twice.
  func refuseClashes(by name: (String) -> String, message: (String) -> String) throws {
    var names: Set<String> = []
    for notebook in self where !names.insert(name(notebook)).inserted {
      throw ValidationError(message(name(notebook)))
    }
  }
}
