/// Blocks.
extension MarkdownArrangement {
  /// The children of a container with divisions, definitions and captions instead of their marks.
  mutating func arrangedBlocks(_ list: [Int], in container: Int) -> [Int] {
    var open: [(fence: Int, list: [Int])] = []
    var result: [Int] = []
    for id in list {
      guard case .marker(.fence(let fence)) = nodes[id].kind else {
        result.append(id)
        continue
      }
      if fence.attributes != nil {
        open.append((id, result))
        result = []
      } else if var outer = open.popLast() {
        outer.list.append(div(from: outer.fence, result, closingLine: nodes[id].firstLine))
        result = outer.list
      } else {
        nodes[id].kind = .strayFence
        result.append(id)
      }
    }
    while var outer = open.popLast() {
      outer.list.append(div(from: outer.fence, result, closingLine: nil))
      result = outer.list
    }
    // The content of a definition may turn out to be a caption, which keeps its attributes.
    let isDefinition = nodes[container].isItem && definitionLines.contains(nodes[container].firstLine)
    return isDefinition ? result : withDefinitions(result)
  }

  private mutating func div(from start: Int, _ list: [Int], closingLine: Int?) -> Int {
    guard case .marker(.fence(let fence)) = nodes[start].kind else { return start }
    let id = add(
      .div(.init(isClosed: closingLine != nil, closingLine: closingLine, wrongText: fence.wrongText)), literal: "",
      like: nodes[start],
      withDefinitions(list))
    nodes[id].attributes = fence.attributes
    return id
  }

  // MARK: Definitions and captions

  private mutating func withDefinitions(_ list: [Int]) -> [Int] {
    guard list.contains(where: { isMarked($0) || isTable($0) }) else { return withoutMarkers(list) }
    var result: [Int] = []
    var place = 0
    while place < list.count {
      let id = list[place]
      let next = place + 1 < list.count ? list[place + 1] : nil
      place += 1
      if isMarked(id) || isNamedCaption(id) {
        if let last = result.last, isTable(last), !hasCaption(last), caption(id, of: last) { continue }
        let further = place + 1 < list.count ? list[place + 1] : nil
        let hasOwn = further.map { isMarked($0) || isNamedCaption($0) } ?? false
        if let next, isTable(next), !hasCaption(next), !hasOwn, !isDefinition(id, below: result.last),
          caption(id, of: next)
        {
          continue
        }
        if isMarked(id) {
          result += definitions(id, below: &result)
          continue
        }
      }
      result.append(withoutMarker(id))
    }
    return result
  }

  /// True for a list made by colons.
  private func isMarked(_ id: Int) -> Bool {
    guard case .list(start: nil, _) = nodes[id].kind, let first = children[id].first else { return false }
    return definitionLines.contains(nodes[first].firstLine)
  }

  /// True if colons are directly below a term, or continue with definitions.
  private func isDefinition(_ id: Int, below last: Int?) -> Bool {
    guard isMarked(id), let last else { return false }
    if nodes[last].kind == .definitionList { return true }
    return nodes[last].kind == .paragraph && nodes[last].firstLine == nodes[last].lastLine
      && nodes[last].lastLine + 1 == nodes[id].firstLine
  }

  private func isTable(_ id: Int) -> Bool { if case .table = nodes[id].kind { true } else { false } }

  private func hasCaption(_ table: Int) -> Bool {
    children[table].contains { nodes[$0].kind == .tableCaption }
  }

  /// True for a paragraph that begins with `Table:`.
  private func isNamedCaption(_ id: Int) -> Bool {
    guard nodes[id].kind == .paragraph, let first = children[id].first, nodes[first].kind == .text else { return false }
    return nodes[first].literal.hasPrefix("Table: ")
  }

  /// Turns a paragraph, or the one item of a list, into the caption of a table; false for anything longer.
  private mutating func caption(_ id: Int, of table: Int) -> Bool {
    var paragraph = id
    if nodes[id].kind != .paragraph {
      guard children[id].count == 1, children[children[id][0]].count == 1 else { return false }
      paragraph = children[children[id][0]][0]
      guard nodes[paragraph].kind == .paragraph else { return false }
    }
    var words = children[paragraph]
    if paragraph == id, let first = words.first { nodes[first].literal.removeFirst("Table: ".count) }
    takeAttributes(from: &words, for: table)
    children[table].insert(add(.tableCaption, like: nodes[paragraph], texts(words)), at: 0)
    return true
  }

  /// A list of colons as definitions of the term above, or as the text that it is.
  private mutating func definitions(_ id: Int, below result: inout [Int]) -> [Int] {
    var isTight = false
    if case .list(_, let tight) = nodes[id].kind { isTight = tight }
    guard let term = result.last, nodes[term].kind == .paragraph || nodes[term].kind == .definitionList,
      nodes[term].kind == .definitionList || nodes[term].firstLine == nodes[term].lastLine
    else { return children[id].reduce(into: []) { $0 += plain($1) } }
    var list = term
    if nodes[term].kind != .definitionList {
      result.removeLast()
      let words = add(.definitionTerm, like: nodes[term], texts(children[term]))
      if let last = result.last, nodes[last].kind == .definitionList {
        list = last
        children[list].append(words)
      } else {
        list = add(.definitionList, like: nodes[term], [words])
        result.append(list)
      }
    }
    for item in children[id] {
      nodes[item].kind = .definition(isTight: isTight)
      children[item] = withDefinitions(children[item])
      children[list].append(item)
    }
    return []
  }

  /// The blocks of an item that is not a definition, with its colon.
  private mutating func plain(_ item: Int) -> [Int] {
    guard let first = children[item].first else { return [] }
    let colon = add(.text, literal: ": ", like: nodes[item], [])
    if nodes[first].kind == .paragraph {
      children[first].insert(colon, at: 0)
      return withDefinitions(children[item])
    }
    return [add(.paragraph, like: nodes[item], [colon])] + withDefinitions(children[item])
  }

  /// Blocks in which unused attributes are text.
  private mutating func withoutMarkers(_ list: [Int]) -> [Int] {
    for id in list { _ = withoutMarker(id) }
    return list
  }

  private mutating func withoutMarker(_ id: Int) -> Int {
    if nodes[id].kind == .paragraph, let last = children[id].last { _ = text(last) }
    return id
  }
}

extension MarkdownNode {
  fileprivate var isItem: Bool { if case .item = kind { true } else { false } }
}
