extension ProseRenderer {
  /// A heading, for the table of contents.
  struct Heading: Equatable, Sendable {
    var level: Int
    var id: String
    /// Without markup, formulas as far as text can show them.
    var title: PlainText
    /// With markup, but without links and anchors.
    var content: [PagePiece]
    /// The number before the title, if sections have numbers.
    var number: String?
    /// True for one that the contents leave out: `{.unlisted}`.
    var isUnlisted = false
  }

  mutating func heading(_ node: MarkdownNode, _ level: Int) {
    guard context.notebook != nil else {
      emit("<h\(level)>")
      inlines(of: node)
      emit("</h\(level)>\n")
      return
    }
    let title = PlainText(of: node, in: document, of: context.notebook, formula: plainText)
    let content = pieces { $0.inlines(of: node) }
    isInContents = true
    let plain = pieces { $0.inlines(of: node) }
    isInContents = false
    let id = identifier(node.attributes?.identifier ?? document.plainText(of: node))
    let number = sectionNumbers?[node.id]
    let shownNumber = number.map { "<span class=\"section-number\">\($0)</span> " } ?? ""
    headings.append(
      Heading(
        level: level, id: id, title: title, content: [.html(shownNumber)] + plain, number: number,
        isUnlisted: node.attributes?.has("unlisted") ?? false))
    let isLinkable = !content.contains { piece in
      switch piece {
      case .html(let html): html.contains("<a ")
      case .rawHTML: true
      default: false
      }
    }
    emit(
      "<h\(level) id=\"\(id.escapedForHTML)\">" + (isLinkable ? "<a href=\"#\(id.escapedForHTML)\">" : "") + shownNumber
    )
    for piece in content { emit(piece) }
    emit((isLinkable ? "</a>" : "") + "</h\(level)>\n")
  }

  /// A heading that the page adds, and not the author.
  mutating func ownHeading(_ title: String, level: Int) {
    let id = identifier(title)
    headings.append(Heading(level: level, id: id, title: PlainText(title), content: [.html(title.escapedForHTML)]))
    emit(
      "<h\(level) id=\"\(id.escapedForHTML)\"><a href=\"#\(id.escapedForHTML)\">\(title.escapedForHTML)</a></h\(level)>\n"
    )
  }

  /// A formula of a heading without markup.
  private func plainText(_ formula: Formula, at id: MarkdownNode.ID) -> String {
    if case .typeset(let typeset) = mathematics.outcome(of: formula, at: id) { return typeset.plainText }
    return formula.tex
  }

  /// The title in lower case with hyphens, as on GitHub; a number makes it unique.
  private mutating func identifier(_ title: String) -> String {
    let words = title.lowercased().filter { $0.isLetter || $0.isNumber || " -_.".contains($0) }
    let base = words.split(separator: " ").joined(separator: "-")
    let name = base.isEmpty ? "section" : base
    var count = identifierCounts[name, default: 0]
    var unique = count == 0 ? name : "\(name)-\(count)"
    while !identifiers.insert(unique).inserted {
      count += 1
      unique = "\(name)-\(count)"
    }
    identifierCounts[name] = count + 1
    return unique
  }
}

extension StringProtocol {
  /// The text without the characters at its end that satisfy a condition.
  func trimmingSuffix(while condition: (Character) -> Bool) -> SubSequence {
    var end = endIndex
    while end > startIndex, condition(self[index(before: end)]) { end = index(before: end) }
    return self[..<end]
  }
}
