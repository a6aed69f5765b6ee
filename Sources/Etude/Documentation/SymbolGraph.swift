import Foundation

/// The public symbols of the library's modules, as the toolchain extracts them from the compiled modules.
struct SymbolGraph: Sendable {
  private let symbols: [Symbol]

  private static let modules = [
    "Etude", "Signal", "Learning", "Datasets", "Networks", "Plotting", "Tensors", "Images", "Display",
  ]

  /// Extracts the symbols of every module.
  ///
  /// - Throws: ``DocumentationError/unavailable(reason:)``.
  static func load() throws -> SymbolGraph {
    let environment = ProcessInfo.processInfo.environment
    // The runner tells where the toolchain and this library's modules are.
    guard let tool = environment["ETUDE_SYMBOL_GRAPH_TOOL"], let modules = environment["ETUDE_MODULES"],
      let systemModules = environment["ETUDE_SYSTEM_MODULES"]
    else { throw DocumentationError.unavailable(reason: "`doc` works in a notebook that `etude run` runs") }
    let folder = FileManager.default.temporaryDirectory.appending(path: "etude-symbols-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var symbols: [Symbol] = []
    for module in Self.modules {
      try extract(module, tool: tool, modules: modules, systemModules: systemModules, into: folder)
      let file = folder.appending(path: "\(module).symbols.json")
      let graph = try JSONDecoder().decode(Graph.self, from: Data(contentsOf: file))
      symbols += graph.symbols.map { symbol in
        var symbol = symbol
        symbol.module = module
        return symbol
      }
    }
    return SymbolGraph(symbols: symbols)
  }

  private static func extract(
    _ module: String, tool: String, modules: String, systemModules: String, into folder: URL
  ) throws {
    let process = Process()
    process.executableURL = URL(filePath: tool)
    process.arguments = [
      "-module-name", module, "-I", modules, "-target", target, "-output-dir", folder.path, "-Xcc",
      "-fmodule-map-file=\(systemModules)", "-minimum-access-level", "public",
    ]
    process.standardError = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw DocumentationError.unavailable(reason: "the module \(module) could not be read")
    }
  }

  #if arch(x86_64)
    private static let target = "x86_64-unknown-linux-gnu"
  #else
    private static let target = "aarch64-unknown-linux-gnu"
  #endif

  /// The declarations of a name.
  ///
  /// - Throws: ``DocumentationError/unknown(name:similar:)``.
  func entries(named name: String) throws -> [Documentation.Entry] {
    let found = symbols.filter { $0.path == name || $0.pathWithoutLabels == name }.sorted { $0.path < $1.path }
    if found.isEmpty {
      let similar = Set(symbols.map(\.pathWithoutLabels)).filter {
        $0.lowercased().hasPrefix(name.prefix(3).lowercased())
      }
      throw DocumentationError.unknown(name: name, similar: similar.sorted().prefix(5).map { $0 })
    }
    return found.map {
      Documentation.Entry(declaration: $0.declaration, comment: $0.comment, module: $0.module)
    }
  }
}

private struct Graph: Decodable { var symbols: [Symbol] }

/// One symbol as the tool writes it; only what is shown is read.
private struct Symbol: Decodable, Sendable {
  var pathComponents: [String]
  var docComment: Comment?
  var declarationFragments: [Fragment]
  var module = ""

  enum CodingKeys: CodingKey { case pathComponents, docComment, declarationFragments }

  struct Comment: Decodable {
    var lines: [Line]
    struct Line: Decodable { var text: String }
  }

  struct Fragment: Decodable { var spelling: String }

  /// As in `Waveform.slice(from:to:)`.
  var path: String { pathComponents.joined(separator: ".") }
  /// As in `Waveform.slice`.
  var pathWithoutLabels: String { String(path.prefix { $0 != "(" }) }
  var declaration: String { declarationFragments.map(\.spelling).joined() }
  var comment: String { docComment.map { $0.lines.map(\.text).joined(separator: "\n") } ?? "" }
}
