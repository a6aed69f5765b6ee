import Foundation

extension QuartoFormat {
  /// Notices about Quarto features that Etude shows as text, in line order.
  static func notices(of text: String, file: String) -> [String] {
    let source = SourceText(text: text, file: file)
    let skipped = FrontMatterReader(source).lineCount
    let document = MarkdownDocument(source.blanked(upTo: skipped))
    var notices: [(line: Int, text: String)] = []
    var code: Set<Int> = []
    for node in document.nodes {
      switch node.kind {
      case .codeBlock(let info, let fence):
        code.formUnion(node.firstLine...max(node.firstLine, node.lastLine))
        guard fence != nil, let language = foreignLanguage(info), language != "dot" else { continue }
        notices.append((node.firstLine, "The cell of `\(language)` does not run in Etude; its code is shown."))
      case .code:
        guard let language = foreignLanguage(node.literal), node.literal.contains("} ") else { continue }
        notices.append((node.firstLine, "Inline code of `\(language)` does not run in Etude; it is shown as code."))
      default: continue
      }
    }
    for (index, line) in source.lines.enumerated() where index >= skipped && !code.contains(index + 1) {
      for shortcode in shortcodes(in: line) where !isKnown(shortcode) {
        notices.append((index + 1, "`\(shortcode)` is a Quarto shortcode; Etude shows it as text."))
      }
    }
    return notices.sorted { $0.line < $1.line }.map { "\(file):\($0.line): \($0.text)" }
  }

  /// The language of code that Quarto runs and Etude does not, as in `{python}`; nil for any other.
  private static func foreignLanguage(_ info: String) -> String? {
    guard info.hasPrefix("{") else { return nil }
    let language = info.dropFirst().prefix { $0.isLetter || $0.isNumber || "_-+".contains($0) }
    let next = info.dropFirst(1 + language.count).first
    guard language.first?.isLetter == true, language != "swift", next == "}" || next == " " || next == "," else {
      return nil
    }
    return String(language)
  }

  /// True for a shortcode with the same meaning as in Quarto.
  private static func isKnown(_ text: String) -> Bool {
    Shortcode(text).map { ProseRenderer.knownShortcodes.contains($0.name) } ?? false
  }

  /// The shortcodes of a line, as `{{< include a.qmd >}}`; one with three braces is shown by Quarto too.
  private static func shortcodes(in line: Substring) -> [String] {
    var found: [String] = []
    var rest = line
    while let start = rest.firstRange(of: "{{<") {
      let isEscaped = rest[..<start.lowerBound].last == "{"
      rest = rest[start.upperBound...]
      guard let end = rest.firstRange(of: ">}}") else { break }
      if !isEscaped { found.append("{{<" + rest[..<end.upperBound]) }
      rest = rest[end.upperBound...]
    }
    return found
  }
}
