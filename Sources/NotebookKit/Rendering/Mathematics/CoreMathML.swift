/// Makes MathML Core, which browsers draw, of the MathML 3 that KaTeX writes.
///
/// Browsers do not support the features that Core lacks: alphabets other than `normal`, alignment and lines of tables,
/// enclosures, lines of a formula. Unicode's letters, and classes for the page's style sheet, replace them.
struct CoreMathML {
  private let marks: [String]
  /// The labels and the tag of the row that is being read.
  private var labels: [String] = []
  private var tag: String?

  private init(marks: [String]) { self.marks = marks }

  /// The content of a formula.
  ///
  /// - Parameters:
  ///   - markup: The markup as KaTeX writes it.
  ///   - marks: The texts of labels, tags and references by the index in the markup.
  ///   - isDisplayed: True for a formula that can have a number.
  /// - Returns: Nil for markup that nests too deep.
  static func typeset(_ markup: String, marks: [String], isDisplayed: Bool) -> TypesetFormula? {
    guard let root = MathElement(markup: markup), let math = root.first("math"),
      let content = math.first("semantics")?.children.first
    else { return nil }
    var writer = CoreMathML(marks: marks)
    return TypesetFormula(writer.formula(content, isDisplayed: isDisplayed))
  }

  private mutating func formula(_ content: MathNode, isDisplayed: Bool) -> [MathNode] {
    var nodes = content.element?.name == "mrow" ? content.element?.children ?? [] : [content]
    // Definitions and labels leave nothing visible.
    let visible = nodes.filter { !isMark($0) }
    if visible.count == 1, let table = visible[0].element, table.name == "mtable" {
      for node in nodes where isMark(node) { _ = core(node) }
      let rows = table.children.compactMap(\.element).map { row in row.children.contains(where: \.isNumberCell) }
      if isDisplayed, rows.contains(true) || holdsTag(table) { return [.element(numbered(table))] }
      nodes = visible
    }
    let lines = nodes.split(omittingEmptySubsequences: false) { $0.element?.attributes["linebreak"] == "newline" }
    var result: [MathNode]
    if lines.count > 1 {
      let rows = lines.map { line in
        MathNode.element(MathElement("mtr", [.element(MathElement("mtd", [styled(row(Array(line)), isDisplayed)]))]))
      }
      result = [.element(MathElement("mtable", class: "lines", rows))]
    } else {
      result = [row(nodes)]
    }
    if isDisplayed, tag != nil || !labels.isEmpty {
      let cell = MathElement("mtd", [styled(.element(MathElement("mrow", result)), true)])
      result = [.element(Self.table([Self.numberedRow([.element(cell)], takeNumber())]))]
    }
    return result
  }

  private mutating func row(_ nodes: [MathNode]) -> MathNode {
    .element(MathElement("mrow", nodes.compactMap { core($0) }))
  }

  private func styled(_ node: MathNode, _ isDisplayed: Bool) -> MathNode {
    var style = MathElement("mstyle", [node])
    style.attributes = ["displaystyle": isDisplayed ? "true" : "false", "scriptlevel": "0"]
    return .element(style)
  }

  // MARK: Numbers

  /// True if a node is nothing but the position of a label or a tag.
  private func isMark(_ node: MathNode) -> Bool {
    guard let element = node.element, element.name == "mtext" else { return false }
    return element.text.unicodeScalars.first == "\u{FFF9}" && !pieces(of: element.text).contains { $0.isVisible }
  }

  private func holdsTag(_ element: MathElement) -> Bool {
    if element.name == "mtext" { return pieces(of: element.text).contains { $0.isTag } }
    return element.children.contains { $0.element.map(holdsTag) ?? false }
  }

  private mutating func takeNumber() -> TypesetFormula.Place {
    defer { (tag, labels) = (nil, []) }
    return .number(tag: tag, labels: labels)
  }

