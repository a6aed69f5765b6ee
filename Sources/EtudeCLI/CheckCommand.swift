import ArgumentParser
import Foundation
import NotebookKit

/// `etude check NOTEBOOK…`
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Parses notebooks and type-checks every cell, without running any.",
    discussion: "Packages and sources named in the front matter are built first, as in a run.")

  @Argument(help: "The notebooks (Markdown files).", completion: .file(extensions: ["md", "qmd"]))
  var notebooks: [String]

  @Flag(help: "Treat warnings, such as a missing image, as errors.")
  var strict = false

  func run() throws {
    let interrupts = InterruptHandler()
    var hasProblems = false
    for path in notebooks {
      if interrupts.wasAsked { throw ExitStatus.interrupted }
      do {
        let notebook = try NotebookParser.read(URL(filePath: path))
        let warnings = NotebookReview.warnings(about: notebook)
        for warning in warnings { printError("\(warning)") }
        let installation = try Installation()
        let dependencies = try Console(notebook: path).build(notebook, installation, interrupts)
        let checker = NotebookChecker(notebook: notebook, dependencies: dependencies, installation: installation)
        interrupts.watch(checker)
        defer { interrupts.watch(nil) }
        let found = try checker.findings()
        for text in found.warnings + found.problems { printError(text) }
        let hasWarnings = !warnings.isEmpty || !found.warnings.isEmpty
        hasProblems = hasProblems || !found.problems.isEmpty || strict && hasWarnings
        if found.problems.isEmpty {
          print("\(path): no problems" + (hasWarnings ? ", see the warnings above" : ""))
        }
      } catch is CancellationError {
        throw ExitStatus.interrupted
      } catch {
        printError(String(describing: error))
        throw interrupts.status(after: error)
      }
    }
    if hasProblems { throw ExitStatus.cellsFailed }
  }
}
