import Files
import Foundation

/// Top-level code, compiled and linked into a library that a kernel can load.
package struct CompiledModule: Equatable, Sendable {
  package var name: String
  package var library: URL
  /// The hash of all that its machine code depends on.
  package var key: ContentHash
  /// The compiler's remarks, in the notebook's lines.
  package var warnings: String
  /// The symbols that its source names, in the notebook's lines; nil if the compiler left no index.
  package var occurrences: [SymbolOccurrence]?

  package init(
    name: String, library: URL, key: ContentHash, warnings: String = "", occurrences: [SymbolOccurrence]? = nil
  ) {
    self.name = name
    self.library = library
    self.key = key
    self.warnings = warnings
    self.occurrences = occurrences
  }

  /// The symbol by which the kernel starts the module.
  package var entryPoint: String { Self.entryPoint(of: name) }

  static func entryPoint(of module: String) -> String { "etude_\(module)" }
}
