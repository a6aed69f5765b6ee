import ArgumentParser
import Files
import Foundation
import NotebookKit

/// `etude convert SOURCE TARGET`
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert", abstract: "Converts a notebook between Markdown (.md), Jupyter (.ipynb) and Quarto (.qmd).",
    discussion: """
      The file extensions set the formats. Code, options, metadata and identifiers are kept in both directions; \
      outputs are not written to Markdown. A message names everything that cannot be kept, with the number of its \
      cell. Code that must not run is marked `{.swift .sample}`. To convert a report with its outputs, use `etude run --to ipynb`.
      """)

  @Argument(help: "The notebook to read.", completion: .file(extensions: ["md", "ipynb", "qmd"]))
  var source: String

  @Argument(help: "The file to write.", completion: .file(extensions: ["md", "ipynb", "qmd"]))
  var target: String

  func run() throws {
    do {
      let file = URL(filePath: source)
      let data: Data
      do { data = try Data(contentsOf: file) } catch {
        throw NotebookError.unreadable(path: source, reason: SystemReason.of(error))
      }
      let target = URL(filePath: target)
      let converted = try NotebookConverter.convert(data, file: file, to: target)
      for notice in converted.notices { printError(notice) }
      try AtomicFile.write(converted.data, to: target, makesFolder: true)
    } catch {
      printError(String(describing: error))
      throw ExitStatus.couldNotBegin
    }
  }
}
