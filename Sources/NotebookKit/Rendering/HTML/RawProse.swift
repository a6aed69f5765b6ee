/// Sanitises the author's HTML of the prose, in place between the generated HTML.
///
/// A tag may open at one position and end at another, with Markdown in between. So all of the author's HTML is parsed
/// as one text, in which comments replace our own HTML; the result has balanced tags.
enum RawProse {
  struct Result {
    var pieces: [PagePiece]
    /// The addresses of images that are not shown.
    var missingPictures: [String] = []
    /// The addresses of videos and sounds that are not played.
    var missingMedia: [String] = []
  }

  /// The pieces with the author's HTML sanitised; nil if it exceeds the limits, or swallows later content.
  static func sanitized(_ written: [PagePiece], for place: HTMLSanitizer.Place) -> Result? {
    let pieces = written.map { piece in
      if case .rawHTML(let html) = piece, swallowing(html) != nil { PagePiece.html(html.escapedForHTML) } else { piece }
    }
    var escaped = Result(pieces: pieces)
    let raw = pieces.compactMap { piece in if case .rawHTML(let html) = piece { html } else { nil } }
    if raw.isEmpty { return escaped }
    let mark = mark(unusedIn: raw)
    var skeleton = ""
    // The HTML between two stretches of the author's HTML.
    var ours: [[PagePiece]] = [[]]
    for piece in pieces {
      guard case .rawHTML(let html) = piece else {
        ours[ours.count - 1].append(piece)
        continue
      }
      skeleton += "<!--\(mark)-->" + html
      ours.append([])
    }
    skeleton += "<!--\(mark)-->"
    var place = place
    place.keepsComment = { $0 == mark }
    guard let result = HTMLSanitizer.sanitize(skeleton, for: place) else { return nil }
    let parts = result.html.split(separator: "<!--\(mark)-->", omittingEmptySubsequences: false)
    guard parts.count == ours.count + 1 else { return nil }
    var list: [PagePiece] = [.html(String(parts[0]))]
    for (own, part) in zip(ours, parts.dropFirst()) { list += own + [.html(String(part))] }
    escaped.pieces = list
    escaped.missingPictures = result.missingPictures
    escaped.missingMedia = result.missingMedia
    return escaped
  }

  /// The author's HTML as text.
  static func escaped(_ pieces: [PagePiece]) -> [PagePiece] {
    pieces.map { piece in if case .rawHTML(let html) = piece { .html(html.escapedForHTML) } else { piece } }
  }

  /// Markup that would contain the parts of the page after some HTML.
  enum Swallowing: Equatable {
    /// An element whose text has no markup.
    case element(String)
    /// A tag, a comment or an instruction that has no end, by its first letters.
    case markup(start: String)
  }

  /// The markup that some HTML opens and does not close; nil if it does not affect the text after it.
  static func swallowing(_ html: String) -> Swallowing? {
    var text = html
    return text.withUTF8 { bytes in
      var tags = HTMLTagScanner(bytes)
      while let tag = tags.next() {
        if tag.name == "plaintext" { return .element(tag.name) }
        if !tag.isEnd, HTMLTagNames.rawText.contains(tag.name), tags.skipText(of: tag.name) != .ended {
          return .element(tag.name)
        }
      }
      guard tags.endsWithinMarkup else { return nil }
      let start = bytes[tags.tagStart...].prefix(20).prefix { !" \t\r\n".utf8.contains($0) }
      return .markup(start: String(decoding: start, as: UTF8.self))
    }
  }

  private static func mark(unusedIn texts: [String]) -> String {
    var (longest, run) = (0, 0)
    for byte in texts.lazy.joined().utf8 {
      run = byte == UInt8(ascii: "z") ? run + 1 : 0
      longest = max(longest, run)
    }
    return "etude" + String(repeating: "z", count: longest + 1)
  }
}
