import Files
import Foundation

/// A reason why no cell can be compiled; errors in a cell are its own ``CellFailure``.
package enum CompilationError: UserFacingError, Equatable {
  case noCompiler
  case incompleteToolchain(String)
  case coreLibraryMissing(String)
  case cacheUnusable(path: String, reason: String)

  package var description: String {
    switch self {
    case .noCompiler:
      "No Swift compiler on the PATH. Install Swift 6.3 (https://www.swift.org/install/linux) and put its usr/bin on the PATH."
    case .incompleteToolchain(let path):
      "The Swift toolchain lacks \(path). Reinstall Swift 6.3 (https://www.swift.org/install/linux)."
    case .coreLibraryMissing(let path):
      "The library that cells import is missing: \(path). Run `make install` again, or build with `swift build -c release`."
    case .cacheUnusable(let path, let reason):
      "The cache folder \(path) cannot be used: \(reason). Set XDG_CACHE_HOME to a writable folder."
    }
  }
}
