import ArgumentParser
import Files
import Foundation
import NotebookKit

/// `etude verify NOTEBOOK…`
struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Runs notebooks again and compares their outputs with the recorded ones.",
    discussion: """
      `etude verify --update NOTEBOOK` records the outputs of NAME.md in NAME.outputs.json, with images and sounds in \
      the folder NAME.outputs; commit both. `etude verify NOTEBOOK` compares text literally except for durations, \
      tables cell by cell, images by pixels, sounds by samples, and HTML ignoring white space. A record from another \
      machine or another compiler is compared with a tolerance. The cell option `verify` changes the comparison: \
      `digits 5` (fractions to 5 digits), `exact` (durations too, on every machine) or `skip`; under `execute:` in the \
      front matter it applies to all cells.

      Output/NAME.verify.html shows the old output, the new output and the difference. The exit status is 0 if all \
      outputs agree, 1 if some differ, 2 if there is no record or the run could not start.
      """)

  @Argument(help: "The notebooks (Markdown files).", completion: .file(extensions: ["md", "qmd"]))
  var notebooks: [String]

  @Flag(help: "Record the outputs instead of comparing them.")
  var update = false

  @Option(name: [.customShort("o"), .long], help: "The folder for the pages that show differences.")
  var output = "Output"

  @Option(
    name: [.customShort("P"), .customLong("param")], parsing: .unconditionalSingleValue,
    help: "Sets a parameter of the notebook; may be repeated.")
  var param: [String] = []

  func validate() throws {
    if update {
      try notebooks.refuseClashes(by: { RecordFiles(of: URL(filePath: $0)).record.standardizedFileURL.path }) {
        record in
        "Two notebooks would both use the record \(record). Rename one of them."
      }
    } else {
      try notebooks.refuseClashes(by: \.reportName) { name in
        "Two notebooks would both write \(output)/\(name).verify.html; verify them with different -o folders."
      }
    }
  }

  func run() async throws {
    let interrupts = InterruptHandler()
    var status: ExitCode?
    for path in notebooks {
      let result = interrupts.wasAsked ? ExitStatus.interrupted : await verify(path, interrupts)
      status = Self.graver(status, result)
      if result == ExitStatus.interrupted { break }
    }
    if let status { throw status }
  }

  /// The gravest of several notebooks' statuses: a run that could not start comes before differing outputs.
  private static func graver(_ status: ExitCode?, _ other: ExitCode?) -> ExitCode? {
    guard let status, let other else { return status ?? other }
    return status.rawValue >= other.rawValue ? status : other
  }

  /// Verifies or records one notebook; nil if all is as it should be.
  private func verify(_ path: String, _ interrupts: InterruptHandler) async -> ExitCode? {
    let console = Console(notebook: path, announcesCells: false)
    let scratch = TemporaryFolders.newURL()
    defer { TemporaryFolders.remove(scratch) }
    do {
      try TemporaryFolders.make(scratch)
      let notebook = try NotebookParser.read(URL(filePath: path))
      let parameters = try ParameterOverrides.apply(param, to: notebook.frontMatter.parameters)
      let files = RecordFiles(of: notebook.file)
      let record = update ? nil : try files.read()
      let folder = URL(filePath: output)
      if !update { try VerificationPage.checkReplaceable(of: notebook, in: folder) }
      let installation = try Installation()
      let dependencies = try console.build(notebook, installation, interrupts)
      let keeper = ReportKeeper()
      let session = Session(
        notebook: notebook, parameters: parameters, options: RunOptions.keepingGoing,
        streamFolder: scratch.appending(path: "streams"), fronts: [keeper, console], installation: installation,
        dependencies: dependencies)
      interrupts.watch(session)
      defer { interrupts.watch(nil) }
      let summary = try await session.complete(.allSteps(of: notebook, parameters: parameters))
      console.clear()
      if summary.wasInterrupted {
        printError("\(path): The run was interrupted; nothing was \(update ? "recorded" : "compared").")
        return ExitStatus.interrupted
      }
      guard let report = keeper.report else { return ExitStatus.couldNotBegin }
      let media = MediaProgram(installation.library.comparer)
      guard let record else { return try self.record(report, summary, in: files, path: path, media: media) }
      let verification = try Verification(of: report, against: record, media: media)
      return try show(verification, path: path, folder: folder)
    } catch is CancellationError {
      return ExitStatus.interrupted
    } catch {
      console.clear()
      printError(String(describing: error))
      return interrupts.status(after: error)
    }
  }

  private func record(
    _ report: Report, _ summary: RunSummary, in files: RecordFiles, path: String, media: any MediaComparer
  ) throws -> ExitCode? {
    guard summary.isSuccess else {
      printError("\(path): The outputs are not recorded, since the run failed. Fix the notebook, then record it.")
      return ExitStatus.cellsFailed
    }
    var record = OutputRecord(report)
    // A record that cannot be read is replaced whole.
    if let former = try? files.read() {
      try record.keepOutputs(of: former, inlineCheck: report.notebook.frontMatter.defaults.verify, media: media)
    }
    let count = try files.write(record)
    let words = count == 1 ? "1 file written" : "\(count) files written"
    printError("\(path): \(count == 0 ? "the record is as it was" : words)")
    print(files.record.relativePath)
    return nil
  }

  private func show(_ verification: Verification, path: String, folder: URL) throws -> ExitCode? {
    for line in verification.lines(path: path) { printError(line.withoutControlCharacters) }
    print(try VerificationPage(verification).write(in: folder).relativePath)
    return verification.agrees ? nil : ExitStatus.cellsFailed
  }
}

extension RunOptions {
  /// A cell that fails leaves the others to be compared.
  fileprivate static var keepingGoing: RunOptions {
    var options = RunOptions()
    options.keepsGoing = true
    return options
  }
}
