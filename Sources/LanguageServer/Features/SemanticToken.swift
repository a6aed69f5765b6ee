import Files

/// A coloured word of a cell's code.
struct SemanticToken: Equatable, Sendable {
  /// In the code, in units of UTF-16.
  var place: Place
  var length: Int
  /// The kind and the properties by the numbers of ``TokenLegend``.
  var type: Int
  var modifiers: Int

  /// Reads the tokens of a cell's file, five numbers each.
  static func read(_ json: JSON?, legend: TokenLegend) -> [SemanticToken] {
    let numbers = json?.array?.compactMap(\.integer) ?? []
    var tokens: [SemanticToken] = []
    var place = Place(line: 0, column: 0)
    for start in stride(from: 0, to: numbers.count - 4, by: 5) {
      let isSameLine = numbers[start] == 0
      place = Place(
        line: place.line + numbers[start], column: (isSameLine ? place.column : 0) + numbers[start + 1])
      guard let inCode = CellDocument.placeInCode(place), let type = legend.type(numbers[start + 3]) else { continue }
      tokens.append(
        SemanticToken(
          place: inCode, length: numbers[start + 2], type: type, modifiers: legend.modifiers(numbers[start + 4])))
    }
    return tokens
  }
}

/// The numbers of kinds and properties of words, converted from those of sourcekit-lsp to ours.
struct TokenLegend {
  /// The kinds and properties that the protocol names, by our numbers.
  static let types = [
    "namespace", "type", "class", "enum", "interface", "struct", "typeParameter", "parameter", "variable", "property",
    "enumMember", "event", "function", "method", "macro", "keyword", "modifier", "comment", "string", "number",
    "regexp",
    "operator", "decorator",
  ]
  static let modifiers = [
    "declaration", "definition", "readonly", "static", "deprecated", "abstract", "async", "modification",
    "documentation", "defaultLibrary",
  ]

  static var json: JSON {
    [
      "tokenTypes": .array(types.map { .string($0) }), "tokenModifiers": .array(modifiers.map { .string($0) }),
    ]
  }

  private let types: [Int?]
  private let modifiers: [Int?]

  /// - Parameter json: The legend of sourcekit-lsp.
  init(_ json: JSON?) {
    func numbers(_ names: JSON?, _ own: [String]) -> [Int?] {
      (names?.array ?? []).map { name in name.string.flatMap { own.firstIndex(of: $0) } }
    }
    types = numbers(json?["tokenTypes"], Self.types)
    modifiers = numbers(json?["tokenModifiers"], Self.modifiers)
  }

  /// Our number of a kind; nil for one that the protocol does not name.
  func type(_ number: Int) -> Int? { types.indices.contains(number) ? types[number] : nil }

  func modifiers(_ bits: Int) -> Int {
    modifiers.enumerated().reduce(0) { result, modifier in
      guard bits & 1 << modifier.offset != 0, let number = modifier.element else { return result }
      return result | 1 << number
    }
  }
}
