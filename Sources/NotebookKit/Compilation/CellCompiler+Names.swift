import Files
import Foundation

/// Names that an error may suggest.
extension CellCompiler {
  /// The names of the library that cells can use, read once for each build of it.
  ///
  /// - Throws: The file system's errors.
  package func libraryNames() throws -> [String] {
    let key = ContentHash(parts: ["library names 1", toolchain.fingerprint, library.fingerprint])
    let entry =
      try cache.entry(key)
      ?? cache.makeEntry(key) { draft in
        let names = try LibraryNames.read(library, toolchain: toolchain, moduleMap: moduleMap, using: draft)
        for file in try FileManager.default.contentsOfDirectory(at: draft, includingPropertiesForKeys: nil) {
          try FileManager.default.removeItem(at: file)
        }
        try JSONEncoder().encode(names).write(to: draft.appending(path: Self.namesName))
      }
    return try entry.data(Self.namesName).map { try JSONDecoder().decode([String].self, from: $0) } ?? []
  }

  private static var namesName: String { "names.json" }
}
