import Files
import Foundation
import KernelProtocol
import NotebookKit
import Synchronization

/// A compiler of the cells of a ``ModelProgram``, and the kernels that run its modules.
final class ModelCompiler: ModuleCompiler {
  /// A compiled cell.
  struct Module {
    var lines: [ModelProgram.Line]
    /// For each name its meaning in the cell.
    var symbols: [String: String]
    /// The modules whose names it uses.
    var uses: Set<String>
  }

  let fileName = "note.md"
  private let modules = Mutex<[String: Module]>([:])
  private let count = Mutex(0)

  func prepare() throws {}
  func finish() {}

  func items(of sources: [String]) throws -> [[TopLevelItem]?] {
    sources.map { ModelProgram.items(Self.lines(of: $0).map(\.line)) }
  }

  private static func lines(of source: String) -> [(line: ModelProgram.Line, row: Int, column: Int)] {
    var row: Int?
    return source.split(separator: "\n", omittingEmptySubsequences: false).compactMap { text in
      if text.hasPrefix("#sourceLocation("), let line = text.split(separator: ": ").last {
        row = Int(line.dropLast())
        return nil
      }
      let place = row
      row = row.map { $0 + 1 }
      return ModelProgram.Line(text: text.drop { $0 == " " }).map { ($0, place ?? 0, 1) }
    }
  }

  func compile(
    module: String, source: String, imports: [ModuleInterface], options: CompilationOptions
  ) throws -> ModuleOutcome {
    count.withLock { $0 += 1 }
    var symbols: [String: String] = [:]
    for line in source.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count >= 3, words[words.count - 3] == "import", ["var", "func"].contains(words[words.count - 2]),
        let names = words.last?.split(separator: ".`"), names.count == 2
      else { continue }
      let name = String(names[1].dropLast())
      symbols[name] = ModelProgram.symbol(name, of: String(names[0]))
    }
    let found = Self.lines(of: source)
    let lines = found.map(\.line)
    for name in lines.compactMap(\.declared) { symbols[name] = ModelProgram.symbol(name, of: module) }
    for line in found {
      if let missing = line.line.uses.first(where: { symbols[$0.name] == nil }) {
        return .rejected(
          diagnostics: "note.md:\(line.row):1: error: cannot find '\(missing.name)' in scope\n")
      }
    }
    let used = Set(lines.flatMap(\.uses).compactMap { symbols[$0.name].flatMap(Self.module) })
    modules.withLock { $0[module] = Module(lines: lines, symbols: symbols, uses: used) }
    let declared = lines.compactMap(\.declared)
    var compiled = CompiledModule(
      name: module, library: URL(filePath: "/fake/\(module).so"),
      interface: ModuleInterface(
        module: module, file: URL(filePath: "/fake/\(module).swiftmodule"),
        hash: ContentHash(parts: [module] + declared)),
      key: ContentHash(parts: [module, source]))
    compiled.occurrences = ModelProgram.occurrences(lines, symbols).map { occurrence in
      var placed = occurrence
      placed.line = found[occurrence.line - 1].row
      return placed
    }
    return .compiled(compiled)
  }

  private static func module(of symbol: String) -> String? {
    // A symbol has the length of the module's name before it, and the length of its name after that.
    let rest = symbol.dropFirst("s:".count)
    let digits = rest.prefix { $0.isNumber }
    guard let length = Int(digits) else { return nil }
    let module = String(rest.dropFirst(digits.count).prefix(length))
    return module.hasPrefix("Cell_") || module.hasPrefix("Parameters") ? module : nil
  }

  func link(_ module: CompiledModule) throws -> String? { nil }

  func module(_ name: String) -> Module? { modules.withLock { $0[name] } }

  /// Number of compilations so far.
  var compilations: Int { count.withLock { $0 } }
}

/// A kernel that runs modules of a ``ModelCompiler``.
final class ModelKernel: Kernel {
  private struct State {
    var machine = ModelMachine()
    var loaded: Set<String> = []
    var executions = 0
  }

  private let compiler: ModelCompiler
  private let outputs: AsyncStream<KernelOutput>
  private let continuation: AsyncStream<KernelOutput>.Continuation
  private let state = Mutex(State())

  init(_ compiler: ModelCompiler) {
    self.compiler = compiler
    (outputs, continuation) = AsyncStream.makeStream(of: KernelOutput.self)
    continuation.yield(.message(.ready))
  }

  func send(_ request: KernelRequest) {
    guard case .execute(let unit) = request else { return }
    let name = unit.entry.replacingOccurrences(of: "etude_", with: "")
    guard let module = compiler.module(name) else { return finish(.notLoaded(reason: "\(name) was never compiled")) }
    let result = state.withLock { state -> KernelOutcome in
      if let missing = module.uses.first(where: { $0 != name && !state.loaded.contains($0) }) {
        return .notLoaded(reason: "\(missing) is not loaded")
      }
      state.loaded.insert(name)
      state.machine.define(module.lines, module.symbols)
      guard unit.runs else { return .returned }
      state.executions += 1
      state.machine.parameters = unit.parameters.compactMapValues { Int($0) }
      for text in state.machine.run(module.lines, module.symbols) {
        continuation.yield(.stream(.stdout, Data((text + "\n").utf8)))
      }
      return .returned
    }
    finish(result)
  }

  private func finish(_ outcome: KernelOutcome) { continuation.yield(.message(.finished(outcome))) }

  func next() async -> KernelOutput? {
    var iterator = outputs.makeAsyncIterator()
    return await iterator.next()
  }

  func whenEnded(_ action: @escaping @Sendable () -> Void) {}
  func interrupt() {}
  func end() {
    continuation.yield(.ended(.signalled(15)))
    continuation.finish()
  }
  func endAndWait() async { end() }
  var residentBytes: Int? { 1 << 20 }
  var processCount: Int { 1 }

  /// Number of executions so far.
  var executions: Int { state.withLock { $0.executions } }
}
