import ArgumentParser
import Foundation
import NotebookKit

/// `etude params NOTEBOOK`
struct ParamsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "params", abstract: "Lists the parameters of a notebook, with their types and defaults.")

  @Argument(help: "The notebook (a Markdown file).", completion: .file(extensions: ["md", "qmd"]))
  var notebook: String

  func run() throws {
    do {
      let parameters = try NotebookParser.read(URL(filePath: notebook)).frontMatter.parameters
      if parameters.isEmpty {
        printError("\(notebook) has no parameters. Declare parameters under `params:` in its front matter.")
      }
      for parameter in parameters { print(parameter.summary) }
    } catch {
      printError(String(describing: error))
      throw ExitStatus.couldNotBegin
    }
  }
}
