import Display
import Files
import Foundation

/// The file of the library's documentation, written once per build of the library.
///
/// `make build` writes it beside the modules. Otherwise it is a cache entry, written when a cell first calls `doc`.
package struct LibraryDocumentation: Sendable {
  private let library: CoreLibrary
  private let toolchain: Toolchain
  private let cache: CellCache

  package init(of installation: Installation) {
    self.init(installation.library, toolchain: installation.toolchain, cache: installation.cache)
  }

  init(_ library: CoreLibrary, toolchain: Toolchain, cache: CellCache) {
    self.library = library
    self.toolchain = toolchain
    self.cache = cache
  }

  /// The position of the file, which need not be there yet.
  var file: URL { isBuilt ? builtFile : cache.folder(of: key).appending(path: Self.name) }

  /// The documentation, which is generated if it is missing.
  ///
  /// - Throws: The file system's errors, and ``DocumentationError/unavailable(reason:)``.
  package func index() throws -> DocumentationIndex {
    try prepare()
    guard let data = FileManager.default.contents(atPath: file.path), let index = DocumentationIndex(encoded: data)
    else {
      throw DocumentationError.unavailable(reason: "`\(file.path)` is damaged. Remove it")
    }
    return index
  }

  /// Makes the file if it is not there.
  ///
  /// - Throws: As ``index()``.
  func prepare() throws {
    if isBuilt || cache.entry(key) != nil { return }
    _ = try cache.makeEntry(key) { draft in try read().encoded.write(to: draft.appending(path: Self.name)) }
  }

  /// Creates the file beside the modules, if it is missing, or older than one of them or than the known calls.
  ///
  /// - Throws: Like ``index()``.
  package func build() throws {
    let known = isBuilt ? FileManager.default.contents(atPath: builtFile.path).flatMap(DocumentationIndex.init) : nil
    if known?.knownCalls == KnownCallTables.calls { return }
    let index = try known.map { DocumentationIndex($0.symbols, knownCalls: KnownCallTables.calls) } ?? read()
    try AtomicFile.write(index.encoded, to: builtFile)
  }

  // MARK: Places

  private static let name = "documentation.index"
  private var builtFile: URL { library.modules.appending(path: Self.name) }
  private var key: ContentHash {
    ContentHash(
      parts: ["documentation 2", toolchain.fingerprint, KnownCallTables.text] + moduleFiles.map(FileFingerprint.of))
  }

  /// The compiled modules and the comments that the compiler wrote beside them.
  private var moduleFiles: [URL] {
    CoreLibrary.exportedModules.flatMap { module in
      ["swiftmodule", "swiftdoc"].map { library.modules.appending(path: "\(module).\($0)") }
    }
  }

  /// True if the file beside the modules does not belong to an earlier build.
  private var isBuilt: Bool {
    func time(_ file: URL) -> Double? {
      var status = stat()
      guard stat(file.path, &status) == 0 else { return nil }
      return Double(status.st_mtim.tv_sec) + Double(status.st_mtim.tv_nsec) * 1e-9
    }
    guard let made = time(builtFile) else { return false }
    return moduleFiles.compactMap(time).allSatisfy { $0 <= made }
  }

  // MARK: Reading modules

  private struct SymbolGraph: Decodable {
    struct Symbol: Decodable {
      struct Comment: Decodable {
        struct Line: Decodable { var text: String }
        var lines: [Line]
      }
      struct Fragment: Decodable { var spelling: String }
      var pathComponents: [String]
      var docComment: Comment?
      var declarationFragments: [Fragment]
    }
    var symbols: [Symbol]
  }

  /// Reads the public symbols of all modules, extensions of other modules' types included.
  private func read() throws -> DocumentationIndex {
    let folder = TemporaryFolders.newURL()
    try TemporaryFolders.make(folder)
    defer { TemporaryFolders.remove(folder) }
    let moduleMap = folder.appending(path: "system.modulemap")
    let emptyModules = CoreLibrary.systemModules.map { "module \($0) { }\n" }.joined()
    try Data(emptyModules.utf8).write(to: moduleMap)
    for module in CoreLibrary.exportedModules {
      let result = try ToolProcess.run(
        toolchain.symbolGraphTool,
        [
          "-module-name", module, "-I", library.modules.path, "-target", Toolchain.target, "-output-dir", folder.path,
          "-minimum-access-level", "public", "-skip-synthesized-members", "-Xcc", "-fmodule-map-file=\(moduleMap.path)",
        ])
      guard result.status == 0 else {
        throw DocumentationError.unavailable(reason: "the module \(module) could not be read")
      }
    }
    var symbols: [DocumentationIndex.Symbol] = []
    for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    where file.lastPathComponent.hasSuffix(".symbols.json") {
      // `Verbs@Signal.symbols.json` contains what one module adds to the other's types.
      let module = String(file.lastPathComponent.prefix { $0 != "@" && $0 != "." })
      for symbol in try JSONDecoder().decode(SymbolGraph.self, from: Data(contentsOf: file)).symbols {
        symbols.append(
          DocumentationIndex.Symbol(
            path: symbol.pathComponents.joined(separator: "."),
            declaration: symbol.declarationFragments.map(\.spelling).joined(),
            comment: symbol.docComment.map { $0.lines.map(\.text).joined(separator: "\n") } ?? "", module: module))
      }
    }
    return DocumentationIndex(symbols, knownCalls: KnownCallTables.calls)
  }
}
