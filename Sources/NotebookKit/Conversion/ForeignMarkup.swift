import Display

/// Replacements of Pandoc's and Quarto's marks in prose for GitHub or Jupyter.
///
/// Each mark is replaced in place, so the text around it does not change.
struct ForeignMarkup {
  typealias Edit = (range: Range<Int>, text: String)

  enum Target { case gitHub, jupyter }

  /// The target, and the resolver of the marks.
  struct Context {
    var target: Target
    var references: CrossReferences
    var metadata: [String: String]
    /// The numbers of the headings in order, nil for those that have none; empty if sections have no numbers.
    var sectionNumbers: [String?] = []
  }

  let document: MarkdownDocument
  private let bytes: [UInt8]
  let lineStarts: [Int]
  let context: Context
  /// The numbers of the headings that follow.
  private var sectionNumbers: ArraySlice<String?>
  /// The markup around the text of the headings that are titles of divisions.
  var titles: [MarkdownNode.ID: (before: String, after: String)] = [:]
  var edits: [Edit] = []
  /// Lines that the target does not show.
  private(set) var hiddenLines: [ClosedRange<Int>] = []
  /// Lines within callouts, which become quotations.
  var quotedLines: [Range<Int>] = []
  /// The texts of notes within lines, which the target has at its end.
  private(set) var notes: [String] = []
  /// True if the list of works has its position in the text.
  var hasWorks = false

  /// - Parameters:
  ///   - document: The tree of the text.
  ///   - text: The text whose offsets and lines the tree contains.
  ///   - includes: The files that the text includes, in order, if the tree does not hold them.
  init(
    _ document: MarkdownDocument, of text: String, in context: Context, includes: [MarkdownNode.Include] = []
  ) {
    self.document = document
    self.context = context
    sectionNumbers = context.sectionNumbers[...]
    bytes = Array(text.utf8)
    lineStarts = bytes.lineStarts
    var includeEnd = 0
    var includes = includes[...]
    for node in document.nodes where node.id >= includeEnd {
      if case .include(let include) = node.kind {
        includeEnd = node.descendants.upperBound
        if isHidden(node) {
          sectionNumbers = sectionNumbers.dropFirst(
            document.descendants(of: node).count { $0.headingLevel != nil })
        } else {
          self.include(include, node)
        }
      } else if document.inclusion(node) != nil, let include = includes.popFirst() {
        // How many headings a hidden one has is not known here.
        if isHidden(node) { sectionNumbers = [] } else { self.include(include, node) }
      } else if !isHidden(node) {
        add(node)
      } else if node.headingLevel != nil {
        _ = sectionNumbers.popFirst()
      }
    }
  }

  private mutating func add(_ node: MarkdownNode) {
    switch node.kind {
    case .div(let div): self.div(div, node)
    case .heading: heading(node)
    case .link, .code: removeAttributes(of: node)
    case .image:
      removeAttributes(of: node)
      caption(ofImage: node)
    case .span: span(node)
    case .subscripted: script(node, "sub")
    case .superscripted: script(node, "sup")
    case .paragraph:
      let parts = document.children(of: node)
      if parts.count == 1, parts[0].kind == .text, parts[0].isPageBreak { replaceLine(node.firstLine) { _ in "" } }
    case .inlineNote: note(node)
    case .shortcode(let shortcode): self.shortcode(shortcode, node)
    case .formula(let formula): self.formula(formula, node)
    case .table:
      removeAttributes(of: node)
      if let caption = document.children(of: node).first, caption.kind == .tableCaption {
        self.caption(caption, of: node)
      }
    case .definitionTerm: replaceLine(node.firstLine) { "**\($0)**" }
    case .definition: replaceColon(in: node.firstLine, by: "-", isBelowText: true)
    case .codeBlock(let info, let fence?): code(info, fence, node)
    default: return
    }
  }

  mutating func hide(_ lines: ClosedRange<Int>) {
    hiddenLines.append(lines)
    for line in lines where lineStarts.indices.contains(line - 1) { edits.append((range(ofLine: line), "")) }
  }

