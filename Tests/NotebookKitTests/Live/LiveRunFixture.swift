import Display
import Files
import Foundation
import NotebookKit
import Synchronization
import TestSupport
import Testing

/// A live session of a notebook with the real compiler and kernels, and runs of the whole notebook for comparison.
final class LiveRunFixture: Sendable {
  private let folder: URL
  private let installation: Installation
  let session: LiveSession
  private let latest = Mutex<LiveSnapshot?>(nil)
  private let ran = Mutex<[String]>([])
  private let compiler: CountingCompiler

  /// - Parameter earlier: The fixture of the notebook's last session, which has ended.
  init(_ text: String, after earlier: LiveRunFixture? = nil) throws {
    folder =
      earlier?.folder ?? FileManager.default.temporaryDirectory.appending(path: "etude-live-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    installation = try Installation(command: Program.builtPrograms.appending(path: "etude"))
    let notebook = try NotebookParser.parse(source: Data(text.utf8), file: folder.appending(path: "note.md"))
    let relay = Relay()
    var tools = SessionTools(of: installation, notebook: notebook)
    tools.clock = .untimed
    compiler = CountingCompiler(tools.compiler)
    tools.compiler = compiler
    session = LiveSession(
      report: Report(
        notebook: notebook, parameters: notebook.frontMatter.parameters,
        records: notebook.cells.map { _ in CellRecord() },
        stamp: Stamp(), isRunning: false),
      options: RunOptions(), streamFolder: folder.appending(path: "streams"), tools: tools,
      store: OutcomeStore(file: folder.appending(path: "kept"), environment: ContentHash(parts: [])),
      show: { relay.show($0) })
    relay.fixture = self
  }

  /// Passes snapshots on once the fixture exists.
  private final class Relay: Sendable {
    private let holder = Mutex<Weak>(Weak())
    private struct Weak { weak var fixture: LiveRunFixture? }
    var fixture: LiveRunFixture? {
      get { holder.withLock { $0.fixture } }
      set { holder.withLock { $0.fixture = newValue } }
    }
    func show(_ snapshot: LiveSnapshot) { fixture?.take(snapshot) }
  }

  private func take(_ snapshot: LiveSnapshot) {
    latest.withLock { latest in
      if case .running(let cell, _) = snapshot.activity, latest?.activity != snapshot.activity {
        ran.withLock { $0.append(snapshot.report.notebook.cells[cell].source) }
      }
      latest = snapshot
    }
  }

  func file(_ name: String) -> URL { folder.appending(path: name) }

  private func notebook(_ text: String) throws -> Notebook {
    try NotebookParser.parse(source: Data(text.utf8), file: file("note.md"))
  }

  /// Number of modules that the session has had compiled or taken from the cache.
  var compilations: Int { compiler.attempts.count }

  /// Receives a version of the notebook and runs stale cells.
  ///
  /// - Parameter settings: Parameter settings, as after `-P`.
  /// - Returns: The sources of the cells that ran.
  @discardableResult
  func adopt(_ text: String, settings: [String] = []) async throws -> [String] {
    ran.withLock { $0 = [] }
    let notebook = try notebook(text)
    let parameters = try ParameterOverrides.apply(settings, to: notebook.frontMatter.parameters)
    #expect(try await session.adopt(notebook, parameters: parameters))
    if !session.wasInterrupted { try await session.perform(.stale) }
    return ran.withLock { $0 }
  }

  /// Runs the requested cells.
  ///
  /// - Returns: The sources of the cells that ran.
  func run(_ request: LiveSession.Request) async throws -> [String] {
    ran.withLock { $0 = [] }
    try await session.perform(request)
    return ran.withLock { $0 }
  }

  /// The fixture of another session, which begins with the files that this one leaves.
  func reopened(with text: String) async throws -> LiveRunFixture {
    try await session.keep()
    await session.end()
    return try LiveRunFixture(text, after: self)
  }

  var snapshot: LiveSnapshot? { latest.withLock { $0 } }

  /// The page as text: each cell's outputs, and the inline values.
  var shown: [String] { snapshot.map { Self.lines(of: $0.report) } ?? [] }

  /// The result of a run of the whole notebook.
  func batch(_ text: String, settings: [String] = []) async throws -> [String] {
    let notebook = try notebook(text)
    let keeper = ReportKeeper()
    var options = RunOptions()
    options.keepsGoing = true
    let parameters = try ParameterOverrides.apply(settings, to: notebook.frontMatter.parameters)
    let session = Session(
      notebook: notebook, parameters: parameters, options: options, streamFolder: file("streams"), fronts: [keeper],
      installation: installation)
    _ = try await session.complete(.allSteps(of: notebook, parameters: parameters))
    return keeper.report.map(Self.lines) ?? []
  }

  private static func lines(of report: Report) -> [String] {
    var lines = report.records.enumerated().map { index, record in
      // The session describes the end of a kernel in its own words.
      let outputs = record.outputs.filter { output in
        if case .notice(let text) = output { !text.hasPrefix("The run continued") } else { true }
      }
      return "\(index): \(outputs.map(\.whole))"
    }
    for value in report.notebook.inlineValues {
      lines.append("\(value.expression): \(report.inlineResults[value.id].debugDescription)")
    }
    return lines
  }

  func end() async {
    await session.end()
    try? FileManager.default.removeItem(at: folder)
  }
}

extension CellOutput {
  /// All of the output but its names.
  fileprivate var whole: String {
    switch self {
    case .display(let bundle, _): "display: \(Self.text(of: bundle))"
    case .result(let bundle): "result: \(Self.text(of: bundle))"
    case .failure(let failure): "\(failure)"
    default: line
    }
  }

  /// A bundle in words, which do not depend on the order of a dictionary.
  private static func text(of bundle: MIMEBundle) -> String {
    let representations = bundle.representations.sorted { $0.key.rawValue < $1.key.rawValue }
    return "\(representations) \(bundle.metadata)"
  }
}

extension SessionClock {
  /// A clock on which no time passes during cells, so no cell is slow on a loaded machine; it waits like any other.
  static let untimed = SessionClock(now: { .zero }, sleep: { try await Task.sleep(for: $0) })
}
