import ArgumentParser
import Display
import Foundation
import NotebookKit

/// `etude sweep NOTEBOOK`
struct SweepCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep", abstract: "Runs a notebook for many parameter values and compares the published results.",
    discussion: """
      `etude sweep note.md -P lr=0.1,0.01 -P seed=1..5` runs ten points: every combination. A range of fractions needs \
      a step, as in 0..1..0.25. --random N draws N combinations; 0.1..0.5 then means any number in between, and \
      log:1e-4..1e-1 one that is uniform in its logarithm. --points takes a CSV file with the parameters' names in its \
      first line, or a JSON array of objects.

      A cell publishes a value with report("error", 0.05). Output/note.sweep/sweep.html shows all points in a table, \
      plots each value over each parameter and links to the report of each point; sweep.csv beside it contains all digits.

      Finished points are kept, even if the sweep is killed: the same command resumes the sweep. A point runs again if \
      the notebook has changed. Changes of files that the notebook reads are not noticed; remove Output/note.sweep to \
      run all points again. A failed point does not stop the others.

      `mpirun -n 4 etude sweep …`, or srun, distributes the points over the processes as they become free.
      """)

  @Argument(help: "The notebook (a Markdown file).", completion: .file(extensions: ["md", "qmd"]))
  var notebook: String

  @Option(
    name: [.customShort("P"), .customLong("param")], parsing: .unconditionalSingleValue,
    help: "The values of a parameter, such as lr=0.1,0.01 or seed=1..5; may be repeated.")
  var param: [String] = []

  @Option(help: "A file of points, CSV or JSON.", completion: .file(extensions: ["csv", "json"]))
  var points: String?

  @Option(help: "The number of random combinations to run, instead of all.")
  var random: Int?

  @Option(help: "The seed of the random combinations.")
  var seed: UInt64 = 42

  @Option(name: [.customShort("j"), .long], help: "The number of points to run at the same time.")
  var jobs = 1

  @Option(help: "The published value to sort the table by (default: the first).")
  var sortBy: String?

  @Flag(help: "Sort with the largest value first.")
  var descending = false

  @Flag(help: "Run failed points again.")
  var retryFailed = false

  @Option(name: [.customShort("o"), .long], help: "The folder for reports.")
  var output = "Output"

  @Option(help: "Time limit of each point, in seconds.")
  var timeout: Double?

  func validate() throws {
    if let timeout, !(timeout > 0) { throw ValidationError("--timeout must be more than 0 seconds, not \(timeout).") }
    if jobs < 1 { throw ValidationError("--jobs must be at least 1, not \(jobs).") }
    if let random, random < 1 { throw ValidationError("--random must be at least 1, not \(random).") }
  }

  func run() async throws {
    let interrupts = InterruptHandler()
    if let status = await sweep(interrupts) { throw status }
  }

  /// Runs the sweep; nil if every point succeeded.
  private func sweep(_ interrupts: InterruptHandler) async -> ExitCode? {
    let console = Console(notebook: notebook, announcesCells: false)
    do {
      let parsed = try NotebookParser.read(URL(filePath: notebook))
      for warning in NotebookReview.warnings(about: parsed) { printError("\(warning)") }
      let request = SweepRequest(
        arguments: param, pointsFile: points.map { URL(filePath: $0) }, randomCount: random, seed: seed)
      let points = try request.points(of: parsed.frontMatter.parameters)
      let folder = SweepFolder(of: parsed.file, in: URL(filePath: output))
      // Points that run side by side share the processors and the memory.
      let atOnce = min(jobs, points.count)
      let installation = try Installation(environment: environment(atOnce))
      let dependencies = try console.build(parsed, installation, interrupts)
      var plan = SweepRunner.Plan(
        notebook: parsed, points: points, folder: folder, jobs: jobs, retriesFailures: retryFailed,
        options: options(atOnce),
        dependencies: dependencies)
      plan.joins = (launched?.rank ?? 0) > 0
      try folder.prepare(joins: plan.joins)
      let runner = SweepRunner(plan, installation: installation) { show($0, points) }
      interrupts.watch(runner)
      defer { interrupts.watch(nil) }
      try await runner.run()
      // The first process reports the result of the sweep. An error status of another would end it.
      if plan.joins { return runner.wasInterrupted ? ExitStatus.interrupted : nil }
      return try await finish(runner, folder, installation)
    } catch is CancellationError {
      return ExitStatus.interrupted
    } catch {
      console.clear()
      printError(String(describing: error))
      return interrupts.status(after: error)
    }
  }

  private func finish(
    _ runner: SweepRunner, _ folder: SweepFolder, _ installation: Installation
  ) async throws -> ExitCode? {
    let table = runner.table
    let finished = table.rows.compactMap(\.result)
    let failed = finished.count { $0.status == .failed }
    var parts = [finished.count - failed == 1 ? "1 point succeeded" : "\(finished.count - failed) points succeeded"]
    if failed > 0 { parts.append("\(failed) failed") }
    if finished.count < table.rows.count { parts.append("\(table.rows.count - finished.count) are not finished") }
    printError("\(notebook): \(parts.joined(separator: ", "))")
    if runner.wasInterrupted {
      printError("\(notebook): The sweep was interrupted. The same command resumes it.")
      return ExitStatus.interrupted
    }
    let sorted: SweepTable
    var status: ExitCode? = finished.count < table.rows.count || failed > 0 ? ExitStatus.cellsFailed : nil
    do { sorted = try table.sorted(by: sortBy, descending: descending) } catch {
      printError(String(describing: error))
      status = ExitStatus.couldNotBegin
      sorted = table
    }
    let page = try await runner.writeReport(of: sorted, in: folder, installation: installation)
    print(page.relativePath)
    return status
  }

  private func show(_ event: SweepRunner.Event, _ points: [SweepPoint]) {
    func line(_ index: Int, _ text: String) {
      let label = points[index].label.withoutControlCharacters
      printError("\(notebook): \(index + 1)/\(points.count) \(label): \(text.withoutControlCharacters)")
    }
    switch event {
    case .kept where (launched?.rank ?? 0) > 0: break
    case .kept(let count): printError("\(notebook): \(count) of \(points.count) points are kept from an earlier sweep")
    case .ended(let index, let result, let seconds):
      let values = result.values.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
      let outcome = result.failure.map { "failed, \($0)" } ?? (values.isEmpty ? "succeeded" : values)
      line(index, outcome + String(format: " %.2f s", seconds))
    case .abandoned(let index, let reason): line(index, reason)
    }
  }

  /// This process's environment, with the cores divided among parallel points.
  private func environment(_ atOnce: Int) -> [String: String] {
    // A point runs without ranks, whatever launched the sweep.
    var environment = LaunchedRank.removed(from: ProcessInfo.processInfo.environment)
    if atOnce > 1, environment["ETUDE_THREADS"] == nil {
      environment["ETUDE_THREADS"] = "\(max(1, ProcessInfo.processInfo.activeProcessorCount / atOnce))"
    }
    return environment
  }

  private var launched: LaunchedRank? { LaunchedRank.ofThisProcess }

  private func options(_ atOnce: Int) -> RunOptions {
    var options = RunOptions()
    options.timeout = timeout
    options.memoryLimit /= atOnce
    return options
  }
}

extension SweepRunner: Interruptible {}
