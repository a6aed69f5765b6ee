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
  }

  mutating func heading(_ node: MarkdownNode, _ level: Int) {
    guard context.notebook != nil else {
      emit("<h\(level)>")
      inlines(of: node)
      emit("</h\(level)>\n")
      return
    }
    var children = document.children(of: node)
    var source = document.plainText(of: node)
    var title = PlainText(of: node, in: document, of: context.notebook, formula: plainText)
    var explicit: String?
    var last: String?
    if children.last?.kind == .text, let text = children.popLast()?.literal {
      let attributes = HeadingAttributes(in: text)
      explicit = attributes?.identifier
      last = attributes?.text ?? text
      let removed = attributes.map { text.count - $0.text.count } ?? 0
      source.removeLast(removed)
      title.removeLast(removed)
    }
    let content = pieces { renderer in
      renderer.inlines(children)
      if let last { renderer.emit(last.escapedForHTML) }
    }
    isInContents = true
    let plain = pieces { renderer in
      renderer.inlines(children)
      if let last { renderer.emit(last.escapedForHTML) }
    }
    isInContents = false
    let id = identifier(explicit ?? source)
    let number = sectionNumbers?[node.id]
    let shownNumber = number.map { "<span class=\"section-number\">\($0)</span> " } ?? ""
    headings.append(
      Heading(level: level, id: id, title: title, content: [.html(shownNumber)] + plain, number: number))
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

  /// The title in lower case with hyphens, as GitHub makes it; a number keeps it unique.
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

/// Attributes at the end of a heading, as Pandoc and Quarto have them: `{#sec-data .unnumbered}`.
struct HeadingAttributes: Equatable {
  /// The heading's text above them.
  let text: String
  let identifier: String?
  /// True for `.unnumbered`, or `-` for short.
  let isUnnumbered: Bool

  /// Nil for a text that ends in no attributes.
  init?(in text: String) {
    let trimmed = text.trimmingSuffix(while: \.isWhitespace)
    guard trimmed.last == "}", let start = trimmed.lastIndex(of: "{") else { return nil }
    let words = trimmed[trimmed.index(after: start)...].dropLast().split(whereSeparator: \.isWhitespace)
    let areAttributes = words.allSatisfy { word in
      word == "-" || word.contains("=") || (word.first == "#" || word.first == ".") && word.count > 1
    }
    guard !words.isEmpty, areAttributes else { return nil }
    self.text = String(trimmed[..<start].trimmingSuffix(while: \.isWhitespace))
    isUnnumbered = words.contains { $0 == ".unnumbered" || $0 == "-" }
    identifier = words.first { $0.first == "#" }.map { String($0.dropFirst()) }
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
