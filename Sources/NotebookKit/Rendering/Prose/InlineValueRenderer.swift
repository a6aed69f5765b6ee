import Display

/// Shows the inline values of a report in its prose.
struct InlineValueRenderer {
  let report: Report
  /// Context in which a Markdown value is read.
  let prose: ProseRenderer.Context

  func html(_ id: Notebook.InlineValue.ID) -> String {
    let expression = report.notebook.inlineValues[id].expression.escapedForHTML
    switch report.inlineResults[id] {
    case .value(let bundle):
      if let markdown = bundle.text(.markdown) { return ProseRenderer.inlineHTML(markdown, context: prose) }
      if bundle[.table] != nil {
        let reason =
          "A table cannot stand in a sentence. Show it as the last value of a cell, or write one of its values."
        return "<strong class=\"missing\" title=\"\(reason)\">\(expression)</strong>"
      }
      return (bundle.text(.plainText) ?? "").escapedForHTML
    case .failure(let message):
      return "<strong class=\"missing\" title=\"\(message.escapedForHTML)\">\(expression)</strong>"
    case nil: return "<code class=\"pending\">\(expression)</code>"
    }
  }

  /// A piece of prose; empty for a cell.
  func html(of piece: PagePiece) -> String {
    switch piece {
    case .html(let html): html
    case .inlineValue(let id): html(id)
    case .inlineText(let id): plainText(id).escapedForHTML
    case .cell, .blockStart, .rawHTML: ""
    }
  }

  /// The value without markup; its expression until there is a value.
  func plainText(_ id: Notebook.InlineValue.ID) -> String {
    if case .value(let bundle)? = report.inlineResults[id] { return bundle.text(.plainText) ?? "" }
    return report.notebook.inlineValues[id].expression
  }
}
