import Display
import Files
import Foundation
import Yams

/// Our notebooks and reports as Jupyter's notebooks (nbformat 4.5).
package enum JupyterExport {
  /// The report with its outputs, as Jupyter opens it.
  package static func data(_ report: Report) -> Data { data(report.notebook, records: report.records) }

  /// The notebook alone.
  package static func data(_ notebook: Notebook) -> Data { data(notebook, records: []) }

  private static func data(_ notebook: Notebook, records: [CellRecord]) -> Data {
    var cells: [JSON] = []
    var metadata: JSON.Object = [
      "kernelspec": ["display_name": "Swift", "language": "swift", "name": "swift"],
      "language_info": ["file_extension": ".swift", "mimetype": "text/x-swift", "name": "swift"],
    ]
    if let title = notebook.frontMatter.title { metadata["title"] = .string(title) }
    var front = notebook.frontMatterLines.dropFirst().dropLast().map { String(notebook.lines[$0 - 1]) }
    if let index = front.firstIndex(where: { $0.hasPrefix("jupyter: {") }),
      let known = (try? JSON(parsing: front[index].dropFirst(9).utf8))?.object
    {
      metadata.fill(from: known)
      front.remove(at: index)
    }
    if !front.isEmpty {
      let text = (["---"] + front + ["---"]).joined(separator: "\n")
      cells.append(cell("raw", number: cells.count, text, metadata: [:]))
    }
    for block in notebook.blocks {
      switch block {
      case .prose(let prose):
        for part in parts(of: prose.markdown) {
          cells.append(cell(part.type, number: cells.count, part.text, metadata: part.metadata))
        }
      case .cell(let code):
        cells.append(self.code(code, records[safe: code.index], number: cells.count))
      }
    }
    let file: JSON = [
      "cells": .array(cells), "metadata": .object(metadata), "nbformat": .integer(4), "nbformat_minor": .integer(5),
    ]
    return file.fileData
  }

  private static func cell(_ type: String, number: Int, _ text: String, metadata: JSON.Object) -> JSON {
    [
      "cell_type": .string(type), "id": .string("cell-\(number + 1)"), "metadata": .object(metadata),
      "source": .lines(text),
    ]
  }

  // MARK: Prose

  private struct Part {
    var type = "markdown"
    var text = ""
    var metadata: JSON.Object = [:]
  }

  /// Prose parted at the marks that came from Jupyter's own cells, and at raw blocks.
  private static func parts(of markdown: String) -> [Part] {
    var parts: [Part] = []
    var current = Part()
    var raw: (marks: Substring, format: String, lines: [Substring])?
    func flush() {
      current.text = current.text.trimmingCharacters(in: .newlines)
      if !current.text.isEmpty || !current.metadata.isEmpty { parts.append(current) }
      current = Part()
    }
    for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
      if let open = raw {
        if line == open.marks {
          let metadata: JSON.Object = open.format == "raw" ? [:] : ["format": .string(open.format)]
          parts.append(Part(type: "raw", text: open.lines.joined(separator: "\n"), metadata: metadata))
          raw = nil
        } else {
          raw?.lines.append(line)
        }
      } else if let match = line.wholeMatch(of: /(`{3,})\{=([\w\/.+-]+)\}/) {
        flush()
        raw = (match.output.1, String(match.output.2), [])
      } else if let metadata = CellMark.metadata(in: line) {
        flush()
        current.metadata = metadata
      } else {
        current.text += line + "\n"
      }
    }
    flush()
    return parts
  }

  // MARK: Code

  private static func code(_ cell: Cell, _ record: CellRecord?, number: Int) -> JSON {
    var metadata: JSON.Object = [:]
    var options: [String] = []
    for line in cell.optionLines {
      let text = line.drop { $0 == " " }.dropFirst(3).drop { $0 == " " }
      if text.hasPrefix("jupyter: {"),
        let known = (try? JSON(parsing: text.dropFirst(9).utf8))?.object
      {
        metadata.fill(from: known)
      } else {
        options.append(line)
      }
    }
    if !cell.options.tags.isEmpty { metadata["tags"] = .array(cell.options.tags.map { .string($0) }) }
    let hasRun = record.map { $0.duration != nil || !$0.outputs.isEmpty } ?? false
    let count: JSON = hasRun ? .integer(cell.index + 1) : .null
    let outputs = (record?.outputs ?? []).compactMap { JupyterOutput.json($0, executionCount: count) }
    let source = options + (cell.source.isEmpty ? [] : [cell.source])
    return [
      "cell_type": "code", "execution_count": count, "id": .string("cell-\(number + 1)"),
      "metadata": .object(metadata), "outputs": .array(outputs), "source": .lines(source.joined(separator: "\n")),
    ]
  }
}
