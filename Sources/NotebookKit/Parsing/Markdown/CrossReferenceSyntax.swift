/// References to figures, tables, sections, works and other labels in text: an `@` and a word.
enum CrossReferenceSyntax {
  /// True if a word after an `@` can only be a reference, judging by its prefix.
  ///
  /// Any other word is a reference if a cell has it as a label; otherwise it is a name, for example of a person.
  static func isReference(_ label: String) -> Bool {
    let start = label.prefix { $0 != "-" }.lowercased()
    return kinds.contains(start) && label.utf8.count > start.utf8.count + 1
  }

  private static let kinds = Set(["fig", "tbl", "sec", "eq", "lst"]).union(CrossReferences.Target.Kind.theorems.keys)

  /// The first word after an `@`; an `@` within a word, as in an e-mail address, does not count.
  static func first(in text: Substring) -> (range: Range<Substring.Index>, label: String)? {
    let scalars = text.unicodeScalars
    var from = scalars.startIndex
    while let at = scalars[from...].firstIndex(of: "@") {
      from = scalars.index(after: at)
      if at > scalars.startIndex, isWordPart(scalars[scalars.index(before: at)]) { continue }
      let length = length(ofLabelIn: scalars[from...])
      if length == 0 { continue }
      let end = scalars.index(from, offsetBy: length)
      return (at..<end, String(scalars[from..<end]))
    }
    return nil
  }

  /// The number of scalars of a label at the start of a text; 0 if there is none.
  static func length(ofLabelIn scalars: some Sequence<Unicode.Scalar>) -> Int {
    var (count, length) = (0, 0)
    for scalar in scalars {
      count += 1
      if isWordPart(scalar) {
        length = count
      } else if length == 0 || !"-_.:/".unicodeScalars.contains(scalar) {
        break
      }
    }
    return length
  }

  /// True if a scalar is a letter or digit.
  static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII
      ? ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
      : scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }
}
