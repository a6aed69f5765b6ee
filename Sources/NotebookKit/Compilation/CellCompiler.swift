import Files
import Foundation

/// Turns one cell at a time into a shared library, from the cache if it was compiled before.
///
/// A cell becomes a separate module, compiled as top-level code; the README of this module has the recipe.
package struct CellCompiler: ModuleCompiler {
  package let toolchain: Toolchain
  package let library: CoreLibrary
  package let cache: CellCache
  /// The notebook's name in diagnostics.
  package let fileName: String
  /// A folder of this session only, for sources and intermediate files.
  package let scratch: URL
  /// The notebook's packages and sources.
  package let dependencies: NotebookDependencies
  let linker: CellLinker

  package init(
    toolchain: Toolchain, library: CoreLibrary, cache: CellCache, fileName: String, scratch: URL,
    dependencies: NotebookDependencies = NotebookDependencies()
  ) {
    self.toolchain = toolchain
    self.library = library
    self.cache = cache
    self.fileName = fileName
    self.scratch = scratch
    linker = CellLinker(toolchain: toolchain, kernel: library.kernel)
    self.dependencies = dependencies
  }

  // MARK: - Files of the session

  /// Stands in for the headers of C libraries. All runs share one folder, because the compiler's cache of C headers
  /// depends on its path.
  var moduleMap: URL { cache.systemModuleMap }

  /// Writes files that compilations share: empty modules instead of the C libraries that cells do not need.
  ///
  /// - Throws: The file system's errors.
  package func prepare() throws {
    TemporaryFolders.sweptOnce
    try TemporaryFolders.make(scratch)
    let modules = CoreLibrary.systemModules.map { "module \($0) { }\n" }.joined()
    if (try? Data(contentsOf: moduleMap)) != Data(modules.utf8) {
      try AtomicFile.write(Data(modules.utf8), to: moduleMap, makesFolder: true)
    }
  }

  /// Removes the files of the session and trims the cache.
  package func finish() {
    removeScratch()
    cache.trim()
  }

  /// Removes the files of the session, and leaves the cache to others that use it.
  package func removeScratch() { TemporaryFolders.remove(scratch) }

  // MARK: - Compilation

  /// Compiles a module's source, or finds its product in the cache.
  ///
  /// - Throws: The file system's errors; a mistake in the source is an outcome.
  package func compile(
    module: String, source: String, imports: [ModuleInterface], options: CompilationOptions
  ) throws -> ModuleOutcome {
    let key = key(module: module, source: source, imports: imports, options: options)
    let library = cache.folder(of: libraryKey(of: key))
    let unlinked = CompiledModule.Unlinked(source: source, imports: imports, options: options)
    if let known = cache.entry(key) {
      if let rejection = record(of: known)?.rejection { return .rejected(diagnostics: rejection) }
      if var product = product(of: known, module: module, key: key, library: library) {
        if cache.entry(libraryKey(of: key)) == nil { product.unlinked = unlinked }
        return .compiled(product)
      }
    }
    let files = try SourceFiles(module: module, source: source, in: scratch)
    do {
      let entry = try cache.makeEntry(key) { draft in
        try build(
          module: module, source: source, files, imports, options,
          ["-c", "-o", files.object.path, "-emit-module-path"] + interfaceFiles(of: module, in: draft),
          in: draft)
      }
      if let rejection = record(of: entry)?.rejection { return .rejected(diagnostics: rejection) }
      guard var product = product(of: entry, module: module, key: key, library: library) else {
        throw CocoaError(.fileReadCorruptFile, userInfo: [NSFilePathErrorKey: entry.folder.path])
      }
      product.unlinked = unlinked
      product.unlinked?.object = files.object
      return .compiled(product)
    } catch let rejection as Rejection {
      return .rejected(diagnostics: rejection.diagnostics)
    }
  }

  /// Builds the library of a module, or takes it from the cache.
  ///
  /// - Throws: The file system's errors.
  package func link(_ module: CompiledModule) throws -> String? {
    guard let unlinked = module.unlinked else { return nil }
    do {
      let object = try unlinked.object ?? makeObject(of: module.name, unlinked)
      _ = try cache.makeEntry(libraryKey(of: module.key)) { draft in
        let linked = try linker.link(object, to: draft.appending(path: module.library.lastPathComponent))
        guard linked.status == 0 else { throw Rejection(diagnostics: clean(linked.errors, source: unlinked.source)) }
      }
      try FileManager.default.removeItem(at: object)
    } catch let rejection as Rejection {
      return rejection.diagnostics
    }
    return nil
  }

  private func makeObject(of module: String, _ unlinked: CompiledModule.Unlinked) throws -> URL {
    let files = try SourceFiles(module: module, source: unlinked.source, in: scratch)
    let result = try compile(
      frontendArguments(module: module, unlinked.imports, unlinked.options)
        + ["-c", "-o", files.object.path, files.source.path])
    guard result.status == 0 else { throw Rejection(diagnostics: clean(result.errors, source: unlinked.source)) }
    return files.object
  }

  /// Checks a module's source and generates only its interface, for `etude check`, or takes both from the cache.
  ///
  /// - Throws: The file system's errors.
  func check(
    module: String, source: String, imports: [ModuleInterface], options: CompilationOptions
  ) throws -> (interface: ModuleInterface?, diagnostics: String, occurrences: [SymbolOccurrence]?) {
    let compiled = key(module: module, source: source, imports: imports, options: options)
    let checked = ContentHash(parts: ["check", compiled.hexadecimal])
    do {
      let entry =
        try cache.entry(compiled) ?? cache.entry(checked)
        ?? cache.makeEntry(checked) { draft in
          let files = try SourceFiles(module: module, source: source, in: scratch)
          try build(
            module: module, source: source, files, imports, options,
            ["-emit-module", "-o"] + interfaceFiles(of: module, in: draft), in: draft)
        }
      let record = record(of: entry)
      if let rejection = record?.rejection { return (nil, rejection, nil) }
      return (interface(of: module, in: entry), record?.warnings ?? "", record?.occurrences)
    } catch let rejection as Rejection {
      return (nil, rejection.diagnostics, nil)
    }
  }

  /// Makes an interface of a module from another source than its code, or finds it in the cache.
  ///
  /// - Throws: The file system's errors.
  package func interface(
    of module: String, source: String, imports: [ModuleInterface], options: CompilationOptions
  ) throws -> ModuleInterface? {
    let key = ContentHash(parts: [
      "interface", key(module: module, source: source, imports: imports, options: options).hexadecimal,
    ])
    let entry =
      try cache.entry(key)
      ?? cache.makeEntry(key) { draft in
        let files = try SourceFiles(module: module, source: source, for: .interface, in: scratch)
        // A source without an interface leaves an entry without one, so it is tried only once.
        _ = try compile(
          frontendArguments(module: module, imports, options)
            + ["-emit-module", "-experimental-skip-all-function-bodies", "-o"]
            + interfaceFiles(of: module, in: draft) + [files.source.path])
      }
    return interface(of: module, in: entry)
  }

  /// The symbols in a source, from the cache if they were found before: the compiler writes its index whether or not the
  /// source compiles.
  ///
  /// - Throws: The file system's errors.
  package func occurrences(
    module: String, source: String, imports: [ModuleInterface], options: CompilationOptions
  ) throws -> [SymbolOccurrence]? {
    let key = ContentHash(parts: [
      "symbols", key(module: module, source: source, imports: imports, options: options).hexadecimal,
    ])
    if let known = cache.entry(key).flatMap(record) { return known.occurrences }
    let files = try SourceFiles(module: module, source: source, for: .symbols, in: scratch)
    _ = try compile(
      frontendArguments(module: module, imports, options) + indexArguments(files.index)
        + ["-typecheck", files.source.path])
    guard let found = occurrences(in: files, source: source) else { return nil }
    _ = try cache.makeEntry(key) { try Record(occurrences: found).write(to: $0.appending(path: Self.recordName)) }
    return found
  }

  // MARK: - Products

  private struct Rejection: Error { var diagnostics: String }

  /// Results of a compilation that its entry stores beside the interface.
  private struct Record: Codable {
    var warnings = ""
    var occurrences: [SymbolOccurrence]?
    /// The diagnostics of a source that does not compile.
    var rejection: String?

    func write(to file: URL) throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = .sortedKeys
      try encoder.encode(self).write(to: file)
    }
  }

  private static let recordName = "record.json"
  private static func interfaceName(of module: String) -> String { "\(module).swiftmodule" }

  /// The path of an interface in `folder`, and the argument that also writes its documentation.
  private func interfaceFiles(of module: String, in folder: URL) -> [String] {
    [
      folder.appending(path: Self.interfaceName(of: module)).path, "-emit-module-doc-path",
      folder.appending(path: "\(module).swiftdoc").path,
    ]
  }

  private func interface(of module: String, in entry: CacheEntry) -> ModuleInterface? {
    let name = Self.interfaceName(of: module)
    return entry.hash(of: name).map { ModuleInterface(module: module, file: entry.file(name), hash: $0) }
  }

  /// The product of an entry and the folder of its library; nil if the entry lacks a part.
  private func product(of entry: CacheEntry, module: String, key: ContentHash, library: URL) -> CompiledModule? {
    guard let interface = interface(of: module, in: entry), let record = record(of: entry) else { return nil }
    return CompiledModule(
      name: module, library: library.appending(path: "lib\(module).so"), interface: interface, key: key,
      warnings: record.warnings, occurrences: record.occurrences)
  }

  private func record(of entry: CacheEntry) -> Record? {
    entry.data(Self.recordName).flatMap { try? JSONDecoder().decode(Record.self, from: $0) }
  }

  /// Compiles a module, and writes a record of that into `folder`.
  ///
  /// - Parameter products: The arguments for the kind and path of the output.
  /// - Throws: The file system's errors, and a ``Rejection`` that may not be the source's fault.
  private func build(
    module: String, source: String, _ files: SourceFiles, _ imports: [ModuleInterface], _ options: CompilationOptions,
    _ products: [String], in folder: URL
  ) throws {
    let compiled = try compile(
      frontendArguments(module: module, imports, options) + indexArguments(files.index) + products
        + [files.source.path])
    var record = Record()
    if compiled.status == 0 {
      record.warnings = clean(compiled.errors, source: source)
      record.occurrences = occurrences(in: files, source: source)
    } else {
      let diagnostics = clean(compiled.errors, source: source)
      guard compiled.status == 1, CompilerDiagnostics(compiled.errors).blameOnly(fileName) else {
        throw Rejection(diagnostics: diagnostics)
      }
      record.rejection = diagnostics
    }
    try record.write(to: folder.appending(path: Self.recordName))
  }

  /// Runs the compiler's frontend, and once more if damaged cache files may have caused a failure.
  ///
  /// - Throws: The file system's errors.
  func compile(_ arguments: [String], in folder: URL? = nil) throws -> ToolProcess.Result {
    try cache.clangModules.mending { try ToolProcess.run(toolchain.frontend, arguments, in: folder) }
  }

  /// The symbols in the user-written part of a module's source, at their reported lines; nil if the compiler left no
  /// index.
  private func occurrences(in files: SourceFiles, source: String) -> [SymbolOccurrence]? {
    let lines = ModuleLines(source)
    let found = toolchain.symbolIndex?.occurrences(in: files.source.lastPathComponent, store: files.index)
    try? FileManager.default.removeItem(at: files.index)
    return found?.compactMap(lines.placed)
  }

  /// The compiler's diagnostics about the user's code.
  private func clean(_ diagnostics: String, source: String) -> String {
    CompilerDiagnostics(diagnostics).inNotebook(source: source, fileName: fileName).description
  }
}

/// The files of one compilation in the scratch folder.
private struct SourceFiles {
  /// Private names are imported by the name of their file, which therefore is the same for all modules.
  let source: URL
  let object: URL
  let index: URL

  /// Product of a source. A module's code may be compiled while its interface is generated from another source. The
  /// path is part of the code's bytes, so it is the same each time.
  enum Purpose: String {
    case code = ""
    case interface = ".interface"
    case symbols = ".symbols"
  }

  /// Writes the source.
  ///
  /// - Throws: The file system's errors.
  init(module: String, source text: String, for purpose: Purpose = .code, in scratch: URL) throws {
    let folder = scratch.appending(path: module + purpose.rawValue)
    source = folder.appending(path: "main.swift")
    object = folder.appending(path: "\(module).o")
    index = folder.appending(path: "index")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    // The compiler leaves one for a source that did not compile, and adds the next one's.
    try? FileManager.default.removeItem(at: index)
    try Data(text.utf8).write(to: source)
  }
}
