import Files
import Foundation
import NotebookKit
import Synchronization

/// A compiler that takes no time: lines `let name` declare, sources with `#error` are rejected.
///
/// With an index, each word that an earlier line or cell declares is a symbol of a number; `name = …`, `name += …` and
/// `name.append` write it.
///
/// A module's interface consists of its declarations, without values. Compilers that share `products` find the products
/// of others there, like runs that share a cache.
final class FakeCompiler: ModuleCompiler {
  let fileName = "note.md"
  /// The keys of the modules that were compiled.
  final class Products: Sendable { fileprivate let keys = Mutex(Set<ContentHash>()) }

  private struct State {
    var symbols: [String: String] = [:]
    var imports: [String: [String]] = [:]
    var made: [String] = []
    var batches: [Int] = []
    var isPrepared = false
    var isFinished = false
  }
  private let state = Mutex(State())
  /// Modules whose compilation fails because there is no compiler.
  private let unavailable: Set<String>
  private let warnings: [String: String]
  private let hasIndex: Bool
  private let products: Products

  init(
    unavailable: Set<String> = [], warnings: [String: String] = [:], hasIndex: Bool = false,
    products: Products = Products()
  ) {
    self.hasIndex = hasIndex
    self.unavailable = unavailable
    self.warnings = warnings
    self.products = products
  }

  func prepare() throws { state.withLock { $0.isPrepared = true } }
  func finish() { state.withLock { $0.isFinished = true } }

  func items(of sources: [String]) throws -> [[TopLevelItem]?] {
    state.withLock { $0.batches.append(sources.count) }
    return sources.map { source in
      source.matches(of: /(?m)^let (\w+).*$/).map { match in
        let start = source.utf8.distance(from: source.startIndex, to: match.range.lowerBound)
        let text = String(match.output.0)
        return TopLevelItem(
          kind: .binding, range: start..<start + text.utf8.count, text: text,
          names: [DeclaredName(name: String(match.output.1), kind: .variable)])
      }
    }
  }

  func compile(
    module: String, source: String, imports: [ModuleInterface], options: CompilationOptions
  ) throws -> ModuleOutcome {
    state.withLock { $0.imports[module] = imports.map(\.module) }
    if unavailable.contains(module) { throw CocoaError(.executableLoad) }
    if let place = Self.lines(of: source).first(where: { $0.text.contains("#error") }) {
      return .rejected(diagnostics: "note.md:\(place.row):1: error: wrong\n")
    }
    let key = ContentHash(parts: [module, source] + imports.map(\.hash.hexadecimal))
    if products.keys.withLock({ $0.insert(key).inserted }) { state.withLock { $0.made.append(module) } }
    let declared = source.matches(of: /(?m)^let (\w+)/).map { String($0.output.1) }
    return .compiled(
      CompiledModule(
        name: module, library: URL(filePath: "/fake/\(module).so"),
        interface: ModuleInterface(
          module: module, file: URL(filePath: "/fake/\(module).swiftmodule"), hash: ContentHash(parts: declared)),
        key: key, warnings: warnings[module] ?? "",
        occurrences: hasIndex ? occurrences(in: source, of: module) : nil))
  }

  /// The lines that readers wrote, each with the number that the directive above it gives.
  private static func lines(of source: String) -> [(text: Substring, row: Int)] {
    var lines: [(text: Substring, row: Int)] = []
    var next: Int?
    for text in source.split(separator: "\n", omittingEmptySubsequences: false) {
      if let directive = text.firstMatch(of: /#sourceLocation\(file: "note.md", line: (\d+)\)/) {
        next = Int(directive.output.1)
      } else if let row = next {
        lines.append((text, row))
        next = row + 1
      }
    }
    return lines
  }

  private func occurrences(in source: String, of module: String) -> [SymbolOccurrence] {
    var found: [SymbolOccurrence] = []
    for (text, row) in Self.lines(of: source) {
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

  func link(_ module: CompiledModule) throws -> String? { nil }

  /// The modules that a module imported.
  func imports(of module: String) -> [String]? { state.withLock { $0.imports[module] } }
  /// The modules that were compiled and not found among the products, by name: two are
  /// compiled at once.
  var made: [String] { state.withLock { $0.made.sorted() } }
  /// The sizes of the batches of cells that were parsed.
  var batches: [Int] { state.withLock { $0.batches } }
  var isPrepared: Bool { state.withLock { $0.isPrepared } }
  var isFinished: Bool { state.withLock { $0.isFinished } }
}
