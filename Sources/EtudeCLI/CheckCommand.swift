import ArgumentParser
import Foundation
import NotebookKit

/// `etude check NOTEBOOK…`
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Parses notebooks and type-checks every cell without running one.")

  @Argument(help: "The notebooks, Markdown files.", completion: .file(extensions: ["md", "qmd"]))
  var notebooks: [String]

  @Flag(help: "Count warnings, as of a missing picture, as problems.")
  var strict = false

  func run() throws {
    var hasProblems = false
    for path in notebooks {
      do {
        let notebook = try NotebookParser.read(URL(filePath: path))
        let warnings = NotebookReview.warnings(about: notebook)
        for warning in warnings { printError("\(warning)") }
        let problems = try NotebookChecker(notebook: notebook).problems()
        for problem in problems { printError(problem) }
        hasProblems = hasProblems || !problems.isEmpty || strict && !warnings.isEmpty
        if problems.isEmpty { print("\(path): no problems") }
      } catch {
        printError(String(describing: error))
        throw ExitStatus.couldNotBegin
      }
    }
    if hasProblems { throw ExitStatus.cellsFailed }
  }
}
