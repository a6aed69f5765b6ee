import ArgumentParser
import Foundation
import NotebookKit

/// `etude new [NAME]`
struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Creates a notebook from a template, ready for `etude preview`.",
    discussion: """
      Each template runs unchanged, within seconds:

        report  a question, a measurement and an answer, with controls
        lesson  a walkthrough with an exercise, a hint and a solution
        data    generated items, a small model and its mistakes

      The title comes from the name: `etude new pitch_report` creates pitch_report.md, titled “Pitch report”. \
      Existing files are never overwritten.
      """)

  @Argument(
    help: "The notebook to create; .md is added if missing (default: the template's name).",
    completion: .file(extensions: ["md"]))
  var name: String?

  @Option(name: [.customShort("t"), .long], help: "The template to use.")
  var template = NotebookTemplate.report

  func run() throws {
    do {
      let notebook = try NewNotebook(name ?? template.rawValue, from: template)
      try notebook.write()
      let path = notebook.file.relativePath
      print(path)
      printError("Next: etude preview \(path.shellWord)")
    } catch {
      printError(String(describing: error))
      throw ExitStatus.couldNotBegin
    }
  }
}

extension NotebookTemplate: ExpressibleByArgument {}
