import Files
import Foundation

/// The built packages and sources of a notebook, for compiling its cells and loading in its kernel.
package struct NotebookDependencies: Equatable, Sendable {
  /// The arguments with which the compiler finds their modules.
  package var compilerArguments: [String] = []
  /// The lines that import the sources into every cell.
  package var imports: [String] = []
  /// The libraries, in the order in which the kernel loads them.
  package var libraries: [URL] = []
  /// The hashes of everything that their interfaces depend on.
  package var keys: [ContentHash] = []
  /// Entries of the report's stamp about them.
  package var stampEntries: [Stamp.Entry] = []

  package init() {}

  /// The variable of a kernel's environment that lists its libraries, one per line.
  static let environmentVariable = "ETUDE_LIBRARIES"
}