  private func isHidden(_ node: MarkdownNode) -> Bool {
    // Divisions come before their content.
    hiddenLines.last.map { $0.contains(node.firstLine) } ?? false
  }

  // MARK: Headings

  /// A heading with its section's number, or as the title of its division.
  private mutating func heading(_ node: MarkdownNode) {
    removeAttributes(of: node)
    let number = sectionNumbers.popFirst() ?? nil
    let line = range(ofLine: node.firstLine)
    let start = line.lowerBound + prefix(ofLine: node.firstLine).utf8.count
    let marks = bytes[start..<line.upperBound].prefix { $0 == UInt8(ascii: "#") }
    let text = marks.endIndex + bytes[marks.endIndex..<line.upperBound].prefix { " \t".utf8.contains($0) }.count
    guard let title = titles[node.id] else {
      if let number { edits.append((text..<text, number + " ")) }
      return
    }
    edits.append((start..<text, title.before))
    // A heading without marks before it is underlined. cmark's last line of it is not always that one.
    let below = (node.firstLine + 1)...(node.lastLine + 1)
    let underline = marks.isEmpty ? below.first(where: isUnderline) : nil
    let last = underline.map { range(ofLine: $0 - 1) } ?? line
    let begin = max(text, last.lowerBound)
    let end = max(begin, node.attributesSource?.lowerBound ?? last.upperBound)
    let blanks = bytes[begin..<end].reversed().prefix { " \t".utf8.contains($0) }.count
    let closing = marks.isEmpty ? 0 : closingMarks(of: text..<(end - blanks))
    // Text would go on in the title's paragraph.
    let next = bytes[range(ofLine: (underline ?? node.firstLine) + 1)].first { !" \t>".utf8.contains($0) }
    let isFollowed = next != nil && next != UInt8(ascii: ":")
    edits.append(
      (
        (end - blanks - closing)..<(end - blanks),
        title.after + (isFollowed ? "\n" + margin(ofLine: node.firstLine) : "")
      ))
    if let underline { replaceLine(underline) { _ in "" } }
  }

  private func isUnderline(_ line: Int) -> Bool {
    let whole = range(ofLine: line)
    let text = bytes[whole].dropFirst(prefix(ofLine: line).utf8.count)
    return !text.isEmpty && text.allSatisfy { "=- \t\r".utf8.contains($0) }
  }

  /// The length of the marks that close a heading, with the blanks before them.
  private func closingMarks(of text: Range<Int>) -> Int {
    let marks = bytes[text].reversed().prefix { $0 == UInt8(ascii: "#") }.count
    let blanks = bytes[text].dropLast(marks).reversed().prefix { " \t".utf8.contains($0) }.count
    return marks > 0 && (blanks > 0 || marks == text.count) ? marks + blanks : 0
  }

  // MARK: Parts of lines

  /// Braces go, with the blanks before them.
  private mutating func removeAttributes(of node: MarkdownNode) {
    guard let range = node.attributesSource else { return }
    var start = range.lowerBound
    while start > 0, " \t".utf8.contains(bytes[start - 1]) { start -= 1 }
    edits.append((start..<range.upperBound, ""))
  }

  private mutating func caption(ofImage node: MarkdownNode) {
    guard let place = node.attributesSource?.upperBound, let parent = node.parent,
      document.images(of: document[parent])?.count == 1
    else { return }
    let attributes = node.attributes ?? Attributes()
    let target = attributes.identifier.flatMap { context.references.targets[$0] }
    let words = attributes["fig-cap"] ?? ProseExport.escaped(document.plainText(of: node))
    guard target != nil || attributes["fig-cap"] != nil else { return }
    let number = target.map { "**\($0.caption)**" }
    let margin = margin(ofLine: node.firstLine)
    let text = [number, words.isEmpty ? nil : words].compactMap { $0 }.joined(separator: ": ")
    edits.append((place..<place, "\n\(margin)\n\(margin)\(text)"))
  }

