import ArgumentParser
import Display
import Foundation
import NotebookKit

/// `etude run NOTEBOOK…`
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Runs notebooks and writes a report of each.",
    discussion: """
      The report of Notebooks/tour.md is Output/tour.html; its figures are in Output/tour/figures. Cells run in the \
      notebook's folder. Packages and sources that the front matter names are built before the first cell, once. The \
      report is rewritten after every cell, or a quarter of a second later, so that whatever happens all so far is on disk. \
      A file that Etude did not make is not replaced. \
      Ctrl-C stops the running cell and ends the run; a second one does not wait for the cell, a third one not for the \
      report. Other signals that end a process do the same, as when the terminal is closed.
      `mpirun -n 4 etude run notebook.md` has four processes run the same notebook, which sees them as Ranks.all. The first \
      writes the report; Output/notebook.ranks/3.txt is what the cells of rank 3 put out. A rank that fails ends all.
      """)

  @Argument(help: "The notebooks, Markdown files.", completion: .file(extensions: ["md", "qmd"]))
  var notebooks: [String]

  @Option(name: [.customShort("o"), .long], help: "The folder for reports.")
  var output = "Output"

  @Option(
    name: [.customShort("P"), .customLong("param")], parsing: .unconditionalSingleValue,
    help: "Sets a parameter of the notebook; may be repeated.")
  var param: [String] = []

  @Option(
    help: """
      Other forms of the report besides HTML: md (GitHub's Markdown), ipynb (Jupyter) or pdf (printed by an installed \
      Chromium); may be repeated.
      """)
  var to: [ReportFormat] = []

  @Option(help: "Seconds after which a whole run is stopped.")
  var timeout: Double?

  @Option(help: "Memory that cells may hold, as in 512M or 8G (default: four fifths of the machine's).")
  var memoryLimit: MemorySize?

  @Flag(
    help: """
      Go on after a cell that fails. After a trap or a time-out, a fresh kernel first runs again what the remaining cells \
      need; what the failed cell had set or changed is lost.
      """)
  var keepGoing = false

  @Flag(help: "Refuse a notebook about which there is a warning, as of a missing picture.")
  var strict = false

  @Flag(help: "Open the report when the run has ended.")
  var open = false

  func validate() throws {
    if let timeout, !(timeout > 0) { throw ValidationError("--timeout must be more than 0 seconds, not \(timeout).") }
    if launched != nil, notebooks.count > 1 {
      throw ValidationError("mpirun runs one notebook at a time, not \(notebooks.count). Start it once for each.")
    }
    try notebooks.refuseClashes(by: \.reportName) { name in
      "Two notebooks would both write \(output)/\(name).html; run them with different -o folders."
    }
  }

  func run() async throws {
    let interrupts = InterruptHandler()
    var status: ExitCode?
    var reports: [URL] = []
    for notebook in notebooks {
      let result = interrupts.wasAsked ? ExitStatus.interrupted : await run(notebook, interrupts, &reports)
      if result == ExitStatus.interrupted {
        status = result
        break
      }
      status = status ?? result
    }
    if open { for report in reports { Browser.open(report) } }
    if let status { throw status }
  }

  /// Runs one notebook and adds its report; nil if every cell did what it should.
  private func run(_ path: String, _ interrupts: InterruptHandler, _ reports: inout [URL]) async -> ExitCode? {
    let console = Console(notebook: path)
    do {
      let notebook = try NotebookParser.read(URL(filePath: path))
      let warnings = NotebookReview.warnings(about: notebook)
      for warning in warnings { printError("\(warning)") }
      if strict, !warnings.isEmpty { return ExitStatus.couldNotBegin }
      let parameters = try ParameterOverrides.apply(param, to: notebook.frontMatter.parameters)
      let writer = ReportWriter(notebook: notebook, folder: URL(filePath: output), formats: Set(to))
      let installation = try Installation()
      let dependencies = try console.build(notebook, installation, interrupts)
      if let launched {
        return try await run(
          notebook, parameters, on: launched, writer, console, installation, dependencies, interrupts)
      }
      let session = Session(
        notebook: notebook, parameters: parameters, options: options, streamFolder: writer.streamFolder,
        fronts: [writer, console], installation: installation, dependencies: dependencies)
      try writer.prepare()
      interrupts.watch(session)
      defer { interrupts.watch(nil) }
      let summary = try await session.complete(.allSteps(of: notebook, parameters: parameters))
      console.finish(summary, report: writer.page)
      reports.append(writer.page)
      if summary.wasInterrupted { return ExitStatus.interrupted }
      return summary.isSuccess ? nil : ExitStatus.cellsFailed
    } catch is CancellationError {
      return ExitStatus.interrupted
    } catch {
      console.clear()
      printError(String(describing: error))
      return interrupts.status(after: error)
    }
  }

  private var launched: LaunchedRank? { LaunchedRank.ofThisProcess }

  /// Runs the notebook as one rank of several; nil if every cell did what it should.
  private func run(
    _ notebook: Notebook, _ parameters: [Parameter], on launched: LaunchedRank, _ writer: ReportWriter,
    _ console: Console, _ installation: Installation, _ dependencies: NotebookDependencies,
    _ interrupts: InterruptHandler
  ) async throws -> ExitCode? {
    let folder = try RankFolder(launched, of: notebook.file, in: URL(filePath: output))
    let isFirst = launched.rank == 0
    var options = options
    options.isRank = true
    let session = Session(
      notebook: notebook, parameters: parameters, options: options, streamFolder: writer.streamFolder,
      fronts: isFirst ? [writer, console] : [try RankLog(folder.outputFile)], installation: installation,
      dependencies: dependencies, stampEntries: [folder.stampEntry])
    if isFirst { try writer.prepare() }
    let watch = RankWatch(folder, session)
    interrupts.watch(watch)
    defer {
      interrupts.watch(nil)
      watch.end()
    }
    let summary = try await session.complete(.allSteps(of: notebook, parameters: parameters))
    if isFirst { console.finish(summary, report: writer.page) }
    guard !summary.isSuccess else {
      folder.end()
      return nil
    }
    if folder.otherFailure == nil, let failure = summary.failed.first {
      folder.fail(failure.description(in: notebook))
      if !isFirst {
        printError("\(notebook.file.relativePath): rank \(launched.rank) failed, see \(folder.outputFile.relativePath)")
      }
    }
    return summary.wasInterrupted ? ExitStatus.interrupted : ExitStatus.cellsFailed
  }

  private var options: RunOptions {
    var options = RunOptions()
    options.timeout = timeout
    options.keepsGoing = keepGoing
    if let memoryLimit { options.memoryLimit = memoryLimit.bytes }
    return options
  }
}

extension RankWatch: Interruptible {}

extension LaunchedRank {
  /// The place of this process among those of `mpirun`; nil without it.
  static var ofThisProcess: LaunchedRank? { LaunchedRank(ProcessInfo.processInfo.environment) }
}

extension ReportFormat: ExpressibleByArgument {}

/// An amount of memory as people write it: `512M`, `8G`, or bytes.
struct MemorySize: ExpressibleByArgument {
  let bytes: Int

  init?(argument: String) {
    let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30]
    let unit = argument.uppercased().last.flatMap { units[$0] }
    let digits = unit == nil ? argument[...] : argument.dropLast()
    guard let number = Double(digits) else { return nil }
    let bytes = number * Double(unit ?? 1)
    guard bytes >= 1, bytes < 1e18 else { return nil }
    self.bytes = Int(bytes)
  }
}
