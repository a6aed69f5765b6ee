import Display

/// Names and pages of the library's documentation.
extension CellCompiler {
  private var documentation: LibraryDocumentation {
    LibraryDocumentation(library, toolchain: toolchain, cache: cache)
  }

  /// The names of the library that cells can use without a dot, sorted.
  ///
  /// - Throws: The file system's errors.
  package func libraryNames() throws -> [String] {
    let names = try documentation.index().symbols.map(\.pathWithoutLabels)
    return Set(names.filter { name in name.first.map { $0.isLetter || $0 == "_" } ?? false && !name.contains(".") })
      .map(String.init).sorted()
  }

  /// Makes the documentation that a step reads which calls `doc`.
  ///
  /// - Throws: The file system's errors.
  package func prepare(for step: RunStep) throws {
    // Most steps have no such letters, and finding their words takes longer.
    if step.source.utf8.contains("doc".utf8), step.words.names.contains("doc") { try documentation.prepare() }
  }
}
