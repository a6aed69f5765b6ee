import ArgumentParser
import Display
import Foundation
import NotebookKit

/// `etude run NOTEBOOK…`
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Runs notebooks and writes a report for each.",
    discussion: """
      The report of Notebooks/tour.md is Output/tour.html; its figures are in Output/tour/figures. Cells run in the \
      notebook's folder. Packages and sources named in the front matter are built once, before the first cell. The \
      report is written after every cell, or within a quarter of a second after a burst of short ones. \
      Files that Etude did not create are never overwritten. \
      Ctrl-C stops the running cell and ends the run; a second Ctrl-C does not wait for the cell, a third not for the \
      report. Closing the terminal, or SIGTERM, does the same as Ctrl-C.
      `mpirun -n 4 etude run notebook.md` runs the notebook in four processes, which its code sees as Ranks.all. The \
      first process writes the report; Output/notebook.ranks/3.txt contains the output of rank 3. If one rank fails, all end.
      """)

  @Argument(help: "The notebooks (Markdown files).", completion: .file(extensions: ["md", "qmd"]))
  var notebooks: [String]

  @Option(name: [.customShort("o"), .long], help: "The folder for reports.")
  var output = "Output"

  @Option(
    name: [.customShort("P"), .customLong("param")], parsing: .unconditionalSingleValue,
    help: "Sets a parameter of the notebook; may be repeated.")
  var param: [String] = []

  @Option(
    help: """
      Formats to write besides HTML: md (GitHub's Markdown), ipynb (Jupyter) or pdf (printed by an installed \
      Chromium); may be repeated.
      """)
  var to: [ReportFormat] = []

  @Option(help: "Time limit of the whole run, in seconds.")
  var timeout: Double?

  @Option(help: "Memory limit for cells, such as 512M or 8G (default: 80 % of the machine's memory).")
  var memoryLimit: MemorySize?

  @Flag(
    help: """
      Continue after a failed cell. After a trap or a timeout, a fresh kernel first reruns what the remaining cells \
      need; changes made by the failed cell are lost.
      """)
  var keepGoing = false

  @Flag(
    help: """
      Treat warnings, such as a missing image, as errors, and fail if a cell shows less than it asks \
      for.
      """)
  var strict = false

  @Flag(
    help: """
      Run each cell with the tag `exercise` with the code of its solution, so that the tests between the two say what they \
      say to that. The report goes to the folder `solutions` within that of reports.
      """)
  var solutions = false

  @Flag(help: "Open the report after the run.")
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

  /// Runs one notebook and adds its report; nil if every cell succeeded.
  private func run(_ path: String, _ interrupts: InterruptHandler, _ reports: inout [URL]) async -> ExitCode? {
    let console = Console(notebook: path)
    var ranks: RankFolder?
    do {
      // First, so that the others hear of whatever fails here.
      let folder = solutions ? URL(filePath: output).appending(path: "solutions") : URL(filePath: output)
      ranks = try launched.map { launched throws(ExecutionError) in
        try RankFolder(launched, of: URL(filePath: path), in: folder)
      }
      var notebook = try NotebookParser.read(URL(filePath: path))
      let warnings = NotebookReview.warnings(about: notebook)
      for warning in warnings { printError("\(warning)") }
      if strict, !warnings.isEmpty { return ExitStatus.couldNotBegin }
      let parameters = try ParameterOverrides.apply(param, to: notebook.frontMatter.parameters)
      if solutions {
        if notebook.exercises.isEmpty {
          printError(
            "\(path) has no cell with the tag `exercise` and a `solution` below it. Run it without --solutions.")
          return ExitStatus.couldNotBegin
        }
        notebook = notebook.withSolutions
      }
      let writer = ReportWriter(notebook: notebook, folder: folder, formats: Set(to))
      let installation = try Installation()
      let dependencies = try console.build(notebook, installation, interrupts)
      if let ranks {
        return try await run(notebook, parameters, in: ranks, writer, console, installation, dependencies, interrupts)
      }
      let session = Session(
        notebook: notebook, parameters: parameters, options: options, streamFolder: writer.streamFolder,
        fronts: [writer, console], installation: installation, dependencies: dependencies)
      try writer.prepare()
      interrupts.watch(session)
      defer { interrupts.watch(nil) }
      let summary = try await session.complete(.allSteps(of: notebook, parameters: parameters))
      console.finish(summary, reports: writer.reports)
      reports.append(writer.page)
      if summary.wasInterrupted { return ExitStatus.interrupted }
      return summary.isSuccess && !(strict && console.hasWarned) ? nil : ExitStatus.cellsFailed
    } catch is CancellationError {
      return ExitStatus.interrupted
    } catch {
      console.clear()
      ranks?.fail(String(describing: error))
      let place = launched.map { "rank \($0.rank): " } ?? ""
      printError(place + String(describing: error))
      return interrupts.status(after: error)
    }
  }

  var options: RunOptions {
    var options = RunOptions()
    options.timeout = timeout
    options.keepsGoing = keepGoing
    if let memoryLimit { options.memoryLimit = memoryLimit.bytes }
    return options
  }
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
