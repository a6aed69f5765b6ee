import Files
import Foundation

/// Parsing of many cells at once: starting the compiler costs more than parsing fifty cells.
extension CellCompiler {
  /// The top-level items of some cells, from the cache where they were parsed before; nil for one with a syntax error.
  ///
  /// - Throws: The file system's errors.
  package func items(of sources: [String]) throws -> [[TopLevelItem]?] {
    var result: [[TopLevelItem]?] = sources.map { $0.allSatisfy(\.isWhitespace) ? [] : knownItems(of: $0) }
    let missing = sources.indices.filter { result[$0] == nil }
    let parsed = try parse(missing.map { sources[$0] })
    for (index, items) in zip(missing, parsed) {
      result[index] = items
      guard let items else { continue }
      _ = try cache.makeEntry(itemsKey(of: sources[index])) { draft in
        try JSONEncoder().encode(items).write(to: draft.appending(path: Self.itemsName))
      }
    }
    return result
  }

  private static var itemsName: String { "items.json" }

  private func itemsKey(of source: String) -> ContentHash {
    ContentHash(parts: ["items 8", toolchain.fingerprint, source])
  }

  private func knownItems(of source: String) -> [TopLevelItem]? {
    cache.entry(itemsKey(of: source))?.data(Self.itemsName)
      .flatMap { try? JSONDecoder().decode([TopLevelItem].self, from: $0) }
  }

  /// Parses cells as one text. If that has an error, or an item that spans two cells, each half is parsed separately,
  /// so one such cell among many costs few processes.
  private func parse(_ sources: [String]) throws -> [[TopLevelItem]?] {
    if sources.isEmpty { return [] }
    let joined = JoinedCells(sources)
    let file = scratch.appending(path: "main.swift")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    try Data(joined.text.utf8).write(to: file)
    let dump = try ToolProcess.run(
      toolchain.frontend,
      ["-frontend", "-dump-parse", "-dump-ast-format", "json", "-enable-bare-slash-regex", file.path])
    if dump.status == 0 {
      let found = Result { try SyntaxDump.items(of: dump.output, source: joined.text) }
      if case .success(let all) = found, let items = joined.items(of: all) { return items }
      // An unreadable dump is reported for the cell that it belongs to.
      if sources.count == 1 { _ = try found.get() }
    }
    if sources.count == 1 { return [nil] }
    let half = sources.count / 2
    return try parse(Array(sources[..<half])) + parse(Array(sources[half...]))
  }
}
