import Files
import Foundation
import NotebookKit
import Synchronization

/// A compiler that takes no time: lines `let name` declare, sources with `#error` are rejected.
final class FakeCompiler: ModuleCompiler {
  let fileName = "note.md"
  private struct State {
    var upstream: [String: Int] = [:]
    var prologues: [String: String] = [:]
    var isPrepared = false
    var isFinished = false
  }
  private let state = Mutex(State())
  /// Modules whose compilation fails for want of a compiler.
  private let unavailable: Set<String>
  private let warnings: [String: String]

  init(unavailable: Set<String> = [], warnings: [String: String] = [:]) {
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
        warnings: warnings[module] ?? ""))
  }

  /// How many earlier modules a module saw.
  func upstreamCount(of module: String) -> Int? { state.withLock { $0.upstream[module] } }
  var isPrepared: Bool { state.withLock { $0.isPrepared } }
  var isFinished: Bool { state.withLock { $0.isFinished } }
}
