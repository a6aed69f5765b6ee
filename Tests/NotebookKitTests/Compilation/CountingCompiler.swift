import NotebookKit
import Synchronization

/// A compiler that records its calls and forwards them to another one.
final class CountingCompiler: ModuleCompiler {
  private let compiler: any ModuleCompiler
  private let state = Mutex((attempts: [String](), imports: [String: [String]]()))

  init(_ compiler: any ModuleCompiler) { self.compiler = compiler }

  var fileName: String { compiler.fileName }
  var dependencies: NotebookDependencies { compiler.dependencies }
  func prepare() throws { try compiler.prepare() }
  func finish() { compiler.finish() }
  func items(of sources: [String]) throws -> [[TopLevelItem]?] { try compiler.items(of: sources) }
  func link(_ module: CompiledModule) throws -> String? { try compiler.link(module) }
  func libraryHints() throws -> LibraryHints? { try compiler.libraryHints() }
  func prepare(for step: RunStep) throws { try compiler.prepare(for: step) }

  func compile(
    module: String, source: String, imports: [ModuleInterface], options: CompilationOptions
  ) throws -> ModuleOutcome {
    state.withLock {
      $0.attempts.append(module)
      $0.imports[module] = imports.map(\.module)
    }
    return try compiler.compile(module: module, source: source, imports: imports, options: options)
  }

  func interface(
    of module: String, source: String, imports: [ModuleInterface], options: CompilationOptions
  ) throws -> ModuleInterface? {
    try compiler.interface(of: module, source: source, imports: imports, options: options)
  }

  func occurrences(
    module: String, source: String, imports: [ModuleInterface], options: CompilationOptions
  ) throws -> [SymbolOccurrence]? {
    try compiler.occurrences(module: module, source: source, imports: imports, options: options)
  }

  /// The modules whose compilation was tried, by name: two are compiled at once.
  var attempts: [String] { state.withLock { $0.attempts.sorted() } }
  /// The modules that a module imported at the last attempt.
  func imports(of module: String) -> [String]? { state.withLock { $0.imports[module] } }
}
