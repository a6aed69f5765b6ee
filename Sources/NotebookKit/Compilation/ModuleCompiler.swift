import Files

/// The compiler of a session's modules.
///
/// ``CellCompiler`` is the real one; tests put a quick one in its place.
package protocol ModuleCompiler: Sendable {
  /// The notebook's name in diagnostics.
  var fileName: String { get }

  /// The notebook's packages and sources.
  var dependencies: NotebookDependencies { get }

  /// Makes the folders that compilations share; called once, before the first.
  ///
  /// - Throws: The file system's errors.
  func prepare() throws

  /// The top-level items of a cell; nil if it has a syntax error.
  ///
  /// - Throws: The file system's errors.
  func items(of source: String) throws -> [TopLevelItem]?

  /// Compiles and links a module's source.
  ///
  /// - Parameter upstream: The keys of the modules that it sees.
  /// - Throws: The file system's errors; a mistake in the source is an outcome.
  func compile(module: String, source: String, upstream: [ContentHash], options: CompilationOptions) throws
    -> ModuleOutcome

  /// Has later modules see an interface of a module that is made from another source.
  ///
  /// - Returns: The interface's key; nil if that source has none, and then nothing is changed.
  /// - Throws: The file system's errors.
  func replaceInterface(
    of module: String, source: String, upstream: [ContentHash], options: CompilationOptions
  ) throws -> ContentHash?

  /// Releases what only this session needed; called once, after the last compilation.
  func finish()
}

extension ModuleCompiler {
  /// Has neither packages nor sources.
  package var dependencies: NotebookDependencies { NotebookDependencies() }

  /// Leaves the interfaces as they are.
  package func replaceInterface(
    of module: String, source: String, upstream: [ContentHash], options: CompilationOptions
  ) throws -> ContentHash? { nil }
}

/// The outcome of a module's compilation.
package enum ModuleOutcome: Equatable, Sendable {
  case compiled(CompiledModule)
  /// The compiler's diagnostics, in the notebook's lines.
  case rejected(diagnostics: String)
}
