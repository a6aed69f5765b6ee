import ArgumentParser
import Foundation
import NotebookKit

/// `etude new [NAME]`
struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Makes a notebook from a template, ready for `etude preview`.",
    discussion: """
      Each template runs as it is, within seconds:

        report  a question, its measurement and its answer, with controls
        lesson  a walkthrough with an exercise, a hint and a solution
        data    items of your own, a small model of them, and its mistakes

      The title comes from the name: `etude new pitch_report` makes pitch_report.md, “Pitch report”. A file that is there \
      is not replaced.
      """)

  @Argument(
    help: "The notebook to make; .md is added to a name without it (default: the template's name).",
    completion: .file(extensions: ["md"]))
  var name: String?

  @Option(name: [.customShort("t"), .long], help: "The notebook to begin with.")
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
