import Display

extension Report {
  /// The title or caption without markup, with the values of its expressions; nil if there is none.
  package func text(of place: Notebook.TextPlace) -> String? {
    if place == .date, isMadeToday { return day }
    return template(of: place)?.filled(written: { parametersFilled(in: $0, at: place, { $0 }) }) { id in
      if case .value(let bundle)? = inlineResults[id] { return bundle.text(.plainText) ?? "" }
      return notebook.inlineValues[id].expression
    }
  }

  /// The title or caption as Markdown, in which a value is text unless it is Markdown itself.
  package func markdown(of place: Notebook.TextPlace) -> String? {
    template(of: place)?.filled(written: { parametersFilled(in: $0, at: place, ProseExport.escaped) }) { id in
      if case .value(let bundle)? = inlineResults[id] {
        return bundle.text(.markdown) ?? bundle.text(.plainText).map(ProseExport.escaped) ?? ""
      }
      return "`\(notebook.inlineValues[id].expression)`"
    }
  }

  /// The title as a window shows it: its words, without the marks of Markdown.
  var plainTitle: String? {
    guard let markdown = markdown(of: .title), let written = text(of: .title) else { return nil }
    let document = MarkdownDocument(markdown, smartPunctuation: notebook.frontMatter.language.hasPrefix("en"))
    guard document.blocks.count == 1, document.blocks[0].kind == .paragraph else { return written }
    return PlainText(of: document.blocks[0], in: document, of: nil) { formula, _ in formula.tex }.filled { _ in "" }
  }

  private func template(of place: Notebook.TextPlace) -> PlainText? {
    notebook.texts[place] ?? notebook.written(place).map { PlainText($0) }
  }

  // MARK: Dates

  /// True if the date is that of the run. As a part of the stamp it may differ between two runs.
  var isMadeToday: Bool { ["today", "now"].contains(notebook.frontMatter.date?.lowercased()) }

  /// The day of the run; nil if the stamp does not say.
  private var day: String? {
    stamp.entries.first { $0.name == Stamp.timeName }.map { String($0.value.prefix { $0 != "T" }) }
  }

  // MARK: Parameters

  /// Text in which `{name}` of a parameter became its value. In a formula braces follow a sign or a letter, and stay.
  private func parametersFilled(
    in text: String, at place: Notebook.TextPlace, _ escaped: (String) -> String
  ) -> String {
    guard place.takesParameters, text.contains("{"), !parameters.isEmpty else { return text }
    var result = ""
    var rest = text[...]
    while let match = rest.firstMatch(of: /\{([\p{L}_][\p{L}\p{N}_]*)\}/) {
      let before = rest[..<match.range.lowerBound]
      let isFormula = before.last.map { $0.isLetter || "_^}\\".contains($0) } ?? false
      let parameter = isFormula ? nil : parameters.first { $0.name == match.output.1 }
      result += before + (parameter.map { escaped($0.value.shownText) } ?? String(match.output.0))
      rest = rest[match.range.upperBound...]
    }
    return result + rest
  }
}

extension Notebook.TextPlace {
  /// True if the values of parameters can be in the text.
  fileprivate var takesParameters: Bool {
    switch self {
    case .title, .subtitle, .date, .abstract: true
    case .figureCaption, .figureAlternativeText, .tableCaption, .figureSubcaption: false
    }
  }
}

extension Parameter.Value {
  /// The value as a reader sees it in a sentence.
  fileprivate var shownText: String { if case .text(let text) = self { text } else { description } }
}

/// The captions of a cell with the values of their expressions.
struct CellTexts: Equatable, Sendable {
  /// In Markdown.
  var figureCaption: String?
  /// Without markup.
  var figureAlternativeText: String?
  /// In Markdown.
  var tableCaption: String?
  /// In Markdown, of each image.
  var figureSubcaptions: [String] = []

  init(of cell: Cell, in report: Report) {
    figureCaption = report.markdown(of: .figureCaption(cell: cell.index))
    figureAlternativeText = report.text(of: .figureAlternativeText(cell: cell.index))
    tableCaption = report.markdown(of: .tableCaption(cell: cell.index))
    figureSubcaptions = cell.options.figureSubcaptions.indices.compactMap { index in
      report.markdown(of: .figureSubcaption(cell: cell.index, index: index))
    }
  }
}
