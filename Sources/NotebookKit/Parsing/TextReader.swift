/// Finds the inline values of titles and captions, which are outside the prose.
///
/// A title is filled when the notebook has run, a caption when its cell has.
struct TextReader {
  private(set) var inlineValues: [Notebook.InlineValue] = []
  private(set) var texts: [Notebook.TextPlace: PlainText] = [:]
  private let firstID: Int

  /// - Parameter firstID: The number of inline values in the prose.
  init(_ frontMatter: FrontMatter, _ cells: [Cell], firstID: Int) {
    self.firstID = firstID
    let last = cells.last?.index
    read(frontMatter.title, .title, line: 1, afterCell: last)
    read(frontMatter.subtitle, .subtitle, line: 1, afterCell: last)
    read(frontMatter.date, .date, line: 1, afterCell: last)
    read(frontMatter.abstract, .abstract, line: 1, afterCell: last)
    for cell in cells {
      let (line, index) = (cell.fenceLines.lowerBound, cell.index)
      read(cell.options.figureCaption, .figureCaption(cell: index), line: line, afterCell: index)
      read(cell.options.figureAlternativeText, .figureAlternativeText(cell: index), line: line, afterCell: index)
      read(cell.options.tableCaption, .tableCaption(cell: index), line: line, afterCell: index)
      for (number, caption) in cell.options.figureSubcaptions.enumerated() {
        read(caption, .figureSubcaption(cell: index, index: number), line: line, afterCell: index)
      }
    }
  }

  private mutating func read(_ text: String?, _ place: Notebook.TextPlace, line: Int, afterCell cell: Int?) {
    guard let text, text.contains("{swift}") else { return }
    let bytes = Array(text.utf8)
    var result = PlainText("")
    var next = 0
    for node in MarkdownDocument(text).nodes where node.kind == .code {
      guard let expression = InlineExpression.text(in: node.literal), !expression.isEmpty, let range = node.source,
        range.lowerBound >= next
      else { continue }
      result.append(String(decoding: bytes[next..<range.lowerBound], as: UTF8.self))
      result.append(.inlineValue(firstID + inlineValues.count))
      inlineValues.append(
        Notebook.InlineValue(id: firstID + inlineValues.count, expression: expression, line: line, afterCell: cell))
      next = range.upperBound
    }
    guard result.hasInlineValues else { return }
    result.append(String(decoding: bytes[next...], as: UTF8.self))
    texts[place] = result
  }
}
