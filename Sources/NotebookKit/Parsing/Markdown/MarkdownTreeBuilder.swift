import CMarkGFM

extension MarkdownDocument {
  /// The tree of some Markdown, which cannot fail to parse.
  ///
  /// - Parameters:
  ///   - markdown: The text as written. Formulas are found here, so other code never sees their placeholders.
  ///   - smartPunctuation: True if straight quotes, `--` and `...` become typographic ones.
  package init(_ markdown: String, smartPunctuation: Bool = false) {
    let (guarded, blockMarks, grids) = Self.guarded(markdown)
    let tree = CommonMarkTree(guarded.markdown, smartPunctuation: smartPunctuation)
    var builder = MarkdownTreeBuilder(guarded)
    tree.forEach { builder.add($0) }
    let nodes = builder.finish()
    if guarded.substitutes.allSatisfy(\.substitute.isFormula), blockMarks.definitions.isEmpty, grids.isEmpty {
      self.init(nodes: nodes)
    } else {
      var arrangement = MarkdownArrangement(nodes, definitionLines: blockMarks.definitions)
      arrangement.draw(grids, smartPunctuation: smartPunctuation)
      self.init(nodes: arrangement.arranged())
    }
  }

  /// The text without syntax that cmark does not know. Only trees show where code is, and then where paragraphs begin.
  private static func guarded(_ markdown: String) -> (MarkdownGuard, BlockMarks, [GridTable]) {
    let hasBlocks = BlockMarks.mayHaveMarks(markdown)
    guard hasBlocks || SubstituteScanner.mayHaveMarkup(markdown) else {
      let grids = GridTable.tables(in: markdown, codeLines: [])
      return (MarkdownGuard(markdown), BlockMarks(), grids)
    }
    // Nothing of it can make or end a block of code.
    let tree = CommonMarkTree(markdown, smartPunctuation: false)
    var codeLines = tree.codeLines
    let grids = GridTable.tables(in: markdown, codeLines: codeLines)
    let tableLines = tree.tableLines + grids.map(\.lines)
    var marks = hasBlocks ? BlockMarks(markdown, codeLines: codeLines, tableLines: tableLines) : BlockMarks()
    if !marks.definitions.isEmpty {
      // Indented text below a definition belongs to it and is not code.
      let items = CommonMarkTree(marks.withItems(markdown), smartPunctuation: false)
      codeLines = items.codeLines
      marks = BlockMarks(markdown, codeLines: codeLines, tableLines: tableLines)
    }
    guard FormulaScanner.mayHaveFormulas(markdown) else {
      return (MarkdownGuard(markdown, codeLines: codeLines, blockMarks: marks), marks, grids)
    }
    let displayed = MarkdownGuard(markdown, codeLines: codeLines, blockMarks: marks, kinds: .displayed)
    let map = SourceMap(displayed.markdown, displayed.replacements)
    let leaves = CommonMarkTree(displayed.markdown, smartPunctuation: false).leafLines
    let lines = markdown.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let leafLines = leaves.map { map.sourceLines(ofLine: $0).lowerBound }.filter { line in
      // A plus at the start of a line belongs more often to a formula than to a list.
      !(lines[safe: line - 1]?.drop { " \t>".utf8.contains($0) }.starts(with: "+ ".utf8) ?? true)
    }
    return (
      MarkdownGuard(markdown, codeLines: codeLines, leafLines: Set(leafLines), blockMarks: marks), marks, grids
    )
  }
}

/// A document in cmark's representation.
///
/// Related cmark documentation: <https://github.com/github/cmark-gfm/blob/master/man/man3/cmark-gfm.3>
private final class CommonMarkTree {
  private let root: OpaquePointer

