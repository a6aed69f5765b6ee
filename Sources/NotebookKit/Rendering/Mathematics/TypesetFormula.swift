/// A formula as MathML, with placeholders for parts that depend on the document.
package struct TypesetFormula: Equatable, Sendable {
  /// A position in the markup.
  package enum Place: Equatable, Sendable {
    /// The cell of a row's number: the author's own, else the document's next one.
    case number(tag: String?, labels: [String])
    /// The number of another equation, in parentheses as `\eqref` has it or without as `\ref`.
    case reference(label: String, isParenthesized: Bool)
  }

  package enum Part: Equatable, Sendable {
    case markup(String)
    case place(Place)
  }

  /// The content of the `math` element.
  package private(set) var parts: [Part] = []

  mutating func append(_ markup: String) {
    if case .markup(let before)? = parts.last {
      parts[parts.count - 1] = .markup(before + markup)
    } else {
      parts.append(.markup(markup))
    }
  }

  mutating func append(_ place: Place) { parts.append(.place(place)) }

  /// The positions of numbers, in the order of the rows.
  var numbers: [(tag: String?, labels: [String])] {
    parts.compactMap { if case .place(.number(let tag, let labels)) = $0 { (tag, labels) } else { nil } }
  }

  /// The labels to which the formula refers.
  var references: [String] {
    parts.compactMap { if case .place(.reference(let label, _)) = $0 { label } else { nil } }
  }

  /// Adds a label to the first row, and a number if it has none.
  mutating func addLabel(_ label: String) {
    let index = parts.firstIndex { if case .place(.number) = $0 { true } else { false } }
    if let index, case .place(.number(let tag, let labels)) = parts[index] {
      parts[index] = .place(.number(tag: tag, labels: [label] + labels))
      return
    }
    let content = parts
    parts = [
      .markup(
        "<mtable class=\"numbered\"><mtr><mtd class=\"side\"></mtd><mtd>"
          + "<mstyle displaystyle=\"true\" scriptlevel=\"0\">")
    ]
    for part in content {
      switch part {
      case .markup(let markup): append(markup)
      case .place(let place): append(place)
      }
    }
    append("</mstyle></mtd><mtd class=\"side\"></mtd>")
    append(.number(tag: nil, labels: [label]))
    append("</mtr></mtable>")
  }

  /// True for a formula that shows nothing, such as one that only defines commands.
  var isEmpty: Bool { parts.allSatisfy { $0 == .markup("<mrow></mrow>") } }

  /// The formula as plain text, as in a window's title: its letters and signs in order.
  package var plainText: String {
    var text = ""
    for case .markup(let markup) in parts {
      var isTag = false
      for scalar in markup.unicodeScalars {
        switch scalar {
        case "<": isTag = true
        case ">" where isTag: isTag = false
        default: if !isTag { text.unicodeScalars.append(scalar) }
        }
      }
    }
    let references = [
      ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&"), ("\u{2061}", ""),
    ]
    return references.reduce(text) { $0.replacing($1.0, with: $1.1) }
  }
}

// MARK: - As text

/// The cache format of a formula: parts between control characters, which markup cannot contain.
extension TypesetFormula {
  init?(encoded: Substring) {
    for part in encoded.utf8.split(separator: 1, omittingEmptySubsequences: false) {
      let fields = part.split(separator: 2, omittingEmptySubsequences: false).map { String(Substring($0)) }
      switch (fields[0], fields.count) {
      case ("m", 2): parts.append(.markup(fields[1]))
      case ("t", 2...): parts.append(.place(.number(tag: fields[1], labels: Array(fields[2...]))))
      case ("n", _): parts.append(.place(.number(tag: nil, labels: Array(fields[1...]))))
      case ("r", 2): parts.append(.place(.reference(label: fields[1], isParenthesized: false)))
      case ("e", 2): parts.append(.place(.reference(label: fields[1], isParenthesized: true)))
      default: return nil
      }
    }
  }

  var encoded: String {
    parts.map { part in
      let fields: [String] =
        switch part {
        case .markup(let text): ["m", text]
        case .place(.number(let tag?, let labels)): ["t", tag] + labels
        case .place(.number(nil, let labels)): ["n"] + labels
        case .place(.reference(let label, let isParenthesized)): [isParenthesized ? "e" : "r", label]
        }
      return fields.joined(separator: "\u{2}")
    }
    .joined(separator: "\u{1}")
  }
}
