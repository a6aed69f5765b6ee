import Display
import Files
import Foundation

/// The page that shows the differences from the record: old, new and the difference.
package struct VerificationPage {
  private let verification: Verification
  private let files = PageFiles.shared

  package init(_ verification: Verification) { self.verification = verification }

  // MARK: - The file

  private static func file(of notebook: Notebook, in folder: URL) -> URL {
    folder.appending(path: notebook.file.deletingPathExtension().lastPathComponent + ".verify.html")
  }

  /// Makes sure that the page's file is not there, or is Etude's and of this notebook.
  ///
  /// - Throws: ``ExecutionError/outputNotWritable(path:reason:)``.
  package static func checkReplaceable(of notebook: Notebook, in folder: URL) throws(ExecutionError) {
    try ReportFiles(notebook: notebook.file, folder: folder)
      .checkReplaceable(file(of: notebook, in: folder), isPage: true)
  }

  /// Writes the page into a folder.
  ///
  /// - Returns: Its file.
  /// - Throws: ``ExecutionError/outputNotWritable(path:reason:)``.
  package func write(in folder: URL) throws(ExecutionError) -> URL {
    let notebook = verification.notebook
    let page = Self.file(of: notebook, in: folder)
    let mark = ReportFiles(notebook: notebook.file, folder: folder).notebookPath
    do {
      try AtomicFile.write(ReportMark.marking(page: html(), of: mark), to: page, makesFolder: true)
    } catch {
      throw .outputNotWritable(path: page.path, reason: error.reason)
    }
    return page
  }

  // MARK: - Content

  /// The page in UTF-8. It contains no clock: the same outcome gives the same bytes.
  package func html() -> Data {
    var content = RenderedHTML()
    for (index, cell) in verification.cells.enumerated() where cell.isWorthShowing {
      content += section(cell, id: "verdict-\(index + 1)")
    }
    for value in verification.inlineValues where !value.differences.isEmpty || !value.remarks.isEmpty {
      content += inlineValue(value)
    }
    var scripts = [files.elementsScript]
    if content.needs.contains(.audio) { scripts.append(files.audioScript) }
    if content.needs.contains(.tables) { scripts.append(files.tableScript) }
    let styles = [files.style, files.verificationStyle]
    let policy = ContentPolicy(
      styles: styles.map(\.policySource) + content.styleSources.sorted(), scripts: scripts.map(\.policySource),
      allowsStyleAttributes: content.needs.contains(.frames))
    let page = files.verification.fill([
      "policy": policy.text, "title": "Outputs of \(verification.notebook.file.lastPathComponent) against the record",
      "styles": styles.map(\.text), "agrees": verification.agrees, "counts": verification.counts,
      "hasNotes": !notes.isEmpty, "notes": notes, "content": content.html, "cells": rows,
      "scripts": scripts.map(\.text),
    ])
    return Data(page.utf8)
  }

  private var notes: [String] {
    (verification.isElsewhere ? [Verification.elsewhere] + verification.stampChanges : [])
      + verification.parameterChanges
  }

  private var rows: [[String: Any]] {
    verification.cells.enumerated().map { index, cell in
      var row: [String: Any] = [
        "name": cell.name, "line": cell.line.map { "\($0)" } ?? "",
        "outcome": ([cell.outcomeText] + cell.changes).joined(separator: ", "),
      ]
      if cell.isWorthShowing { row["link"] = "verdict-\(index + 1)" }
      return row
    }
  }

  // MARK: Sections

  private func section(_ cell: CellVerdict, id: String) -> RenderedHTML {
    let place = cell.line.map { " <small>line \($0)</small>" } ?? ""
    var html = RenderedHTML(html: "<section id=\"\(id)\">\n<h2>\(cell.name.escapedForHTML)\(place)</h2>\n")
    let words = ([cell.outcomeText] + cell.changes).joined(separator: ", ")
    html += Self.paragraph(words.prefix(1).uppercased() + words.dropFirst() + ".")
    if let problem = cell.problem { html += Self.paragraph(problem) }
    for difference in cell.differences { html += DifferenceRenderer(difference).render() }
    for remark in cell.remarks { html += Self.paragraph("Skipped: \(remark).") }
    html += "</section>\n"
    return html
  }

  private func inlineValue(_ value: Verification.InlineVerdict) -> RenderedHTML {
    let place = value.line.map { " <small>line \($0)</small>" } ?? ""
    var html = RenderedHTML(
      html: "<section>\n<h2>Inline value <code>\(value.expression.escapedForHTML)</code>\(place)</h2>\n")
    for difference in value.differences { html += DifferenceRenderer(difference).render() }
    for remark in value.remarks { html += Self.paragraph("Skipped: \(remark).") }
    html += "</section>\n"
    return html
  }

  private static func paragraph(_ text: some StringProtocol) -> String { "<p>\(text.escapedForHTML)</p>\n" }
}

extension CellVerdict {
  /// True if there is more to say of the cell than that it agrees.
  fileprivate var isWorthShowing: Bool { !agrees || !changes.isEmpty || !remarks.isEmpty }

  fileprivate var outcomeText: String {
    switch outcome {
    case .skipped: problem == nil ? "not compared" : "failed"
    case .added: "not in the record"
    case .removed: "only in the record"
    case .compared: agrees ? "agrees" : differences.isEmpty ? "failed" : "differs"
    }
  }
}