  init(_ markdown: String, smartPunctuation: Bool) {
    _ = Self.extensionsAreRegistered
    var options = CMARK_OPT_FOOTNOTES | CMARK_OPT_SOURCEPOS
    if smartPunctuation { options |= CMARK_OPT_SMART }
    let parser = cmark_parser_new(options)
    defer { cmark_parser_free(parser) }
    for name in ["table", "strikethrough", "autolink", "tasklist"] {
      cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(name))
    }
    var text = markdown
    text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { cmark_parser_feed(parser, $0.baseAddress, $0.count) }
    }
    guard let root = cmark_parser_finish(parser) ?? cmark_node_new(CMARK_NODE_DOCUMENT) else {
      fatalError("cmark could not allocate a document.")
    }
    self.root = root
  }

  deinit { cmark_node_free(root) }

  /// Calls `body` for every node in document order.
  func forEach(_ body: (OpaquePointer) -> Void) {
    let iterator = cmark_iter_new(root)
    defer { cmark_iter_free(iterator) }
    while true {
      let event = cmark_iter_next(iterator)
      if event == CMARK_EVENT_DONE { return }
      if event == CMARK_EVENT_ENTER, let node = cmark_iter_get_node(iterator) { body(node) }
    }
  }

  /// The lines of blocks of code, from 1, in the order of the text.
  var codeLines: [ClosedRange<Int>] {
    var lines: [ClosedRange<Int>] = []
    forEach { node in
      guard CommonMarkNodeType(node) == .codeBlock else { return }
      let first = Int(cmark_node_get_start_line(node))
      lines.append(first...max(first, Self.lastLine(of: node)))
    }
    return lines.sorted { $0.lowerBound < $1.lowerBound }
  }

  /// The lines of tables, from 1.
  var tableLines: [ClosedRange<Int>] {
    var lines: [ClosedRange<Int>] = []
    forEach { node in
      guard CommonMarkNodeType(node) == .table else { return }
      let first = Int(cmark_node_get_start_line(node))
      lines.append(first...max(first, Int(cmark_node_get_end_line(node))))
    }
    return lines
  }

  /// The first lines of the blocks that no formula crosses.
  var leafLines: [Int] {
    var lines: [Int] = []
    forEach { node in
      switch CommonMarkNodeType(node) {
      case .paragraph, .heading, .table, .tableHeader, .tableRow, .htmlBlock, .thematicBreak, .codeBlock:
        lines.append(Int(cmark_node_get_start_line(node)))
      default: return
      }
    }
    return lines
  }

  /// The line at which a node ends.
  ///
  /// cmark extends a fence that its list item or quote ends to the line after that.
  static func lastLine(of node: OpaquePointer) -> Int {
    let last = Int(cmark_node_get_end_line(node))
    guard CommonMarkNodeType(node) == .codeBlock, let parent = cmark_node_parent(node) else { return last }
    return min(last, Int(cmark_node_get_end_line(parent)))
  }

  private static let extensionsAreRegistered: Void = cmark_gfm_core_extensions_ensure_registered()
}

/// Copies cmark's tree node by node, with formulas and references instead of their text.
private struct MarkdownTreeBuilder {
  private let guarded: MarkdownGuard
  private let map: SourceMap
  private var locator: SpanLocator
  private var nodes: [MarkdownNode] = []
  /// The nodes that are not yet complete, from the document inwards.
  private var open: [Open] = []

  private struct Open {
    let id: MarkdownNode.ID
    let pointer: OpaquePointer
    /// Its lines in the parsed text.
    let lines: ClosedRange<Int>
    /// The lines of the parsed text in which inline elements are located.
    let spanLines: ClosedRange<Int>
  }

  init(_ guarded: MarkdownGuard) {
    self.guarded = guarded
    map = SourceMap(guarded.markdown, guarded.replacements)
    locator = SpanLocator(map)
  }

  mutating func add(_ pointer: OpaquePointer) {
    let parent = cmark_node_parent(pointer)
    while let last = open.last, last.pointer != parent { close() }
    let kind = MarkdownNode.Kind(pointer)
    let lines = self.lines(of: pointer)
    let literal = String(orEmpty: cmark_node_get_literal(pointer))
    switch kind {
    case .text: return addText(literal, pointer, lines)
    case .htmlBlock: return addHTML(literal, lines)
    case .code:
      let range = locator.codeSpan(literal, guess: offset(of: pointer), in: open.last?.spanLines ?? lines)
      append(.code, guarded.restored(literal), lines, range)
    default: append(restored(kind), guarded.restored(literal), lines)
    }
    let spanLines = kind.hasLinesOfItsOwn ? lines : open.last?.spanLines ?? lines
    open.append(Open(id: nodes.count - 1, pointer: pointer, lines: lines, spanLines: spanLines))
  }

  mutating func finish() -> [MarkdownNode] {
    while !open.isEmpty { close() }
    return nodes
  }

  private mutating func close() {
    let last = open.removeLast()
    nodes[last.id].descendants = (last.id + 1)..<nodes.count
  }

  private mutating func append(
    _ kind: MarkdownNode.Kind, _ literal: String, _ lines: ClosedRange<Int>, _ range: Range<Int>? = nil
  ) {
    let id = nodes.count
    let first = map.sourceLines(ofLine: lines.lowerBound).lowerBound
    let last = map.sourceLines(ofLine: lines.upperBound).upperBound
    nodes.append(
      MarkdownNode(
        id: id, parent: open.last?.id, kind: kind, literal: literal,
        firstLine: range.map { map.sourceLine(of: $0.lowerBound) } ?? first,
        lastLine: range.map { map.sourceLine(of: $0.upperBound) } ?? last, source: range.map(map.source),
        descendants: (id + 1)..<(id + 1)))
  }

  /// A formula or another replaced element with known lines.
  private mutating func append(_ kind: MarkdownNode.Kind, _ literal: String, _ taken: MarkdownGuard.Taken) {
    let id = nodes.count
    nodes.append(
      MarkdownNode(
        id: id, parent: open.last?.id, kind: kind, literal: literal, firstLine: taken.lines.lowerBound,
        lastLine: taken.lines.upperBound, source: taken.source, descendants: (id + 1)..<(id + 1)))
  }

