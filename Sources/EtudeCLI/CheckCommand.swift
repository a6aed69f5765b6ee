import ArgumentParser
import Foundation
import NotebookKit

/// `etude check NOTEBOOK…`
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Parses notebooks and type-checks every cell without running one.")

  @Argument(help: "The notebooks, Markdown files.", completion: .file(extensions: ["md", "qmd"]))
  var notebooks: [String]

  func run() throws {
    var hasProblems = false
    for path in notebooks {
      do {
        let problems = try NotebookChecker(notebook: NotebookParser.read(URL(filePath: path))).problems()
        for problem in problems { printError(problem) }
        hasProblems = hasProblems || !problems.isEmpty
        if problems.isEmpty { print("\(path): no problems") }
      } catch {
        printError(String(describing: error))
        throw ExitStatus.couldNotBegin
      }
    }
    if hasProblems { throw ExitStatus.cellsFailed }
  }
}
