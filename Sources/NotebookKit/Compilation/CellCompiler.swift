import Files
import Foundation

/// Turns one cell at a time into a shared library, from the cache if it was compiled before.
///
/// A cell becomes a module of its own, compiled as top-level code; the README of this module has the recipe.
package struct CellCompiler: ModuleCompiler {
  package let toolchain: Toolchain
  package let library: CoreLibrary
  package let cache: CellCache
  /// The notebook's name in diagnostics.
  package let fileName: String
  /// A folder of links to the interfaces of this session's modules, where the compiler looks for them.
  package let interfaces: URL
  /// The notebook's packages and sources.
  package let dependencies: NotebookDependencies

  package init(
    toolchain: Toolchain, library: CoreLibrary, cache: CellCache, fileName: String, interfaces: URL,
    dependencies: NotebookDependencies = NotebookDependencies()
  ) {
    self.toolchain = toolchain
    self.library = library
    self.cache = cache
    self.fileName = fileName
    self.interfaces = interfaces
    self.dependencies = dependencies
  }

  // MARK: - Analysis

  /// The top-level items of a cell; nil if it has a syntax error.
  ///
  /// - Throws: The file system's errors.
  package func items(of source: String) throws -> [TopLevelItem]? {
    if source.allSatisfy(\.isWhitespace) { return [] }
    let key = ContentHash(parts: ["items 5", toolchain.fingerprint, source])
    if let entry = cache.entry(key), let data = try? Data(contentsOf: entry.appending(path: "items.json")) {
      if let items = try? JSONDecoder().decode([TopLevelItem].self, from: data) { return items }
    }
    var items: [TopLevelItem]?
    _ = try cache.makeEntry(key) { draft in
      let file = draft.appending(path: "main.swift")
      try Data(source.utf8).write(to: file)
      let dump = try ToolProcess.run(
        toolchain.frontend, ["-frontend", "-dump-parse", "-dump-ast-format", "json", file.path])
      items = dump.status == 0 ? try SyntaxDump.items(of: dump.output, source: source) : nil
      if let items { try JSONEncoder().encode(items).write(to: draft.appending(path: "items.json")) }
    }
    return items
  }

  // MARK: - Compilation

  /// The key of a module: everything that its machine code depends on.
  package func key(module: String, source: String, upstream: [ContentHash], options: CompilationOptions) -> ContentHash
  {
    ContentHash(
      parts: [
        "cell 8", module, fileName, source, options.arguments.joined(separator: " "), toolchain.fingerprint,
        library.fingerprint,
      ]
        + (dependencies.keys + upstream).map(\.hexadecimal))
  }

  /// Compiles and links a module's source, or finds it in the cache.
  ///
  /// - Throws: The file system's errors; a mistake in the source is an outcome.
  package func compile(module: String, source: String, upstream: [ContentHash], options: CompilationOptions) throws
    -> ModuleOutcome
  {
    let key = key(module: module, source: source, upstream: upstream, options: options)
    if let entry = cache.entry(key) {
      if let product = try? product(of: entry, module: module, key: key) { return .compiled(product) }
      cache.removeEntry(key)
    }
    var diagnostics = ""
    do {
      let entry = try cache.makeEntry(key) { draft in
        diagnostics = try build(module: module, source: source, options, in: draft)
        try Data(diagnostics.utf8).write(to: draft.appending(path: "diagnostics.txt"))
      }
      return .compiled(try product(of: entry, module: module, key: key))
    } catch let rejection as Rejection {
      return .rejected(diagnostics: rejection.diagnostics)
    }
  }

  /// Checks a module's source and makes its interface only, for `etude check`.
  ///
  /// - Throws: The file system's errors.
  func check(
    module: String, source: String, options: CompilationOptions
  ) throws -> (succeeded: Bool, diagnostics: String, occurrences: [SymbolOccurrence]?) {
    // Private names are imported by the name of their file.
    let folder = interfaces.appending(path: "\(module)-source")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appending(path: "main.swift")
    try Data(source.utf8).write(to: file)
    let interface = interfaces.appending(path: "\(module).swiftmodule")
    let index = folder.appending(path: "index")
    let result = try ToolProcess.run(
      toolchain.frontend,
      frontendArguments(module: module, options) + indexArguments(index)
        + ["-emit-module", "-o", interface.path, file.path])
    return (
      result.status == 0, clean(result.errors, source: source),
      occurrences(in: file, source: source, index: index)
    )
  }

  /// Makes an interface from another source than the module's code, and links it to where later cells look.
  ///
  /// - Throws: The file system's errors.
  package func replaceInterface(
    of module: String, source: String, upstream: [ContentHash], options: CompilationOptions
  ) throws -> ContentHash? {
    let key = ContentHash(parts: [
      "interface", key(module: module, source: source, upstream: upstream, options: options).hexadecimal,
    ])
    let name = "\(module).swiftmodule"
    let entry =
      try cache.entry(key)
      ?? cache.makeEntry(key) { draft in
        let file = draft.appending(path: "main.swift")
        try Data(source.utf8).write(to: file)
        // A source without an interface leaves an entry without one, so that it is tried once.
        _ = try ToolProcess.run(
          toolchain.frontend,
          frontendArguments(module: module, options)
            + [
              "-emit-module", "-experimental-skip-all-function-bodies", "-o", draft.appending(path: name).path,
              file.path,
            ])
      }
    guard FileManager.default.fileExists(atPath: entry.appending(path: name).path) else { return nil }
    try link(entry.appending(path: name), module: module)
    return key
  }

  private func link(_ interface: URL, module: String) throws {
    let link = interfaces.appending(path: "\(module).swiftmodule")
    try? FileManager.default.removeItem(at: link)
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: interface)
  }

  private struct Rejection: Error { var diagnostics: String }

  /// The finished product, its interface linked to where later cells look for it.
  private func product(of entry: URL, module: String, key: ContentHash) throws -> CompiledModule {
    try link(entry.appending(path: "\(module).swiftmodule"), module: module)
    return CompiledModule(
      name: module, library: entry.appending(path: "lib\(module).so"), key: key,
      warnings: try String(contentsOf: entry.appending(path: "diagnostics.txt"), encoding: .utf8),
      occurrences: try JSONDecoder().decode(
        [SymbolOccurrence]?.self, from: Data(contentsOf: entry.appending(path: "symbols.json"))))
  }

  /// Writes interface and library into `folder`.
  ///
  /// - Returns: The compiler's remarks.
  private func build(module: String, source: String, _ options: CompilationOptions, in folder: URL) throws -> String {
    let file = folder.appending(path: "main.swift")
    let object = folder.appending(path: "\(module).o")
    try Data(source.utf8).write(to: file)
    let interface = folder.appending(path: "\(module).swiftmodule")
    let index = folder.appending(path: "index")
    let compiled = try ToolProcess.run(
      toolchain.frontend,
      frontendArguments(module: module, options)
        + indexArguments(index) + ["-c", file.path, "-o", object.path, "-emit-module-path", interface.path])
    guard compiled.status == 0 else { throw Rejection(diagnostics: clean(compiled.errors, source: source)) }
    let linked = try ToolProcess.run(
      toolchain.linker, linkArguments(object: object, output: folder.appending(path: "lib\(module).so")))
    guard linked.status == 0 else { throw Rejection(diagnostics: linked.errors) }
    try FileManager.default.removeItem(at: object)
    let occurrences = occurrences(in: file, source: source, index: index)
    try JSONEncoder().encode(occurrences).write(to: folder.appending(path: "symbols.json"))
    try? FileManager.default.removeItem(at: index)
    return clean(compiled.errors, source: source)
  }

  private func frontendArguments(module: String, _ options: CompilationOptions) -> [String] {
    [
      "-frontend", "-module-name", module, "-target", Toolchain.target, "-disable-objc-interop", "-enable-testing",
      "-enable-private-imports", "-package-name", "notebook", "-enable-bare-slash-regex", "-plugin-path",
      toolchain.plugins.path, "-gline-tables-only", "-Xcc", "-fno-omit-frame-pointer", "-diagnostic-style", "llvm",
      "-no-color-diagnostics", "-entry-point-function-name", CompiledModule.entryPoint(of: module), "-I",
      interfaces.path,
    ] + dependencies.compilerArguments + [
      "-I", library.modules.path, "-Xcc", "-fmodule-map-file=\(moduleMap.path)",
      "-module-cache-path", cache.clangModules.path,
    ] + options.arguments
  }

  private func indexArguments(_ store: URL) -> [String] {
    ["-index-store-path", store.path, "-index-ignore-stdlib", "-index-ignore-clang-modules"]
  }

  /// The symbols in a module's source, in the notebook's lines; nil if the compiler left no index.
  private func occurrences(in file: URL, source: String, index: URL) -> [SymbolOccurrence]? {
    let lines = ModuleLines(source)
    return toolchain.symbolIndex?.occurrences(in: file.lastPathComponent, store: index)?.compactMap(lines.inNotebook)
  }

  func linkArguments(object: URL, output: URL) -> [String] {
    [
      "-shared", "-o", output.path, toolchain.startFile.path, object.path, "-L", toolchain.runtimeLibraries.path,
      "-rpath", toolchain.runtimeLibraries.path, "--as-needed",
    ] + toolchain.libraryNames.map { "-l\($0)" }
  }

  // MARK: - Files of the session

  /// Stands in for the headers of C libraries. One place serves all runs, since what the compiler keeps of C headers
  /// depends on it.
  var moduleMap: URL { cache.systemModuleMap }

  /// Writes what compilations share: empty modules in place of the C libraries that cells have no need of.
  ///
  /// - Throws: The file system's errors.
  package func prepare() throws {
    try FileManager.default.createDirectory(at: interfaces, withIntermediateDirectories: true)
    let modules = CoreLibrary.systemModules.map { "module \($0) { }\n" }.joined()
    if (try? Data(contentsOf: moduleMap)) != Data(modules.utf8) {
      try AtomicFile.write(Data(modules.utf8), to: moduleMap, makesFolder: true)
    }
  }

  /// Removes the links to interfaces, and entries of the cache beyond its capacity.
  package func finish() {
    removeInterfaces()
    cache.trim()
  }

  func removeInterfaces() { try? FileManager.default.removeItem(at: interfaces) }

  // MARK: - Diagnostics

  /// The compiler's words about what the reader wrote.
  private func clean(_ diagnostics: String, source: String) -> String {
    CompilerDiagnostics(diagnostics).inNotebook(source: source).description
  }
}
