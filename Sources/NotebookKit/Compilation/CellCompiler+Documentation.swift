import Display

/// Names and pages of the library's documentation.
extension CellCompiler {
  private var documentation: LibraryDocumentation {
    LibraryDocumentation(library, toolchain: toolchain, cache: cache)
  }

  /// Names of the library that a wrong name may mean.
  ///
  /// - Throws: The file system's errors, and ``DocumentationError/unavailable(reason:)``.
  package func libraryHints() throws -> LibraryHints? { LibraryHints(try documentation.index()) }

  /// Makes the documentation that a step reads which calls `doc`.
  ///
  /// - Throws: The file system's errors.
  package func prepare(for step: RunStep) throws {
    // Most steps have no such letters, and finding their words takes longer.
    if step.source.utf8.contains("doc".utf8), step.words.names.contains("doc") { try documentation.prepare() }
  }
}
