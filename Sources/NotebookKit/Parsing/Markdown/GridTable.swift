/// A grid table with `+---+` and `|`, as in Pandoc. Its cells hold blocks.
struct GridTable {
  struct Row {
    var isHeader: Bool
    /// The Markdown of each cell.
    var cells: [String]
    /// The line at which it begins, from 1.
    var line: Int
  }

  let lines: ClosedRange<Int>
  let alignments: [MarkdownNode.Alignment]
  let rows: [Row]

  /// The tables of a text, in order.
  ///
  /// - Parameter codeLines: The lines of code, from 1, in order.
  static func tables(in text: String, codeLines: [ClosedRange<Int>]) -> [GridTable] {
    guard mayHaveBorder(text) else { return [] }
    var tables: [GridTable] = []
    var code = codeLines[...]
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    var index = 0
    while index < lines.count {
      while let block = code.first, block.upperBound <= index { code.removeFirst() }
      let prefix = lines[index].prefix { " \t>".contains($0) }
      guard isBorder(lines[index].dropFirst(prefix.count)), !(code.first?.contains(index + 1) ?? false) else {
        index += 1
        continue
      }
      let drawn = lines[index...].prefix { line in
        line.hasPrefix(prefix) && line.dropFirst(prefix.count).first.map { $0 == "+" || $0 == "|" } ?? false
      }
      let content = drawn.map { Array($0.dropFirst(prefix.count).trimmingSuffix(while: \.isWhitespace)) }
      if let table = GridTable(content, firstLine: index + 1) { tables.append(table) }
      index += drawn.count
    }
    return tables
  }

  /// Nil for lines that draw no table of whole rows and columns.
  private init?(_ drawn: [[Character]], firstLine: Int) {
    guard drawn.count >= 3, let first = drawn.first, let last = drawn.last, Self.isBorder(last) else { return nil }
    let edges = first.indices.filter { first[$0] == "+" }
    var rows: [Row] = []
    var headerCount = 0
    var aligned = first
    var cells: [[String]]?
    for (index, line) in drawn.enumerated() {
      if Self.isBorder(line) {
        guard line.count == first.count, edges.allSatisfy({ line[$0] == "+" }) else { return nil }
        if let cells { rows.append(Self.row(cells, line: firstLine + index - cells[0].count)) }
        cells = nil
        if line.contains("="), index > 0, index < drawn.count - 1 {
          headerCount = rows.count
          aligned = line
        }
      } else {
        // The text of the last column may be longer than drawn.
        let inner = edges.dropLast()
        guard let start = inner.last, line.count > start + 1, line.last == "|", inner.allSatisfy({ line[$0] == "|" })
        else { return nil }
        let ends = inner.dropFirst() + [line.count - 1]
        let texts = zip(inner, ends).map { String(line[($0 + 1)..<$1]) }
        if cells == nil { cells = texts.map { _ in [] } }
        for (column, text) in texts.enumerated() { cells?[column].append(text) }
      }
    }
    guard !rows.isEmpty else { return nil }
    for index in 0..<headerCount { rows[index].isHeader = true }
    self.rows = rows
    alignments = zip(edges, edges.dropFirst()).map { start, end in
      switch (aligned[start + 1] == ":", aligned[end - 1] == ":") {
      case (true, true): .center
      case (true, false): .left
      case (false, true): .right
      case (false, false): .none
      }
    }
    lines = firstLine...(firstLine + drawn.count - 1)
  }

  /// Cells without the blank that is before each of their lines.
  private static func row(_ cells: [[String]], line: Int) -> Row {
    let texts = cells.map { lines in
      let blank = lines.allSatisfy { $0.first == " " }
      return lines.map { String((blank ? $0.dropFirst() : $0[...]).trimmingSuffix(while: \.isWhitespace)) }
        .joined(separator: "\n")
    }
    return Row(isHeader: false, cells: texts, line: line)
  }

  /// False for a text without a table; most do not even contain the mark.
  private static func mayHaveBorder(_ text: String) -> Bool {
    zip(text.utf8, text.utf8.dropFirst()).contains { $0 == UInt8(ascii: "+") && "-=:".utf8.contains($1) }
  }

  private static func isBorder(_ line: some BidirectionalCollection<Character>) -> Bool {
    line.count >= 5 && line.first == "+" && line.dropFirst().first != "+" && line.last == "+"
      && line.allSatisfy { "+-=:".contains($0) }
  }
}

extension MarkdownArrangement {
  /// Replaces the paragraphs that cmark reads by tables.
  mutating func draw(_ tables: [GridTable], smartPunctuation: Bool) {
    var paragraphs: [Int: MarkdownNode.ID] = [:]
    for node in nodes where node.kind == .paragraph { paragraphs[node.firstLine] = node.id }
    for table in tables {
      guard let id = paragraphs[table.lines.lowerBound], nodes[id].lastLine == table.lines.upperBound else { continue }
      nodes[id].kind = .table(table.alignments)
      children[id] = table.rows.map { row in
        var place = nodes[id]
        (place.firstLine, place.lastLine) = (row.line, row.line)
        let cells = row.cells.map { text in
          let cell = add(.tableCell, like: place, [])
          let inner = MarkdownDocument(text, smartPunctuation: smartPunctuation)
          insert(inner.nodes, into: cell)
          // A cell with a single paragraph is like that of any other table.
          if inner.blocks.count == 1, inner.blocks[0].kind == .paragraph, let only = children[cell].first {
            children[cell] = children[only]
          }
          return cell
        }
        return add(.tableRow(isHeader: row.isHeader), like: place, cells)
      }
    }
  }
}

extension MarkdownNode.Kind {
  /// True for a part of a document that is on separate lines.
  var isBlock: Bool {
    switch self {
    case .blockQuote, .paragraph, .thematicBreak, .htmlBlock, .list, .codeBlock, .heading, .table, .div,
      .definitionList:
      true
    default: false
    }
  }
}