  /// A table with numbered rows, at the right edge of the page.
  private mutating func numbered(_ table: MathElement) -> MathElement {
    let rows = table.children.compactMap(\.element).filter { $0.name == "mtr" && !$0.children.isEmpty }
    let columns = rows.map { $0.children.count { !$0.isNumbering } }.max() ?? 0
    let body = rows.enumerated().map { index, row in
      let layout = TableLayout(table)
      var cells = row.children.filter { !$0.isNumbering }.enumerated().compactMap { column, cell in
        self.cell(cell, layout.classes(row: index, column: column))
      }
      while cells.count < columns { cells.append(.element(MathElement("mtd"))) }
      let hasNumber = row.children.contains(where: \.isNumberCell) || tag != nil
      return Self.numberedRow(cells, hasNumber ? takeNumber() : nil)
    }
    return Self.table(body, isTight: TableLayout(table).isTight)
  }

  private static func table(_ rows: [MathElement], isTight: Bool = false) -> MathElement {
    MathElement("mtable", class: isTight ? "numbered tight" : "numbered", rows.map { .element($0) })
  }

  /// A row with empty cells at its sides, which the style sheet makes equally wide, and the number's cell.
  private static func numberedRow(_ cells: [MathNode], _ number: TypesetFormula.Place?) -> MathElement {
    let side = MathNode.element(MathElement("mtd", class: "side"))
    return MathElement("mtr", [side] + cells + [side, number.map { .place($0) } ?? .element(MathElement("mtd"))])
  }

  // MARK: Elements

  private mutating func core(_ node: MathNode) -> MathNode? {
    guard let element = node.element else { return node }
    switch element.name {
    case "mtext" where element.text.unicodeScalars.contains("\u{FFF9}"): return marked(element)
    case "mi", "mn", "mo", "mtext", "ms": return token(element)
    case "mtable": return table(element)
    case "menclose": return enclosed(element)
    case "mpadded": return padded(element)
    case "annotation": return nil
    default:
      var result = element
      result.children = element.children.compactMap { core($0) ?? .element(MathElement("mrow")) }
      if element.name == "mstyle", element.attributes.isEmpty { result.name = "mrow" }
      return .element(result)
    }
  }

  private mutating func token(_ element: MathElement) -> MathNode? {
    var result = element
    if element.children.contains(where: { $0.element != nil }) {
      // Core has only text in tokens. An operator that KaTeX builds from letters or from another operator is their
      // text.
      let isText = element.name == "mo" && element.isMadeOfTokens
      result.children = isText ? [.text(element.text)] : element.children.compactMap { core($0) }
      if !isText { result = MathElement("mrow", result.children) }
      return .element(result)
    }
    let variant = element.attributes["mathvariant"] ?? ""
    if element.name != "mtext", variant != "", variant != "normal" {
      result.attributes["mathvariant"] = nil
      result.children = [.text(MathLetters.styled(element.text, variant))]
      // A single letter that the alphabet lacks would become italic.
      if element.name == "mi", result.children == element.children { result.attributes["mathvariant"] = "normal" }
    } else if element.name != "mi", variant == "normal" {
      result.attributes["mathvariant"] = nil
    }
    // Browsers stretch the bars of these characters, and set them without the space of a relation.
    if element.name == "mo", let bar = ["∣": "|", "∥": "‖"][element.text],
      element.attributes["fence"] != nil || element.attributes["stretchy"] != nil
    {
      result.children = [.text(bar)]
    }
    if element.attributes["fence"] == "true", element.attributes["stretchy"] == nil {
      result.attributes["stretchy"] = "true"
    }
    // A combining arrow has nothing to combine with.
    if element.name == "mo", element.text == "\u{20D7}" { result.children = [.text("→")] }
    return .element(result)
  }

  private mutating func enclosed(_ element: MathElement) -> MathNode {
    let notation = element.attributes["notation"] ?? ""
    return .element(MathElement("mrow", class: "enclosed \(notation)", element.children.compactMap { core($0) }))
  }

