import Foundation
import NotebookKit

/// A version of an open notebook: its text and the parsed notebook.
struct NotebookText: Sendable {
  let version: Int
  let text: EditedText
  let notebook: Notebook
  let errors: [NotebookError]
  let steps: [RunStep]
  /// Cells in their order, then inline values.
  let fragments: [CodeFragment]

  init(_ text: EditedText, version: Int, file: URL) {
    self.version = version
    self.text = text
    (notebook, errors) = NotebookParser.draft(text.text, file: file)
    let steps = RunStep.steps(of: notebook, parameters: notebook.frontMatter.parameters)
    self.steps = steps
    var positions: [Int: Int] = [:]
    for (position, step) in steps.enumerated() { if let cell = step.cell { positions[cell.index] = position } }
    var next = steps.count
    var cells: [CodeFragment] = []
    for cell in notebook.cells.reversed() {
      // A cell that does not run sees what the next one sees.
      next = positions[cell.index] ?? next
      cells.append(Self.fragment(of: cell, step: positions[cell.index].map { steps[$0] }, position: next, in: text))
    }
    fragments = cells.reversed() + Self.inlineFragments(notebook, steps, text)
  }

  private static func fragment(
    of cell: Cell, step: RunStep?, position: Int, in text: EditedText
  ) -> CodeFragment {
    let lines = cell.source.split(separator: "\n", omittingEmptySubsequences: false)
    // A fence without a line of code has none, although its source has an empty line.
    let end = cell.fenceLines.upperBound
    let places = lines.enumerated().map { row, line -> CodeFragment.Line? in
      let number = cell.line + row - 1
      guard text.lines.indices.contains(number), number + 1 < end || !line.isEmpty || end == text.lines.count else {
        return nil
      }
      let whole = text.lines[number]
      guard whole.hasSuffix(line) else { return nil }
      return CodeFragment.Line(number: number, offset: whole.utf8.count - line.utf8.count)
    }
    let document = "Cell_\(cell.index + 1)"
    return CodeFragment(
      module: step?.module ?? document, document: document, position: position, cell: cell, code: cell.source,
      places: places)
  }

  private static func inlineFragments(
    _ notebook: Notebook, _ steps: [RunStep], _ text: EditedText
  ) -> [CodeFragment] {
    var positions: [Notebook.InlineValue.ID: Int] = [:]
    for (position, step) in steps.enumerated() {
      if case .inlineValue(let value) = step.code { positions[value.id] = position }
    }
    let lineStarts = text.lines.lineStarts
    return notebook.document.nodes.compactMap { node in
      guard let value = notebook.inlineValue(at: node), let position = positions[value.id],
        let place = place(of: value.expression, at: node, in: text, lineStarts)
      else { return nil }
      return CodeFragment(
        module: steps[position].module, document: "Inline_\(position)", position: position, cell: nil,
        code: value.expression, places: [place])
    }
  }

  /// The position of an expression that is written on one line; nil for others.
  private static func place(
    of expression: String, at node: MarkdownNode, in text: EditedText, _ lineStarts: [Int]
  ) -> CodeFragment.Line? {
    guard let source = node.source else { return nil }
    let number = lineStarts.partitioningIndex { $0 > source.lowerBound } - 1
    guard text.lines.indices.contains(number) else { return nil }
    let head = source.lowerBound - lineStarts[number]
    let span = String(decoding: text.lines[number].utf8.dropFirst(head).prefix(source.count), as: UTF8.self)
    guard let mark = span.range(of: "{swift}"),
      let place = span.range(of: expression, range: mark.upperBound..<span.endIndex)
    else { return nil }
    return CodeFragment.Line(
      number: number, offset: head + span.utf8.distance(from: span.startIndex, to: place.lowerBound))
  }

  /// The code at a position.
  func fragment(at place: Place, _ encoding: PositionEncoding) -> (fragment: CodeFragment, place: Place)? {
    for fragment in fragments where fragment.lines?.contains(place.line) == true {
      if let inner = fragment.placeInCode(place, in: text, encoding) { return (fragment, inner) }
    }
    return nil
  }
}
