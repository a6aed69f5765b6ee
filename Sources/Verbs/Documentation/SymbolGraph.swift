import Foundation

/// The public symbols of the library's modules, as the toolchain extracts them from the compiled modules.
struct SymbolGraph: Sendable {
  private let symbols: [Symbol]

  /// Extracts the symbols of every module.
  ///
  /// - Throws: ``DocumentationError/unavailable(reason:)``; the file system's errors.
  static func load() throws -> SymbolGraph {
    let tool = try SymbolGraphTool()
    let folder = FileManager.default.temporaryDirectory.appending(path: "etude-symbols-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let symbols = try tool.moduleNames(using: folder).flatMap { module in
      let graph = try JSONDecoder().decode(Graph.self, from: tool.symbols(of: module, using: folder))
      return graph.symbols.map { symbol in
        var symbol = symbol
        symbol.module = module
        return symbol
      }
    }
    return SymbolGraph(symbols: symbols)
  }

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