  private mutating func span(_ node: MarkdownNode) {
    guard let whole = node.source, let closing = node.attributesSource else { return }
    let tags = ["mark": "mark", "underline": "ins", "ul": "ins", "kbd": "kbd", "strikeout": "del"]
    let tag = node.attributes?.classes.lazy.compactMap { tags[$0] }.first
    edits.append((whole.lowerBound..<(whole.lowerBound + 1), tag.map { "<\($0)>" } ?? ""))
    edits.append((closing, tag.map { "</\($0)>" } ?? ""))
  }

  private mutating func script(_ node: MarkdownNode, _ tag: String) {
    guard let whole = node.source, whole.count > 2 else { return }
    edits.append((whole.lowerBound..<(whole.lowerBound + 1), "<\(tag)>"))
    edits.append(((whole.upperBound - 1)..<whole.upperBound, "</\(tag)>"))
  }

  private mutating func note(_ node: MarkdownNode) {
    guard let whole = node.source, whole.count > 3 else { return }
    if context.target == .jupyter {
      edits.append((whole.lowerBound..<(whole.lowerBound + 2), " ("))
      return edits.append(((whole.upperBound - 1)..<whole.upperBound, ")"))
    }
    let text = String(decoding: bytes[(whole.lowerBound + 2)..<(whole.upperBound - 1)], as: UTF8.self)
    notes.append(text)
    edits.append((whole, "[^within-\(notes.count)]"))
  }

  private mutating func shortcode(_ shortcode: Shortcode, _ node: MarkdownNode) {
    guard let range = node.source else { return }
    let first = shortcode.arguments.first ?? ""
    switch shortcode.name {
    case "meta":
      if let value = context.metadata[first] { edits.append((range, value.replacing("\n", with: " "))) }
    case "kbd": edits.append((range, "<kbd>\(ProseExport.escaped(first))</kbd>"))
    case "video":
      edits.append((range, "[\(ProseExport.escaped(shortcode.title ?? first))](<\(first)>)"))
    case "pagebreak": edits.append((range, ""))
    default: return
    }
  }

  /// A formula without its name, which has a number there.
  private mutating func formula(_ formula: Formula, _ node: MarkdownNode) {
    if formula.isReference, let range = node.source {
      let label = String(formula.tex.drop { $0 != "{" }.dropFirst().dropLast())
      guard let target = context.references.targets[label] else { return }
      edits.append((range, formula.tex.hasPrefix("\\eqref") ? "(\(target.numberText))" : target.numberText))
      return
    }
    guard let range = node.source, let label = formula.label else { return }
    var text = formula.source
    if let target = context.references.targets[label], target.kind == .equation, text.hasSuffix("$$"), text.count > 4 {
      text = String(text.dropLast(2)) + "\\tag{\(target.numberText)}$$"
    }
    edits.append((range, text))
  }

  // MARK: Blocks

  private mutating func caption(_ caption: MarkdownNode, of table: MarkdownNode) {
    let target = table.attributes?.identifier.flatMap { context.references.targets[$0] }
    let number = target.map { "**\($0.caption)**: " } ?? ""
    let line = range(ofLine: caption.firstLine)
    let start = line.lowerBound + prefix(ofLine: caption.firstLine).utf8.count
    let text = bytes[start..<line.upperBound]
    let mark = text.starts(with: "Table:".utf8) ? 6 : text.first == UInt8(ascii: ":") ? 1 : 0
    let end = start + mark + text.dropFirst(mark).prefix { " \t".utf8.contains($0) }.count
    edits.append((start..<end, (mark == 1 ? blankLine(above: caption.firstLine) : "") + number))
  }

  /// A colon at the start of a line becomes another mark.
  private mutating func replaceColon(in line: Int, by mark: String, isBelowText: Bool) {
    let start = range(ofLine: line).lowerBound + prefix(ofLine: line).utf8.count
    guard bytes[safe: start] == UInt8(ascii: ":") else { return }
    edits.append((start..<(start + 1), blankLine(above: line) + mark))
  }

  /// The text that puts a blank line above one, unless one is there.
  private func blankLine(above line: Int) -> String {
    guard line > 1, range(ofLine: line - 1).contains(where: { !" \t>".utf8.contains(bytes[$0]) }) else { return "" }
    return "\n" + margin(ofLine: line)
  }

