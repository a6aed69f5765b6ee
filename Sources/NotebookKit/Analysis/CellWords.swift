/// The words of a cell's source, which show what it uses from earlier cells.
package struct CellWords: Equatable, Sendable {
  /// Names that may stand for declarations of modules: members after a dot and the labels of arguments are left out.
  package private(set) var names: Set<String>
  /// All words and operators.
  package private(set) var all: Set<String>
  /// True if it declares a type or an extension that may state a conformance.
  package private(set) var mayStateConformance: Bool
  /// True if the code may depend on its line number.
  package private(set) var tellsItsLine: Bool
  /// True if it declares something that may depend on the line of a call.
  package private(set) var tellsCallersLines: Bool

  /// The words of a source, those in interpolations and in inactive branches included.
  package init(_ source: String) {
    let swift = SwiftSource(source)
    names = Set(swift.usedNames)
    all = []
    for token in swift.code {
      let text = swift.text(of: token)
      switch token.kind {
      case .identifier, .contextualKeyword, .keyword, .prefixOperator, .infixOperator, .postfixOperator, .unknown:
        all.insert(text)
      case .quotedIdentifier: all.insert(text.filter { $0 != "`" })
      case .attribute, .macro, .dollarIdentifier:
        all.insert(String(text.dropFirst()))
        names.insert(String(text.dropFirst()))
      default: break
      }
    }
    mayStateConformance = Self.mayStateConformance(swift)
    tellsItsLine = swift.tellsItsLine
    tellsCallersLines = swift.tellsCallersLines
  }

  private static let typeIntroducers: Set<String> = ["struct", "class", "enum", "actor", "extension", "protocol"]

  private static func mayStateConformance(_ swift: SwiftSource) -> Bool {
    var isInHead = false
    for token in swift.code {
      let text = swift.text(of: token)
      if typeIntroducers.contains(text) {
        isInHead = true
      } else if text == "{" {
        isInHead = false
      } else if isInHead, token.kind == .colon {
        return true
      }
    }
    return false
  }
}
