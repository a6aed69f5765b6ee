import Display
import Files
import Foundation
import NotebookKit
import Synchronization
import Testing

/// Live sessions of random notebooks that are edited at random, against runs of the whole notebook.
@Suite("Random edits of a live notebook")
struct RandomEditTests {
  /// Seeds in portions, so a failure names a few programs.
  private static let portions = Array(stride(from: UInt64(0), to: seeds, by: 40))
  /// Number of seeds; `ETUDE_RANDOM_NOTEBOOKS` sets a larger one.
  private static let seeds =
    ProcessInfo.processInfo.environment["ETUDE_RANDOM_NOTEBOOKS"].flatMap(UInt64.init) ?? 240

  @Test("After each edit every cell shows what a run of the whole notebook shows", arguments: portions)
  func invariant(first: UInt64) async throws {
    for seed in first..<first + 40 { try await check(seed, edits: 6) }
  }

  @Test("A session continues from the results of the last one as if it had not ended", arguments: portions)
  func sessions(first: UInt64) async throws {
    for seed in first..<first + 40 { try await check(seed, edits: 6, reopens: true) }
  }

  private func check(_ seed: UInt64, edits: Int, reopens: Bool = false) async throws {
    var generator = SeededGenerator(seed: seed)
    // Half of the notebooks have parameters, which are set in their files or as controls set them.
    let parameters = seed.isMultiple(of: 2) ? [:] : ["p1": 1, "p2": 2]
    var program = ModelProgram.random(using: &generator, parameters: parameters)
    let file = FileManager.default.temporaryDirectory.appending(path: "etude-kept-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    let store = reopens ? OutcomeStore(file: file, environment: ContentHash(parts: [])) : nil
    var fixture = try LiveFixture(program.text, store)
    for edit in 0...edits {
      if edit > 0 { program = program.edited(using: &generator) }
      if edit > 0, reopens, Bool.random(using: &generator) {
        try await fixture.session.keep()
        await fixture.session.end()
        fixture = try LiveFixture(program.text, store)
      }
      if seed.isMultiple(of: 3) {
        var written = program
        written.parameters = parameters
        try await fixture.adopt(written.text, settings: program.parameters.map { "\($0.key)=\($0.value)" })
      } else {
        try await fixture.adopt(program.text)
      }
      let expected = ModelInterpreter.outputs(of: program)
      let shown = fixture.outputs
      #expect(shown == expected, "seed \(seed), edit \(edit):\n\(program.text)")
      if shown != expected { return }
    }
  }
}

/// A live session of a notebook in the language of ``ModelProgram``.
final class LiveFixture: Sendable {
  let compiler = ModelCompiler()
  let session: LiveSession
  private let latest = LatestSnapshot()

  init(_ text: String, _ store: OutcomeStore? = nil) throws {
    let notebook = try Self.notebook(text)
    let compiler = compiler
    session = LiveSession(
      report: Report(
        notebook: notebook, parameters: [], records: notebook.cells.map { _ in CellRecord() }, stamp: Stamp(),
        isRunning: false),
      options: RunOptions(memoryLimit: 1 << 30), streamFolder: URL(filePath: "/proc/none"),
      tools: SessionTools(
        compiler: compiler, startKernel: { ModelKernel(compiler) }, symbolize: { _ in nil },
        clock: .untimed),
      store: store, show: { [latest] in latest.value = $0 })
  }

  private static func notebook(_ text: String) throws -> Notebook {
    try NotebookParser.parse(source: Data(text.utf8), file: URL(filePath: "note.md"))
  }

  /// Receives a version of the notebook and runs stale cells.
  ///
  /// - Parameter settings: Parameter settings, as after `-P`.
  func adopt(_ text: String, settings: [String] = []) async throws {
    let notebook = try Self.notebook(text)
    let parameters = try ParameterOverrides.apply(settings, to: notebook.frontMatter.parameters)
    let isAdopted = try await session.adopt(notebook, parameters: parameters)
    #expect(isAdopted)
    try await session.perform(.stale)
  }

  var snapshot: LiveSnapshot? { latest.value }

  /// The lines that each cell shows; a cell that does not compile says so.
  var outputs: [[String]] {
    guard let snapshot = latest.value else { return [] }
    return snapshot.report.records.enumerated().map { index, record in
      if case .failed? = snapshot.states[index] {
        return record.outputs.contains { output in
          if case .failure(let failure) = output { failure.kind == .compileError } else { false }
        } ? ["does not compile"] : record.outputs.map(\.line)
      }
      switch snapshot.states[index] {
      case .fresh, .kept: break
      default: return ["\(snapshot.states[index].debugDescription)"]
      }
      return record.outputs.flatMap { output in
        if case .stream(_, let text) = output { text.split(separator: "\n").map(String.init) } else { [output.line] }
      }
    }
  }
}

/// The snapshot that was shown last.
private final class LatestSnapshot: Sendable {
  private let snapshot = Mutex<LiveSnapshot?>(nil)
  var value: LiveSnapshot? {
    get { snapshot.withLock { $0 } }
    set { snapshot.withLock { $0 = newValue } }
  }
}
