/// A location in a notebook's file.
package struct SourceLocation: Hashable, Sendable, CustomStringConvertible {
  /// The file's name as messages show it.
  package var file: String
  /// From 1.
  package var line: Int

  package init(file: String, line: Int) {
    self.file = file
    self.line = line
  }

  package var description: String { "\(file):\(line)" }
}
