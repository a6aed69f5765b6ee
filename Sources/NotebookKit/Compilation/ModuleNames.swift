import Files

/// Names for the modules of a notebook's steps, no two of them the same.
///
/// A cell's module is named after its first declaration. So adding, removing or editing a cell does not rename the
/// others, and their compiled code stays valid: a module's name is part of all code that uses it.
struct ModuleNames {
  /// The beginning of the name of a cell's module.
  static let cellPrefix = "Cell_"
  /// The module that declares the notebook's parameters.
  static let parameters = "Parameters"
  private static let inlineValuePrefix = "Inline_"
  fileprivate static let longestStem = 40

  private var taken: Set<String> = []

  /// The name of a step's module.
  mutating func name(of code: RunStep.Code) -> String {
    switch code {
    case .parameters: unique(Self.parameters)
    case .cell(let cell): unique(Self.cellPrefix + (SwiftSource(cell.source).moduleStem ?? Self.digest(cell.source)))
    case .inlineValue(let value): unique(Self.inlineValuePrefix + Self.digest(value.expression))
    }
  }

  private mutating func unique(_ name: String) -> String {
    var result = name
    var count = 1
    while !taken.insert(result).inserted {
      count += 1
      result = "\(name)_\(count)"
    }
    return result
  }

  private static func digest(_ source: String) -> String {
    String(ContentHash(parts: [source]).hexadecimal.prefix(8))
  }
}

extension SwiftSource {
  /// The first name that the source declares outside all braces, restricted to the characters of a module name; for
  /// another kind, such as an operator, the word that introduces it. Nil if it declares nothing.
  fileprivate var moduleStem: String? {
    var depth = 0
    var introducer: String?
    for (index, token) in code.enumerated() {
      let word = text(of: token)
      switch token.kind {
      case .openingBracket: depth += 1
      case .closingBracket: depth -= 1
      case .keyword, .contextualKeyword:
        guard depth == 0, Self.introducers.contains(word), index == 0 || text(of: code[index - 1]) != "import" else {
          continue
        }
        let name = code[(index + 1)...].first { $0.kind != .openingBracket }
        if let name, let stem = moduleStem(from: name) { return stem }
        introducer = introducer ?? word
      default: break
      }
    }
    return introducer
  }

  private func moduleStem(from token: SwiftToken) -> String? {
    switch token.kind {
    case .identifier, .quotedIdentifier, .contextualKeyword:
      let characters = text(of: token).filter { $0 != "`" }.map { character in
        character.isASCII && (character.isLetter || character.isNumber) ? character : "_"
      }
      return String(characters.prefix(ModuleNames.longestStem))
    default: return nil
    }
  }

  private static let introducers: Set<String> = [
    "let", "var", "func", "struct", "class", "enum", "actor", "extension", "protocol", "typealias", "macro", "operator",
    "precedencegroup",
  ]
}
