import Files

/// A block of the document as pieces of the page, or several that one element of the author's HTML encloses.
struct PageBlock: Equatable, Sendable {
  /// A name that no other block of the page has. It stays while only outputs and values change.
  let name: String
  let pieces: [PagePiece]

  /// The indices of the cells inside.
  var cells: [Int] { pieces.compactMap { if case .cell(let index) = $0 { index } else { nil } } }

  /// Parts the pieces of a page at the beginnings of its blocks.
  ///
  /// - Parameters:
  ///   - cells: The cells of the notebook.
  ///   - mayNest: True if elements may begin in one block and end in another, like those of the author's HTML.
  static func blocks(of pieces: [PagePiece], cells: [Cell], mayNest: Bool) -> [PageBlock] {
    var counts: [String: Int] = [:]
    return parted(pieces, mayNest: mayNest).map { pieces in
      let name = name(of: pieces, cells)
      let count = counts[name, default: 0] + 1
      counts[name] = count
      return PageBlock(name: count == 1 ? name : "\(name) \(count)", pieces: pieces)
    }
  }

  private static func parted(_ pieces: [PagePiece], mayNest: Bool) -> [[PagePiece]] {
    var blocks: [[PagePiece]] = []
    var openElements = 0
    for piece in pieces {
      if piece == .blockStart {
        if openElements <= 0 { blocks.append([]) }
        continue
      }
      if case .html(let html) = piece, mayNest { openElements += unclosed(in: html) }
      if blocks.isEmpty { blocks.append([]) }
      blocks[blocks.count - 1].append(piece)
    }
    return blocks.filter { $0 != [] && $0 != [.html("")] }
  }

  /// The number of elements that some HTML opens, minus the number that it closes.
  private static func unclosed(in html: String) -> Int {
    var html = html
    return html.withUTF8 { bytes in
      var count = 0
      var tags = HTMLTagScanner(bytes)
      while let tag = tags.next() {
        if tag.isSelfClosing || HTMLTagNames.void.contains(tag.name) { continue }
        count += tag.isEnd ? -1 : 1
      }
      return count
    }
  }

  /// A cell is known by its label, else by its source, so cells above may come and go.
  private static func name(of pieces: [PagePiece], _ cells: [Cell]) -> String {
    if pieces.count == 1, case .cell(let index) = pieces[0] { return "cell " + name(of: cells[index]) }
    let texts = pieces.map { piece in
      switch piece {
      case .html(let html), .rawHTML(let html): html
      case .cell(let index): "cell " + name(of: cells[index])
      case .inlineValue, .inlineText: "value"
      case .blockStart: ""
      }
    }
    return hash(texts)
  }

  private static func name(of cell: Cell) -> String { cell.options.label ?? hash([cell.source]) }

  private static func hash(_ texts: [String]) -> String { String(ContentHash(parts: texts).hexadecimal.prefix(16)) }
}
