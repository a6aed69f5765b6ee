import Files

/// The compiler of a session's modules.
///
/// ``CellCompiler`` is the real one; tests use a quick one instead.
package protocol ModuleCompiler: Sendable {
  /// The notebook's name in diagnostics.
  var fileName: String { get }

  /// The notebook's packages and sources.
  var dependencies: NotebookDependencies { get }

  /// Creates the folders that compilations share; called once, before the first.
  ///
  /// - Throws: The file system's errors.
  func prepare() throws

  /// The top-level items of some cells; nil for one that has a syntax error.
  ///
  /// - Throws: The file system's errors.
  func items(of sources: [String]) throws -> [[TopLevelItem]?]

  /// Compiles a module's source into machine code and an interface; ``link(_:)`` then creates the library.
  ///
  /// - Parameter imports: The interfaces that its source imports.
  /// - Throws: The file system's errors; a mistake in the source is an outcome.
  func compile(module: String, source: String, imports: [ModuleInterface], options: CompilationOptions) throws
    -> ModuleOutcome

  /// Makes the library of a module, which other modules' compilation need not wait for.
  ///
  /// - Returns: The linker's message if it fails.
  /// - Throws: The file system's errors.
  func link(_ module: CompiledModule) throws -> String?

  /// Makes an interface of a module from another source than its code.
  ///
  /// - Returns: Nil if that source has none.
  /// - Throws: The file system's errors.
  func interface(of module: String, source: String, imports: [ModuleInterface], options: CompilationOptions) throws
    -> ModuleInterface?

  /// The symbols in a source, whether or not it compiles, at the lines that it names; nil if unavailable.
  ///
  /// - Throws: The file system's errors.
  func occurrences(
    module: String, source: String, imports: [ModuleInterface], options: CompilationOptions
  ) throws -> [SymbolOccurrence]?

  /// Names of the library that a wrong name may mean; nil if that is not known.
  ///
  /// - Throws: The file system's errors.
  func libraryHints() throws -> LibraryHints?

  /// Provides the part of the library that a step reads when it runs.
  ///
  /// - Throws: The file system's errors.
  func prepare(for step: RunStep) throws

  /// Releases the session's own resources; called once, after the last compilation.
  func finish()
}

extension ModuleCompiler {
  /// No packages and no sources.
  package var dependencies: NotebookDependencies { NotebookDependencies() }

  /// The top-level items of a cell; nil if it has a syntax error.
  ///
  /// - Throws: The file system's errors.
  package func items(of source: String) throws -> [TopLevelItem]? { try items(of: [source])[0] }

  /// Leaves modules without interfaces from other sources.
  package func interface(
    of module: String, source: String, imports: [ModuleInterface], options: CompilationOptions
  ) throws -> ModuleInterface? { nil }

  /// Tells none.
  package func occurrences(
    module: String, source: String, imports: [ModuleInterface], options: CompilationOptions
  ) throws -> [SymbolOccurrence]? { nil }

  /// Knows nothing of it.
  package func libraryHints() throws -> LibraryHints? { nil }

  /// Has nothing to make.
  package func prepare(for step: RunStep) throws {}
}

/// The outcome of a module's compilation.
package enum ModuleOutcome: Equatable, Sendable {
  case compiled(CompiledModule)
  /// The compiler's diagnostics, on the lines that the source names.
  case rejected(diagnostics: String)
}
