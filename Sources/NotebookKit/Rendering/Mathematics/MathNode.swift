/// A node of MathML, or a placeholder that the document fills.
enum MathNode: Equatable {
  case text(String)
  case place(TypesetFormula.Place)
  case element(MathElement)

  var element: MathElement? { if case .element(let element) = self { element } else { nil } }
}

/// An element of MathML.
struct MathElement: Equatable {
  var name: String
  var attributes: [String: String] = [:]
  var children: [MathNode] = []

  /// Elements that contain text: letters, numbers, operators and words.
  static let tokens: Set = ["mi", "mn", "mo", "mtext", "ms"]

  init(_ name: String, class className: String? = nil, _ children: [MathNode] = []) {
    self.name = name
    self.children = children
    if let className { attributes["class"] = className }
  }

  /// The text of the element and all below it.
  var text: String {
    children.map { child in
      switch child {
      case .text(let text): text
      case .place: ""
      case .element(let element): element.text
      }
    }
    .joined()
  }
}

// MARK: - Reading

extension MathElement {
  /// Elements within one another; browsers and readers of ours follow no deeper.
  static let maximumDepth = 200

  /// The root of markup as KaTeX writes it, which is well-formed; nil if it nests too deep.
  ///
  /// It is read by bytes, since a combining mark makes one character with a `>` before it.
  init?(markup: String) {
    var open = [MathElement("")]
    var rest = Substring(markup).utf8
    while !rest.isEmpty {
      guard rest.first == UInt8(ascii: "<") else {
        let text = rest.prefix { $0 != UInt8(ascii: "<") }
        rest = rest[text.endIndex...]
        open[open.count - 1].children.append(.text(Self.unescaped(Substring(text))))
        continue
      }
      guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return nil }
      let tag = rest[rest.index(after: rest.startIndex)..<end]
      rest = rest[rest.index(after: end)...]
      let isEnd = tag.first == UInt8(ascii: "/")
      if !isEnd { open.append(MathElement(tag: tag)) }
      if isEnd || tag.last == UInt8(ascii: "/") {
        guard open.count > 1, let last = open.popLast() else { return nil }
        open[open.count - 1].children.append(.element(last))
      }
      if open.count > Self.maximumDepth { return nil }
    }
    guard open.count == 1, let root = open[0].children.first?.element else { return nil }
    self = root
  }

  /// An element without content. KaTeX escapes special characters within quotes, and puts a blank before some `=`.
  private init(tag: Substring.UTF8View) {
    var parts = tag.split(separator: UInt8(ascii: "\""), omittingEmptySubsequences: false).map { Substring($0) }
    func words(_ text: Substring) -> [Substring] { text.split { " =/".contains($0) } }
    var names = words(parts[0])
    self.init(names.isEmpty ? "" : String(names.removeFirst()))
    while parts.count > 1, let name = names.last {
      attributes[String(name)] = Self.unescaped(parts[1])
      parts.removeFirst(2)
      names = parts.first.map(words) ?? []
    }
  }

  private static func unescaped(_ text: Substring) -> String {
    guard text.utf8.contains(UInt8(ascii: "&")) else { return String(text) }
    var plain = String(text)
    for (reference, character) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&amp;", "&")] {
      plain = plain.replacing(reference, with: character)
    }
    return plain
  }
}

// MARK: - Writing

extension TypesetFormula {
  /// The markup of some nodes with the positions between.
  init(_ nodes: [MathNode]) {
    self.init()
    for node in nodes { write(node) }
  }

  private mutating func write(_ node: MathNode) {
    switch node {
    case .text(let text): append(text.escapedForHTML)
    case .place(let place): append(place)
    case .element(let element):
      let attributes = element.attributes.sorted { $0.key < $1.key }
      append("<\(element.name)" + attributes.map { " \($0)=\"\($1.escapedForHTML)\"" }.joined() + ">")
      for child in element.children { write(child) }
      append("</\(element.name)>")
    }
  }
}