  private mutating func code(_ info: String, _ fence: MarkdownNode.Fence, _ node: MarkdownNode) {
    guard info.hasPrefix("{"), SwiftFence(info: info) == nil, SampleFence.original(of: info) == nil,
      RawFence.format(of: info) == nil, lineStarts.indices.contains(node.firstLine - 1)
    else { return }
    let line = range(ofLine: node.firstLine)
    let text = String(decoding: bytes[line], as: UTF8.self)
    guard let range = FenceText.info(in: text[...], of: fence) else { return }
    let read = CodeFence(info: info)
    edits.append(((line.lowerBound + range.lowerBound)..<(line.lowerBound + range.upperBound), read.language))
    guard let name = read.attributes.identifier, let target = context.references.targets[name] else { return }
    let start = line.lowerBound + prefix(ofLine: node.firstLine).utf8.count
    let caption = read.attributes["lst-cap"].map { ": \($0)" } ?? ""
    let margin = "\n" + margin(ofLine: node.firstLine)
    edits.append((start..<start, "**\(target.caption)**\(caption)" + margin + margin))
  }

  /// The Markdown of an included file, in place of the shortcode.
  private mutating func include(_ include: MarkdownNode.Include, _ node: MarkdownNode) {
    guard include.problem == nil else { return }
    let text = ClosedMarkdown(include.text).text
    let document = MarkdownDocument(text)
    var context = context
    context.sectionNumbers = Array(sectionNumbers)
    let markup = ForeignMarkup(document, of: text, in: context, includes: include.includes)
    sectionNumbers = markup.sectionNumbers
    notes += markup.notes
    let citations = CitationText(document, of: text, context.references).edits
    let edits = markup.edits + citations + document.nodes.compactMap(reference)
    let margin = margin(ofLine: node.firstLine)
    let lines = text.replacing(edits).split(separator: "\n", omittingEmptySubsequences: false)
    replaceLine(node.firstLine) { _ in lines.joined(separator: "\n" + margin) }
  }

  /// A reference in an included file as its text.
  private func reference(_ node: MarkdownNode) -> Edit? {
    guard let range = node.source else { return nil }
    switch node.kind {
    case .crossReference(let label):
      guard let found = context.references.target(of: label) else { return nil }
      return (range.lowerBound..<(range.upperBound - found.rest.utf8.count), ProseExport.escaped(plain(found.target)))
    case .references(let group):
      let texts = group.members.compactMap { member in
        context.references.targets[member.label].map { target in
          target.title != nil ? plain(target) : member.prefix.map { "\($0) \(target.numberText)" } ?? plain(target)
        }
      }
      guard texts.count == group.members.count else { return nil }
      return (range, ProseExport.escaped(texts.joined(separator: ", ")))
    default: return nil
    }
  }

  private func plain(_ target: CrossReferences.Target) -> String { target.text.filled { _ in "" } }

  // MARK: Lines

  func range(ofLine line: Int) -> Range<Int> {
    guard let start = lineStarts[safe: line - 1] else { return bytes.count..<bytes.count }
    let end = lineStarts[safe: line].map { $0 - 1 } ?? bytes.count
    return start..<max(start, end)
  }

  /// The blanks and marks of quotations before a line's text.
  func prefix(ofLine line: Int) -> String {
    String(decoding: bytes[range(ofLine: line)].prefix { " \t>".utf8.contains($0) }, as: UTF8.self)
  }

  /// The text that starts a new line next to a line: its prefix, and the marks of the enclosing callouts.
  func margin(ofLine line: Int) -> String {
    prefix(ofLine: line) + String(repeating: "> ", count: quotedLines.count { $0.contains(line) })
  }

  mutating func replaceLine(_ line: Int, _ text: (String) -> String) {
    let whole = range(ofLine: line)
    let start = whole.lowerBound + prefix(ofLine: line).utf8.count
    let written = String(decoding: bytes[start..<whole.upperBound], as: UTF8.self)
    edits.append((start..<whole.upperBound, text(written)))
  }
}
