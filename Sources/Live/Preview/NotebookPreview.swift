import Foundation
import NotebookKit

/// A notebook in somebody's editor, the live session behind it, and the page that shows both.
///
/// Each save and each command becomes work for the session, one after the other. Work that came later overtakes what has
/// not begun: a save while a cell runs is shown at once, and adopted when the cell has ended or, if the cell itself was
/// edited, was interrupted.
package actor NotebookPreview {
  /// Makes the session of a notebook; packages and sources are built for it.
  package typealias MakeSession =
    @Sendable (Notebook, [Parameter], @escaping @Sendable (LiveSnapshot) -> Void) throws -> LiveSession

  /// Work that was asked for and has not begun.
  private struct Demand {
    var version: (notebook: Notebook, parameters: [Parameter])?
    var requests: [(request: LiveSession.Request, notebook: Notebook)] = []
    var restarts = false

    var isEmpty: Bool { version == nil && requests.isEmpty && !restarts }
  }

  private let file: URL
  private let makeSession: MakeSession
  private let publisher: PreviewPublisher
  private let watch: @Sendable (Set<URL>) -> Void
  /// The files that cells have read.
  private var sessionFiles: Set<URL> = []
  /// The notebook as it was read last.
  private var written: Notebook?
  /// The notebook with the readers' answers to exercises.
  private var notebook: Notebook?
  private var answers = ExerciseAnswers()
  /// Settings of parameters, as after `-P`; later ones count.
  private var settings: [String]
  private var session: LiveSession?
  private var demand = Demand()
  private var worker: Task<Void, Never>?
  /// Writes what the cells put out for the next preview, while the next edit is already looked at.
  private var keeper: Task<Void, Never>?
  private var hasEnded = false

  /// - Parameters:
  ///   - settings: Settings of parameters, as after `-P`.
  ///   - watch: Watches the files that cells have read; ``changed(_:)`` tells when one changes.
  package init(
    _ file: URL, settings: [String] = [], publisher: PreviewPublisher, watch: @escaping @Sendable (Set<URL>) -> Void,
    makeSession: @escaping MakeSession
  ) {
    self.file = file
    self.settings = settings
    self.publisher = publisher
    self.watch = watch
    self.makeSession = makeSession
  }

  // MARK: - The file

  /// Takes in which files changed: the notebook itself, or files that cells have read.
  package func changed(_ files: Set<URL>) {
    let read = pageFiles.union([file.standardizedFileURL])
    if !files.isDisjoint(with: read) { readNotebook() }
    guard !hasEnded, !files.isSubset(of: read.subtracting(sessionFiles)), demand.version == nil else {
      return
    }
    guard let notebook, let parameters = try? parameters(of: notebook) else { return }
    // The session looks at the files when it adopts a version.
    demand.version = (notebook, parameters)
    work()
  }

  /// Reads the notebook again. One that cannot be read leaves the last good page, with what is wrong above it.
  package func readNotebook() {
    guard !hasEnded else { return }
    do {
      let read = try NotebookParser.read(file).notingPageFiles()
      guard read != written else { return publisher.show(problem: nil) }
      let parameters = try parameters(of: read)
      let answered = try answers.applied(to: read)
      publisher.show(problem: nil)
      publisher.review(read)
      (written, notebook) = (read, answered)
      watchFiles()
      adopt(answered, parameters)
    } catch {
      publisher.show(problem: String(describing: error))
    }
  }

  /// The notebook's parameters with the settings that still fit it.
  private func parameters(of notebook: Notebook) throws -> [Parameter] {
    let names = Set(notebook.frontMatter.parameters.map(\.name))
    let fitting = settings.filter { self.notebook == nil || names.contains(String($0.prefix { $0 != "=" })) }
    return try ParameterOverrides.apply(fitting, to: notebook.frontMatter.parameters)
  }

  private func adopt(_ notebook: Notebook, _ parameters: [Parameter]) {
    demand.version = (notebook, parameters)
    // Packages may be built for minutes before there is a session, which shows more.
    if session == nil { publisher.show(LiveSnapshot(.queued, notebook, parameters)) }
    if let session {
      session.announce(notebook, parameters: parameters)
      if let source = session.runningSource, !notebook.cells.contains(where: { $0.source == source }) {
        session.interrupt()
      }
      session.stop()
    }
    work()
  }

  // MARK: - Commands

  /// Carries out what the author asks for on the page.
  package func carryOut(_ command: PreviewCommand) async -> PreviewAnswer {
    switch command {
    case .run(let cell): return ask(.cell(cell))
    case .runTo(let cell): return ask(.staleThrough(cell))
    case .runStale: return ask(.allStale)
    case .runAll: return ask(.all)
    case .interrupt:
      demand.requests = []
      session?.interrupt()
      return .accepted
    case .restart:
      demand.requests = []
      demand.restarts = true
      session?.interruptAtOnce()
      work()
      return .accepted
    case .set(let parameter, let value): return set(parameter, to: value)
    case .edit(let cell, let source): return answer(cell, source)
    case .reset(let cell): return answer(cell, nil)
    case .value(let name, let cell, let source): return await value(of: name, in: cell, source)
    case .step: return .refused("This preview does not do that.")
    }
  }

  /// Gives an exercise another source, or its own, and runs it.
  private func answer(_ cell: Int, _ source: String?) -> PreviewAnswer {
    guard let written, written.cells.indices.contains(cell), written.cells[cell].options.tags.contains("exercise")
    else { return .refused("Only cells with the tag `exercise` can be edited in the page.") }
    let exercise = written.cells[cell]
    var changed = answers
    changed.set(source, for: exercise, of: written)
    do {
      let answered = try changed.applied(to: written)
      answers = changed
      notebook = answered
      adopt(answered, try parameters(of: answered))
      return ask(.cell(cell))
    } catch {
      return .refused(String(describing: error))
    }
  }

  /// Reads a variable, if nothing is at work and the cell is the one that is meant.
  private func value(of name: String, in cell: Int, _ source: String) async -> PreviewAnswer {
    guard worker == nil, demand.isEmpty, !hasEnded, let session else { return .refused("The session is at work.") }
    guard let notebook, notebook.cells.indices.contains(cell), notebook.cells[cell].source == source else {
      return .refused("The notebook has another cell there.")
    }
    let evaluation = Task { try? await session.value(of: name, declaredIn: cell) }
    // Work that comes meanwhile waits.
    worker = Task { _ = await evaluation.value }
    let text = await evaluation.value
    worker = nil
    work()
    return text.map { .value($0) } ?? .refused("`\(name)` has no value in the preview.")
  }

  private func ask(_ request: LiveSession.Request) -> PreviewAnswer {
    guard let notebook else { return .refused("The notebook could not be read yet.") }
    demand.requests.append((request, notebook))
    // After a build or a start that failed, it is tried again.
    if session == nil, worker == nil, demand.version == nil, let parameters = try? parameters(of: notebook) {
      demand.version = (notebook, parameters)
    }
    work()
    return .accepted
  }

  private func set(_ parameter: String, to value: String) -> PreviewAnswer {
    guard let notebook else { return .refused("The notebook could not be read yet.") }
    guard notebook.frontMatter.parameters.contains(where: { $0.name == parameter }) else {
      return .refused("The notebook has no parameter `\(parameter)`.")
    }
    let before = settings
    settings.removeAll { $0.hasPrefix("\(parameter)=") }
    settings.append("\(parameter)=\(value)")
    do {
      adopt(notebook, try parameters(of: notebook))
      return .accepted
    } catch {
      settings = before
      return .refused(String(describing: error))
    }
  }

  // MARK: - Work

  private func work() {
    guard worker == nil, !demand.isEmpty, !hasEnded else { return }
    worker = Task {
      await workThrough()
      worker = nil
      // What came in between the last look and now.
      work()
    }
  }

  private func workThrough() async {
    while !demand.isEmpty, !hasEnded {
      let next = demand
      demand = Demand()
      do { try await perform(next) } catch {
        if session == nil, let version = next.version {
          publisher.show(
            LiveSnapshot(.stale(reason: "It did not run.", lastRun: nil), version.notebook, version.parameters))
        }
        publisher.show(problem: String(describing: error))
      }
      if demand.isEmpty { keepOutcomes() }
    }
  }

  private func keepOutcomes() {
    guard let session else { return }
    keeper = Task(priority: .utility) { [publisher, keeper] in
      await keeper?.value
      do { try await session.keep() } catch {
        publisher.show(problem: "What the cells put out cannot be kept for the next preview: \(error)")
      }
    }
  }

  private func perform(_ demanded: Demand) async throws {
    var next = demanded
    if next.restarts { await session?.restart() }
    if let (notebook, parameters) = next.version {
      let session = try await session(for: notebook, parameters)
      guard try await session.adopt(notebook, parameters: parameters) else {
        if demand.version == nil { demand.version = next.version }
        demand.requests = next.requests + demand.requests
        return
      }
      if session.wasInterrupted { return }
      if isOvertaken { return carryOver(next.requests[...]) }
      // A request runs what is stale with it. A cell that is stale and asked for would run twice.
      if next.requests.isEmpty { next.requests = [(.stale, notebook)] }
    }
    for (index, asked) in next.requests.enumerated() {
      if isOvertaken { return carryOver(next.requests[index...]) }
      guard let session else { break }
      try await session.perform(asked.request.moved(from: asked.notebook, to: notebook ?? asked.notebook))
      // Who interrupts a cell wants those behind it not to run either.
      if session.wasInterrupted { break }
    }
    if let session {
      sessionFiles = Set(await session.files.map { URL(filePath: $0).standardizedFileURL })
      watchFiles()
    }
  }

  /// Watches what cells have read, and what the page takes in besides the notebook.
  private func watchFiles() { watch(sessionFiles.union(pageFiles)) }

  private var pageFiles: Set<URL> { Set((written?.pageFiles ?? []).map(\.file.standardizedFileURL)) }

  /// True if what came meanwhile is to be done first.
  private var isOvertaken: Bool { hasEnded || demand.restarts || demand.version != nil }

  private func carryOver(_ requests: ArraySlice<(request: LiveSession.Request, notebook: Notebook)>) {
    if !demand.restarts { demand.requests = requests + demand.requests }
  }

  /// The session for a version of the notebook: another one if the kernel itself would be another.
  private func session(for notebook: Notebook, _ parameters: [Parameter]) async throws -> LiveSession {
    if let session, await session.suits(notebook) { return session }
    await session?.end()
    session = nil
    // Packages may be built for minutes; commands are answered meanwhile.
    let new = try await Task.detached { [makeSession, publisher] in
      try makeSession(notebook, parameters) { publisher.show($0) }
    }.value
    if hasEnded { await new.end() }
    session = new
    return new
  }

  /// Ends the session; running cells are not waited for.
  package func end() async {
    hasEnded = true
    session?.interruptAtOnce(isLast: true)
    await worker?.value
    await keeper?.value
    // The page is gone by now, and with it who could be told.
    try? await session?.keep()
    await session?.end()
  }
}

extension LiveSession.Request {
  /// The demand in terms of a later version of the notebook. One whose cell is gone leaves what runs unasked.
  fileprivate func moved(from notebook: Notebook, to later: Notebook) -> LiveSession.Request {
    func place(_ cell: Int) -> Int? { notebook.index(ofCell: cell, in: later) }
    return switch self {
    case .stale, .allStale, .all: self
    case .cell(let cell): place(cell).map { .cell($0) } ?? .stale
    case .staleThrough(let cell): place(cell).map { .staleThrough($0) } ?? .stale
    }
  }
}

extension LiveSnapshot {
  /// The snapshot of a notebook of which nothing is known yet.
  ///
  /// - Parameter state: The state of each cell that runs.
  fileprivate init(_ state: CellLiveState, _ notebook: Notebook, _ parameters: [Parameter]) {
    let records = notebook.cells.map { CellRecord(status: $0.options.eval ? .waiting : .skipped) }
    let states = notebook.cells.filter(\.options.eval).map { ($0.index, state) }
    self.init(
      report: Report(
        notebook: notebook, parameters: parameters, records: records, stamp: Stamp(), isRunning: false),
      states: Dictionary(uniqueKeysWithValues: states), activity: .idle)
  }
}
