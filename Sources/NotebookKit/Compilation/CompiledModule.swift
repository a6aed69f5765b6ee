import Files
import Foundation

/// Top-level code, compiled and linked into a library that a kernel can load.
package struct CompiledModule: Equatable, Sendable {
  package var name: String
  /// The library; it exists once ``ModuleCompiler/link(_:)`` has returned.
  package var library: URL
  package var interface: ModuleInterface
  /// The hash of everything that its machine code depends on.
  package var key: ContentHash
  /// The compiler's remarks.
  package var warnings: String
  /// The symbols that its source names; nil if the compiler left no index.
  package var occurrences: [SymbolOccurrence]?
  /// The line on which the step's code begins in its remarks, symbols and traces.
  package var line = StepSource.commonLine
  /// True if that is the notebook's, since the code can tell it.
  var keepsLine = false
  /// The source of its library, if that does not exist yet; nil if it does.
  var unlinked: Unlinked?

  /// A module whose library does not exist yet.
  struct Unlinked: Equatable, Sendable {
    /// Its code; linker errors are shown at its first line.
    var source: String
    var imports: [ModuleInterface]
    var options: CompilationOptions
    /// The machine code; nil if it must be compiled again, because a module need not be linked in the run that compiles
    /// it.
    var object: URL?
  }

  package init(
    name: String, library: URL, interface: ModuleInterface, key: ContentHash, warnings: String = "",
    occurrences: [SymbolOccurrence]? = nil
  ) {
    self.name = name
    self.library = library
    self.interface = interface
    self.key = key
    self.warnings = warnings
    self.occurrences = occurrences
  }

  /// The symbol by which the kernel starts the module.
  package var entryPoint: String { Self.entryPoint(of: name) }

  static func entryPoint(of module: String) -> String { "etude_\(module)" }
}
