/// The access modifiers that mean nothing between cells: `public`, `open` and `package`.
///
/// Cells see each other's declarations as internal ones. A `public` declaration would need public types, which no cell
/// has, so the modifier is blanked. No token moves.
package enum AccessModifiers {
  private static let blanked: Set<String> = ["public", "open", "package"]
  /// Attributes that the compiler refuses on declarations that are not public.
  private static let attributes: Set<String> = ["@inlinable", "@usableFromInline", "@frozen"]
  static let declarations: Set<String> = [
    "class", "struct", "enum", "protocol", "actor", "extension", "func", "var", "let", "init", "subscript", "typealias",
    "macro", "associatedtype",
  ]
  static let modifiers: Set<String> = [
    "private", "fileprivate", "internal", "public", "open", "package", "static", "final", "override", "mutating",
    "nonmutating", "lazy", "weak", "unowned", "dynamic", "convenience", "required", "indirect", "consuming",
    "borrowing", "nonisolated", "async", "distributed", "prefix", "postfix", "infix", "isolated",
  ]

  /// The source with blanks instead of these modifiers.
  package static func blank(_ source: String) -> String {
    let swift = SwiftSource(source)
    var bytes = swift.bytes
    for index in swift.code.indices {
      let token = swift.code[index]
      let text = swift.text(of: token)
      let end: Int?
      if token.kind == .attribute {
        end = attributes.contains(text) && isFollowedByDeclaration(index, in: swift) ? token.range.upperBound : nil
      } else if blanked.contains(text), token.kind != .identifier, isModifier(index, in: swift) {
        end = swift.code[endOfModifier(index, in: swift) - 1].range.upperBound
      } else {
        end = nil
      }
      guard let end else { continue }
      for place in token.range.lowerBound..<end where bytes[place] != UInt8(ascii: "\n") {
        bytes[place] = UInt8(ascii: " ")
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func isModifier(_ index: Int, in swift: SwiftSource) -> Bool {
    guard isFollowedByDeclaration(endOfModifier(index, in: swift) - 1, in: swift) else { return false }
    guard index > 0 else { return true }
    // `case open` before a declaration, or a value on a separate line.
    let previous = swift.code[index - 1]
    switch previous.kind {
    case .assignment, .infixOperator, .prefixOperator, .comma, .colon, .arrow, .dot: return false
    case .keyword: return swift.text(of: previous) != "case"
    default: return true
    }
  }

  /// The index after a modifier, and after the `(set)` that may belong to it.
  private static func endOfModifier(_ index: Int, in swift: SwiftSource) -> Int {
    let rest = swift.code[(index + 1)...].prefix(3).map { swift.text(of: $0) }
    return rest == ["(", "set", ")"] ? index + 4 : index + 1
  }

  /// True if the tokens after one begin a declaration: other modifiers and attributes, then the word that introduces
  /// it.
  private static func isFollowedByDeclaration(_ index: Int, in swift: SwiftSource) -> Bool {
    var next = index + 1
    while next < swift.code.count {
      let token = swift.code[next]
      let text = swift.text(of: token)
      if token.kind == .attribute {
        next = endOfArguments(next, in: swift)
      } else if declarations.contains(text) {
        return !isNameOfValue(next, in: swift)
      } else if modifiers.contains(text) {
        next = endOfArguments(next, in: swift)
      } else {
        return false
      }
    }
    return false
  }

  /// True if a word that can introduce a declaration is used as a name: `open` in `actor.open`, `macro = 1`.
  private static func isNameOfValue(_ index: Int, in swift: SwiftSource) -> Bool {
    guard swift.code[index].kind != .keyword else { return false }
    return index + 1 >= swift.code.count || !swift.code[index + 1].kind.isWord
  }

  /// The index after an attribute or a modifier and the arguments that may follow it.
  private static func endOfArguments(_ index: Int, in swift: SwiftSource) -> Int {
    let next = index + 1
    guard next < swift.code.count, swift.text(of: swift.code[next]) == "(",
      swift.code[next].range.lowerBound == swift.code[index].range.upperBound
    else { return next }
    var depth = 0
    for place in next..<swift.code.count {
      if swift.code[place].kind.opensGroup { depth += 1 }
      if swift.code[place].kind.closesGroup { depth -= 1 }
      if depth == 0 { return place + 1 }
    }
    return swift.code.count
  }
}