  /// Core takes no sizes that add to the content's.
  private mutating func padded(_ element: MathElement) -> MathNode {
    var result = element
    result.children = element.children.compactMap { core($0) }
    let attributes = element.attributes
    if let shift = attributes["lspace"], shift.hasSuffix("width") {
      result.attributes["lspace"] = nil
      result.attributes["class"] = shift.hasPrefix("-0.5") ? "lapped half" : "lapped"
    } else if attributes["width"]?.hasPrefix("+") == true {
      result.attributes = ["mathbackground": "", "class": "padded"]
      result.attributes["mathbackground"] = attributes["mathbackground"]
    }
    return .element(result)
  }

  // MARK: Tables

  private mutating func table(_ element: MathElement) -> MathNode {
    let layout = TableLayout(element)
    var result = MathElement("mtable", class: layout.className)
    result.children = element.children.compactMap(\.element).enumerated().compactMap { index, row in
      let cells = row.children.filter { !$0.isNumbering }.enumerated().compactMap { column, cell in
        self.cell(cell, layout.classes(row: index, column: column))
      }
      return cells.isEmpty ? nil : .element(MathElement("mtr", cells))
    }
    return .element(result)
  }

  private mutating func cell(_ node: MathNode, _ classes: String) -> MathNode? {
    guard let element = node.element else { return nil }
    return .element(
      MathElement("mtd", class: classes.isEmpty ? nil : classes, element.children.compactMap { core($0) }))
  }

  // MARK: Marks

  private enum Piece {
    case text(String)
    case label(String)
    case tag(String)
    case reference(String, isParenthesized: Bool)

    var isTag: Bool { if case .tag = self { true } else { false } }

    var isVisible: Bool {
      switch self {
      case .text, .reference: true
      case .label, .tag: false
      }
    }
  }

  /// A text parted at its marks.
  private func pieces(of text: String) -> [Piece] {
    text.unicodeScalars.split(separator: "\u{FFF9}").flatMap { part -> [Piece] in
      guard let end = part.firstIndex(of: "\u{FFFB}") else { return [.text(String(part))] }
      let rest = part[part.index(after: end)...]
      let after: [Piece] = rest.isEmpty ? [] : [.text(String(rest))]
      guard let index = Int(String(part[..<end])), let mark = marks[safe: index] else { return after }
      let kind = mark.unicodeScalars.first
      let words = String(mark.unicodeScalars.dropFirst()).split(whereSeparator: \.isWhitespace)
      // A name with a blank is not valid for an element of the page.
      let text = words.joined(separator: kind == "t" ? " " : "-")
      let piece: Piece =
        switch kind {
        case "l": .label(text)
        case "t": .tag(text)
        default: .reference(text, isParenthesized: kind == "e")
        }
      return [piece] + after
    }
  }

  private mutating func marked(_ element: MathElement) -> MathNode? {
    var result = element
    result.children = []
    for piece in pieces(of: element.text) {
      switch piece {
      case .text(let text): result.children.append(.text(text))
      case .label(let label): labels.append(label)
      case .tag(let text): tag = text
      case .reference(let label, let isParenthesized):
        result.children.append(.place(.reference(label: label, isParenthesized: isParenthesized)))
      }
    }
    return result.children.isEmpty ? nil : .element(result)
  }
}

extension MathElement {
  /// The first element of a name, at or below this one.
  fileprivate func first(_ name: String) -> MathElement? {
    if self.name == name { return self }
    return children.lazy.compactMap { $0.element?.first(name) }.first
  }

  fileprivate var isMadeOfTokens: Bool {
    children.allSatisfy { child in
      guard let element = child.element else { return true }
      return (element.name == "mrow" || Self.tokens.contains(element.name)) && element.isMadeOfTokens
    }
  }
}

extension MathNode {
  /// True if this is the cell of a number in a table of KaTeX's.
  fileprivate var isNumberCell: Bool { element?.attributes["class"] == "mml-eqn-num" }

  fileprivate var isNumbering: Bool { isNumberCell || element?.attributes["class"] == "mtr-glue" }
}
