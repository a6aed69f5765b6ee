import Files
import Foundation

/// The view of later modules on a module: the file that the compiler reads instead.
package struct ModuleInterface: Hashable, Sendable {
  package var module: String
  package var file: URL
  /// The hash of the file's bytes. Two sources that declare the same have one interface, so an edit inside of a
  /// function or of a value compiles no other module again.
  package var hash: ContentHash

  /// The file beside it with the documentation of its declarations.
  var documentation: URL { file.deletingPathExtension().appendingPathExtension("swiftdoc") }

  package init(module: String, file: URL, hash: ContentHash) {
    self.module = module
    self.file = file
    self.hash = hash
  }
}
