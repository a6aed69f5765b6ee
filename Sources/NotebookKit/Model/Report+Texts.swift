import Display

extension Report {
  /// The title or caption at a place without markup, values in the places of its expressions; nil if there is none.
  package func text(of place: Notebook.TextPlace) -> String? {
    guard let text = notebook.texts[place] else { return notebook.written(place) }
    return text.filled { id in
      if case .value(let bundle)? = inlineResults[id] { return bundle.text(.plainText) ?? "" }
      return notebook.inlineValues[id].expression
    }
  }

  /// The title or caption at a place as Markdown, in which a value is text unless it is Markdown itself.
  package func markdown(of place: Notebook.TextPlace) -> String? {
    guard let text = notebook.texts[place] else { return notebook.written(place) }
    return text.filled { id in
      if case .value(let bundle)? = inlineResults[id] {
        return bundle.text(.markdown) ?? bundle.text(.plainText).map(ProseExport.escaped) ?? ""
      }
      return "`\(notebook.inlineValues[id].expression)`"
    }
  }
}

/// The captions of a cell with values in the places of their expressions.
struct CellTexts: Equatable, Sendable {
  /// In Markdown.
  var figureCaption: String?
  /// Without markup.
  var figureAlternativeText: String?
  /// In Markdown.
  var tableCaption: String?

  init(of cell: Cell, in report: Report) {
    figureCaption = report.markdown(of: .figureCaption(cell: cell.index))
    figureAlternativeText = report.text(of: .figureAlternativeText(cell: cell.index))
    tableCaption = report.markdown(of: .tableCaption(cell: cell.index))
  }
}
