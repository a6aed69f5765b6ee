import Files
import Foundation
import NotebookKit
import Synchronization

/// A compiler that takes no time: lines `let name` declare, sources with `#error` are rejected.
///
/// With an index, each word that an earlier line or cell declares is a symbol of a number; `name = …`, `name += …` and
/// `name.append` write it.
final class FakeCompiler: ModuleCompiler {
  let fileName = "note.md"
  private struct State {
    var upstream: [String: Int] = [:]
    var prologues: [String: String] = [:]
    var symbols: [String: String] = [:]
    var isPrepared = false
    var isFinished = false
  }
  private let state = Mutex(State())
  /// Modules whose compilation fails for want of a compiler.
  private let unavailable: Set<String>
  private let warnings: [String: String]
  private let hasIndex: Bool

  init(unavailable: Set<String> = [], warnings: [String: String] = [:], hasIndex: Bool = false) {
    self.hasIndex = hasIndex
    self.unavailable = unavailable
    self.warnings = warnings
  }

  func prepare() throws { state.withLock { $0.isPrepared = true } }
  func finish() { state.withLock { $0.isFinished = true } }

  func items(of source: String) throws -> [TopLevelItem]? {
    source.matches(of: /(?m)^let (\w+).*$/).map { match in
      let start = source.utf8.distance(from: source.startIndex, to: match.range.lowerBound)
      let text = String(match.output.0)
      return TopLevelItem(
        kind: .binding, range: start..<start + text.utf8.count, text: text,
        names: [DeclaredName(name: String(match.output.1), kind: .variable)])
    }
  }

  func compile(
    module: String, source: String, upstream: [ContentHash], options: CompilationOptions
  ) throws -> ModuleOutcome {
    state.withLock {
      $0.upstream[module] = upstream.count
      $0.prologues[module] = source
    }
    if unavailable.contains(module) { throw CocoaError(.executableLoad) }
    if source.contains("#error") { return .rejected(diagnostics: "note.md:5:1: error: wrong\n") }
    return .compiled(
      CompiledModule(
        name: module, library: URL(filePath: "/fake/\(module).so"), key: ContentHash(parts: [module, source]),
        warnings: warnings[module] ?? "", occurrences: hasIndex ? occurrences(in: source, of: module) : nil))
  }

  private func occurrences(in source: String, of module: String) -> [SymbolOccurrence] {
    var found: [SymbolOccurrence] = []
    var line: Int?
    for text in source.split(separator: "\n", omittingEmptySubsequences: false) {
      if let directive = text.firstMatch(of: /#sourceLocation\(file: "note.md", line: (\d+)\)/) {
        line = Int(directive.output.1)
        continue
      }
      guard let row = line else { continue }
      line = row + 1
      for word in text.matches(of: /\w+/) {
        let name = String(word.output)
        let isDeclared = text[..<word.range.lowerBound].hasSuffix("let ")
        let isWritten = text[word.range.upperBound...].prefixMatch(of: #/\ \+?=\ |\.append/#) != nil && !isDeclared
        let symbol = state.withLock { state in
          if isDeclared { state.symbols[name] = "s:\(module.count)\(module)\(name.count)\(name)Sivp" }
          return state.symbols[name]
        }
        guard let symbol else { continue }
        found.append(
          SymbolOccurrence(
            symbol: symbol, name: name, kind: .variable,
            roles: isDeclared ? .definition : isWritten ? [.reference, .write] : [.reference, .read], line: row,
            column: text.utf8.distance(from: text.startIndex, to: word.range.lowerBound) + 1))
      }
    }
    return found
  }

  /// How many earlier modules a module saw.
  func upstreamCount(of module: String) -> Int? { state.withLock { $0.upstream[module] } }
  var isPrepared: Bool { state.withLock { $0.isPrepared } }
  var isFinished: Bool { state.withLock { $0.isFinished } }
}
