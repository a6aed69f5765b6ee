import Display
import Files
import Foundation

/// Our notebooks and reports as Jupyter's notebooks (nbformat 4.5).
package enum JupyterExport {
  /// The report with its outputs, as Jupyter opens it.
  package static func data(_ report: Report) -> Data {
    let references = PagePlan.references(of: report.notebook)
    let prose = ProseExport(report, references: references, for: .jupyter)
    let list = ReferenceList.section(of: report.notebook, references, hasPlace: prose.hasWorks)
    return data(
      report.notebook, records: report.records, prose, title: report.text(of: .title), ending: list
    ) { cell, record in CellCaptions(of: cell, record, in: report, references) }
  }

  /// The notebook alone.
  package static func data(_ notebook: Notebook) -> Data {
    data(notebook, records: [], ProseExport(notebook), title: notebook.frontMatter.title)
  }

  /// Sentences about what is different in Jupyter, with the lines at which it is.
  static func notices(of notebook: Notebook) -> [String] {
    var notices: [String] = []
    for cell in notebook.cells where !notebook.container(of: cell).isEmpty {
      notices.append(
        "\(notebook.file.lastPathComponent):\(cell.fenceLines.lowerBound): The cell stands in a list, quote or footnote; "
          + "in Jupyter it stands alone, between the parts of that.")
    }
    if !notebook.inlineValues.isEmpty {
      notices.append(
        "\(notebook.file.lastPathComponent): Jupyter shows inline values as code; to have their values, use "
          + "`etude run --to ipynb`.")
    }
    let links = ProseLinks(notebook)
    for lines in notebook.proseLines where links.definitions(missingIn: lines) == nil {
      notices.append(
        "\(notebook.file.lastPathComponent):\(lines.lowerBound): Links of this text are defined elsewhere in the "
          + "notebook, and in Jupyter a definition holds for one cell alone. Define them on lines of the same text.")
    }
    return notices
  }

  private static func data(
    _ notebook: Notebook, records: [CellRecord], _ prose: ProseExport, title: String?,
    ending: String? = nil, captions: (Cell, CellRecord) -> CellCaptions? = { _, _ in nil }
  ) -> Data {
    var writer = JupyterWriter(notebook)
    var metadata: JSON.Object = [
      "kernelspec": ["display_name": "Swift", "language": "swift", "name": "swift"],
      "language_info": ["file_extension": ".swift", "mimetype": "text/x-swift", "name": "swift"],
    ]
    if let title { metadata["title"] = .string(title) }
    let authors = notebook.frontMatter.authors
    if !authors.isEmpty { metadata["authors"] = .array(authors.map { ["name": .string($0)] }) }
    var front = notebook.frontMatterLines.dropFirst().dropLast().map { String(notebook.lines[$0 - 1]) }
    if let index = front.firstIndex(where: { $0.hasPrefix("jupyter: {") }),
      let known = (try? JSON(parsing: front[index].dropFirst(9).utf8))?.object
    {
      for member in known.members { metadata[member.name] = member.value }
      front.remove(at: index)
    }
    if !notebook.inlineValues.isEmpty, records.isEmpty { metadata["etude"] = ["inline_values": .boolean(true)] }
    if !front.isEmpty { writer.frontMatter(FrontMatterParts(parting: front)) }
    for (index, lines) in notebook.proseLines.enumerated() {
      let cell = notebook.cells[safe: index]
      writer.prose(lines, prose, above: cell)
      guard let cell, !prose.isHidden(cell) else { continue }
      let captions = captions(cell, records[safe: index] ?? CellRecord())
      if let listing = captions?.listing { writer.markdown(listing) }
      writer.code(cell, records[safe: index])
      if let caption = captions?.outputs { writer.markdown(caption) }
    }
    if let ending { writer.markdown(ending) }
    let file: JSON = [
      "cells": .array(writer.cells), "metadata": .object(metadata), "nbformat": .integer(4),
      "nbformat_minor": .integer(5),
    ]
    return file.fileData
  }
}
