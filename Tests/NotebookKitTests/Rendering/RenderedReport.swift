import Foundation
import NotebookKit
import Testing

/// A finished report of a notebook's text.
func report(_ text: String, _ records: [CellRecord]) throws -> Report {
  let notebook = try parse(text)
  return Report(
    notebook: notebook, parameters: notebook.frontMatter.parameters, records: records, stamp: Stamp(), isRunning: false)
}

/// The page of a finished report.
func html(_ text: String, _ records: [CellRecord] = []) throws -> String {
  String(decoding: ReportRenderer().html(try report(text, records)), as: UTF8.self)
}

/// The part of a page that depends on the notebook: its contents and its content, without styles and scripts.
func content(_ text: String, _ records: [CellRecord] = []) throws -> String {
  let page = try html(text, records)
  let start = try #require(page.range(of: "<div class=\"page\">"))
  let end = try #require(page.range(of: "<!-- stamp -->"))
  return String(page[start.lowerBound..<end.lowerBound])
}
