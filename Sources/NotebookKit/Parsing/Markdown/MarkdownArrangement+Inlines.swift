/// Parts of lines.
extension MarkdownArrangement {
  /// The children of a paragraph or an inline node with markers resolved; unused ones become text.
  mutating func arrangedInlines(_ list: [Int], in parent: Int) -> [Int] {
    guard list.contains(where: { nodes[$0].isMarker }) else { return list }
    var result: [Int] = []
    // The positions of brackets that are open.
    var open: [(index: Int, bracket: Substitute.Bracket)] = []
    for (place, id) in list.enumerated() {
      guard case .marker(let substitute) = nodes[id].kind else {
        result.append(id)
        continue
      }
      switch substitute {
      case .opening(let bracket):
        open.append((result.count, bracket))
        result.append(id)
      case .closing(let bracket, let attributes, _):
        guard let start = open.popLast(), start.bracket == bracket else {
          result.append(text(id))
          continue
        }
        let inner = texts(Array(result[(start.index + 1)...]))
        let marker = nodes[result[start.index]]
        let closing = nodes[id].source
        result.removeLast(result.count - start.index)
        let wrapped = add(bracket.kind, like: marker, inner)
        nodes[wrapped].attributes = attributes
        nodes[wrapped].attributesSource = closing
        if let first = marker.source, let closing { nodes[wrapped].source = first.lowerBound..<closing.upperBound }
        result.append(wrapped)
      case .attributes(let attributes, let isAttached, _):
        let isLast = place == list.count - 1
        if isAttached, let previous = result.last, attach(attributes, to: previous) {
          nodes[previous].attributesSource = nodes[id].source
          continue
        }
        if isLast, nodes[parent].kind.isHeading {
          nodes[parent].attributes = attributes
          nodes[parent].attributesSource = nodes[id].source
          trimEnd(of: &result)
        } else {
          result.append(id)
        }
      case .references(let group):
        nodes[id].kind = .references(group)
        result.append(id)
      case .shortcode(let shortcode):
        nodes[id].kind = .shortcode(shortcode)
        result.append(id)
      case .literal: result.append(text(id))
      case .formula, .fence: result.append(id)
      }
    }
    // Attributes at the end of a paragraph may still be a caption's.
    let last = nodes[parent].kind == .paragraph ? result.last : nil
    for id in result where id != last || !nodes[id].isDetachedAttributes { _ = text(id) }
    return result
  }

  /// A marker that nothing claims as the text that its author wrote; any other node as it is.
  mutating func text(_ id: Int) -> Int {
    if nodes[id].isMarker { nodes[id].kind = .text }
    return id
  }

  mutating func texts(_ list: [Int]) -> [Int] {
    for id in list { _ = text(id) }
    return list
  }

  /// True if a node accepts attributes directly after it.
  private mutating func attach(_ attributes: Attributes, to id: Int) -> Bool {
    if attributes["="] != nil {
      guard nodes[id].kind == .code else { return false }
      // Code in the page's format is the author's HTML; code for other formats is not shown.
      nodes[id].literal = attributes["="] == "html" ? nodes[id].literal : ""
      nodes[id].kind = .htmlInline
      return true
    }
    switch nodes[id].kind {
    case .image, .link, .code:
      nodes[id].attributes = attributes
      return true
    default: return false
    }
  }

  /// Takes the blanks away before attributes that were at the end.
  mutating func trimEnd(of list: inout [Int]) {
    while let last = list.last {
      if nodes[last].kind == .softBreak {
        list.removeLast()
      } else if nodes[last].kind == .text {
        nodes[last].literal = String(nodes[last].literal.trimmingSuffix(while: \.isWhitespace))
        if !nodes[last].literal.isEmpty { return }
        list.removeLast()
      } else {
        return
      }
    }
  }

  /// Gives a node the attributes at the end of a caption, which leave its parts.
  mutating func takeAttributes(from list: inout [Int], for id: Int) {
    guard let last = list.last, case .marker(.attributes(let attributes, _, _)) = nodes[last].kind else { return }
    list.removeLast()
    nodes[id].attributes = attributes
    nodes[id].attributesSource = nodes[last].source
    trimEnd(of: &list)
  }
}

extension MarkdownNode {
  var isMarker: Bool { if case .marker = kind { true } else { false } }

  var isDetachedAttributes: Bool {
    if case .marker(.attributes(_, isAttached: false, _)) = kind { true } else { false }
  }
}

extension MarkdownNode.Kind {
  var isHeading: Bool { if case .heading = self { true } else { false } }
}

extension Substitute.Bracket {
  fileprivate var kind: MarkdownNode.Kind {
    switch self {
    case .span: .span
    case .note: .inlineNote
    case .subscripted: .subscripted
    case .superscripted: .superscripted
    }
  }
}