  // MARK: HTML

  /// A block of HTML, parted where lines of colons are in it.
  private mutating func addHTML(_ literal: String, _ lines: ClosedRange<Int>) {
    let pieces = guarded.pieces(of: literal)
    let hasFences = pieces.contains { if case .taken(let taken) = $0 { taken.fence != nil } else { false } }
    guard hasFences else { return append(.htmlBlock, guarded.restored(literal), lines) }
    var html = ""
    for piece in pieces {
      switch piece {
      case .taken(let taken):
        guard let fence = taken.fence else {
          html += taken.substitute.source
          continue
        }
        if html.hasSuffix(MarkdownGuard.commentStart) { html.removeLast(MarkdownGuard.commentStart.count) }
        if !html.allSatisfy(\.isWhitespace) { append(.htmlBlock, html, lines) }
        html = ""
        append(.marker(.fence(fence)), fence.source, taken)
      case .text(let text):
        html += html.isEmpty && text.hasPrefix(MarkdownGuard.commentEnd) ? text.dropFirst(3) : text
      }
    }
    if !html.allSatisfy(\.isWhitespace) { append(.htmlBlock, html, lines) }
  }

  // MARK: Text

  private mutating func addText(_ literal: String, _ pointer: OpaquePointer, _ lines: ClosedRange<Int>) {
    let start = offset(of: pointer)
    for piece in guarded.pieces(of: literal) {
      switch piece {
      case .taken(let taken):
        if case .formula(let formula) = taken.substitute {
          append(.formula(formula), formula.source, taken)
        } else {
          append(.marker(taken.substitute), taken.substitute.source, taken)
        }
      case .text(let text):
        var rest = text
        // The text not yet in nodes, up to `rest`.
        var pending = text.startIndex
        while let reference = CrossReferenceSyntax.first(in: rest) {
          rest = rest[reference.range.upperBound...]
          let before = literal.utf8.distance(from: literal.startIndex, to: reference.range.lowerBound)
          let place = locator.reference(
            reference.label, guess: start.map { $0 + before }, in: open.last?.spanLines ?? lines)
          if place?.isEscaped == true { continue }
          if reference.range.lowerBound > pending {
            append(.text, EmojiCodes.replaced(in: text[pending..<reference.range.lowerBound]), lines)
          }
          append(.crossReference(label: reference.label), String(text[reference.range]), lines, place?.range)
          pending = reference.range.upperBound
        }
        rest = text[pending...]
        if !rest.isEmpty { append(.text, EmojiCodes.replaced(in: rest), lines) }
      }
    }
  }

  /// Addresses, titles and info strings with formulas as they were written.
  private func restored(_ kind: MarkdownNode.Kind) -> MarkdownNode.Kind {
    switch kind {
    case .codeBlock(let info, let fence): .codeBlock(info: guarded.restored(info), fence: fence)
    case .link(let url, let title): .link(url: guarded.restored(url), title: guarded.restored(title))
    case .image(let url, let title): .image(url: guarded.restored(url), title: guarded.restored(title))
    default: kind
    }
  }

  // MARK: Places

  /// The node's lines in the parsed text.
  ///
  /// cmark reports no position for line breaks, which get their parent's, and for a paragraph split from the table
  /// below it, which gets the table's.
  private func lines(of pointer: OpaquePointer) -> ClosedRange<Int> {
    let neighbours = [pointer, cmark_node_next(pointer)].compactMap { $0 }
    for node in CommonMarkNodeType(pointer) == .paragraph ? neighbours : [pointer] {
      let first = Int(cmark_node_get_start_line(node))
      if first > 0 { return first...max(first, CommonMarkTree.lastLine(of: node)) }
    }
    return open.last?.lines ?? 1...1
  }

  /// The byte of the parsed text at cmark's line and column of the node.
  private func offset(of pointer: OpaquePointer) -> Int? {
    map.start(ofLine: Int(cmark_node_get_start_line(pointer))).map {
      $0 + Int(cmark_node_get_start_column(pointer)) - 1
    }
  }
}

extension MarkdownNode.Kind {
  /// True if a node of this kind consists of whole lines, which cmark knows.
  ///
  /// It gives the head of a table the lines above the table if the paragraph began there.
  fileprivate var hasLinesOfItsOwn: Bool {
    switch self {
    case .document, .blockQuote, .paragraph, .thematicBreak, .htmlBlock, .footnoteDefinition, .list, .item, .codeBlock,
      .heading, .table:
      true
    default: false
    }
  }
}

extension MarkdownGuard.Taken {
  fileprivate var fence: DivFence? { if case .fence(let fence) = substitute { fence } else { nil } }
}

extension Substitute {
  fileprivate var isFormula: Bool { if case .formula = self { true } else { false } }
}
