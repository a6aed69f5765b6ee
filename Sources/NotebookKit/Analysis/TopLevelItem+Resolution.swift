import Foundation

extension TopLevelItem {
  /// The item with the compiler's resolution of its names: the types of functions, the members of extensions, and the
  /// aliases of protocols, which an import must spell as a protocol.
  func resolved(by references: CellReferences.Item, module: String) -> TopLevelItem {
    var result = self
    if kind == .binding || kind == .guarding {
      // If one binding has several names, none can be removed alone.
      if names.count == 1 {
        result.replaceable = [ReplaceableDeclaration(kind: .variable, key: "var \(names[0].name)", range: range)]
        let symbol = references.declared.first { $0.kind == .variable && $0.name == names[0].name }
        result.valueType = symbol.flatMap { DeclarationKey.demangle($0.id) }.flatMap { words in
          words.range(of: " : ").map { String(words[$0.upperBound...]) }
        }
      }
      return result
    }
    switch introducer {
    case "func":
      let function = references.declared.first { $0.kind == .function }
      guard let key = function.flatMap({ DeclarationKey.of($0.id, module: module) }) else { break }
      result.replaceable = [ReplaceableDeclaration(key: key, range: range)]
      if !result.names.isEmpty { result.names[0].signature = key }
    case "macro":
      let macro = references.declared.first { $0.kind == .macro }
      guard let key = macro.flatMap({ DeclarationKey.of($0.id, module: module) }) else { break }
      result.replaceable = [ReplaceableDeclaration(kind: .macro, key: "#" + key, range: range)]
    case "operator", "precedencegroup":
      guard let key = operatorKey else { break }
      result.replaceable = [ReplaceableDeclaration(kind: .operatorSyntax, key: key, range: range)]
    case "extension": result.replaceable = conformances(references) + members(references, module: module)
    case "struct", "class", "enum", "actor": result.replaceable = ownMembers(references, module: module)
    case "typealias":
      let isProtocol = isAliasOfOneName && references.used.last?.kind == .protocol
      if isProtocol, !result.names.isEmpty { result.names[0].kind = .protocol }
    default: break
    }
    return result
  }

  /// The word that introduces a declaration; nil for code that declares nothing by one.
  var introducer: String? {
    guard kind == .declaration else { return nil }
    let source = SwiftSource(text)
    return source.code.lazy.map(source.text).first { Self.introducers.contains($0) }
  }

  /// True if no import can name the item's declaration.
  var declaresWithoutName: Bool {
    guard names.isEmpty else { return false }
    return switch introducer {
    case "func", "macro", "operator", "precedencegroup": true
    default: false
    }
  }

  /// The classes in the item, at any depth, each with the last name of the first type in its inheritance clause.
  var inheritances: [(name: String, superclass: String)] {
    guard kind == .declaration, text.contains("class") else { return [] }
    let source = SwiftSource(text)
    let code = source.code
    func plain(_ index: Int) -> String { source.text(of: code[index]).filter { $0 != "`" } }
    return code.indices.compactMap { index in
      guard source.text(of: code[index]) == "class", index + 2 < code.count, code[index + 1].kind.isWord else {
        return nil
      }
      let head = (index + 2)..<(code[index...].firstIndex { source.text(of: $0) == "{" } ?? code.endIndex)
      var depth = 0
      for place in head {
        let word = source.text(of: code[place])
        if word.hasPrefix("<") { depth += 1 }
        if word.hasPrefix(">") { depth -= word.count }
        guard depth == 0, code[place].kind == .colon, place + 1 < head.upperBound else { continue }
        var last = place + 1
        while last + 2 < head.upperBound, code[last + 1].kind == .dot { last += 2 }
        return (plain(index + 1), plain(last))
      }
      return nil
    }
  }

  /// The kind and name of a declared operator or precedence group.
  private var operatorKey: String? {
    let source = SwiftSource(text)
    let words = source.code.map(source.text)
    if let index = words.firstIndex(of: "precedencegroup"), index + 1 < words.count {
      return "precedencegroup " + words[index + 1].filter { $0 != "`" }
    }
    guard let index = words.firstIndex(of: "operator"), index > 0, index + 1 < words.count else { return nil }
    let end = source.code[(index + 1)...].firstIndex { $0.kind == .colon || $0.kind == .openingBracket }
    return words[index - 1] + " operator " + words[(index + 1)..<(end ?? words.count)].joined()
  }

  // MARK: - Extensions

  /// The first name of the type that an extension extends: `Outer` of `Outer.Inner`; nil for other items.
  var extendedType: String? {
    guard introducer == "extension" else { return nil }
    let source = SwiftSource(text)
    let words = source.code.map(source.text)
    guard let index = words.firstIndex(of: "extension"), index + 1 < words.count else { return nil }
    return words[index + 1].filter { $0 != "`" }
  }

  /// The protocols in an extension's inheritance clause.
  private func conformances(_ references: CellReferences.Item) -> [ReplaceableDeclaration] {
    let source = SwiftSource(text)
    guard let start = source.code.firstIndex(where: { source.text(of: $0) == "extension" }),
      let colon = source.code[start...].firstIndex(where: { $0.kind == .colon || source.text(of: $0) == "{" }),
      source.code[colon].kind == .colon
    else { return [] }
    /// The symbol at the end of a sequence of tokens, without generic arguments.
    func symbol(of tokens: ArraySlice<SwiftToken>) -> String? {
      var depth = 0
      var name: String?
      for token in tokens {
        let word = source.text(of: token)
        if word == "<" { depth += 1 }
        if depth == 0, token.kind.isWord { name = word.filter { $0 != "`" } }
        if word.hasPrefix(">") { depth -= word.count }
      }
      return name.map { name in references.used.first { $0.name == name }?.id ?? name }
    }
    guard let extended = symbol(of: source.code[(start + 1)..<colon]) else { return [] }
    let rest = source.code[(colon + 1)...]
    let end = rest.firstIndex { source.text(of: $0) == "{" || source.text(of: $0) == "where" } ?? rest.endIndex
    return rest[..<end].split(whereSeparator: { $0.kind == .comma }).compactMap { tokens in
      guard let first = tokens.first, let last = tokens.last, let name = symbol(of: tokens) else { return nil }
      let place = range.lowerBound + first.range.lowerBound..<range.lowerBound + last.range.upperBound
      return ReplaceableDeclaration(kind: .conformance, key: "\(extended): \(name)", range: place)
    }
  }

  /// The members of an extension with their positions; empty if they cannot be separated.
  private func members(_ references: CellReferences.Item, module: String) -> [ReplaceableDeclaration] {
    let source = SwiftSource(text)
    var members: [(symbol: CellReferences.Symbol, start: Int)] = []
    for symbol in references.declared {
      guard let place = references.places[symbol.id] else { return [] }
      guard let start = source.startOfMember(at: place - range.lowerBound) else {
        // Parameters, generic types and members of nested types are declared, too.
        if Self.memberKinds.contains(symbol.kind), source.isOneLevelDeep(place - range.lowerBound) { return [] }
        continue
      }
      members.append((symbol, range.lowerBound + start))
    }
    guard let end = source.code.last?.range.lowerBound else { return [] }
    let extendsProtocol = references.used.first { $0.name == extendedType }?.kind == .protocol
    let kind = extendsProtocol ? ReplaceableDeclaration.Kind.defaultImplementation : .overload
    let ends = members.dropFirst().map(\.start) + [range.lowerBound + end]
    return zip(members, ends).compactMap { member, end in
      let isType = Self.typeKinds.contains(member.symbol.kind)
      guard isType || Self.memberKinds.contains(member.symbol.kind), member.start < end,
        let key = DeclarationKey.of(member.symbol.id, module: module, isMember: true)
      else { return nil }
      return ReplaceableDeclaration(kind: isType ? .type : kind, key: key, range: member.start..<end)
    }
  }

  /// The identifiable members in a type's own body, which an extension in a later cell may declare again.
  private func ownMembers(_ references: CellReferences.Item, module: String) -> [ReplaceableDeclaration] {
    let source = SwiftSource(text)
    return references.declared.compactMap { symbol in
      guard Self.memberKinds.contains(symbol.kind), let place = references.places[symbol.id],
        let start = source.startOfMember(at: place - range.lowerBound),
        let key = DeclarationKey.of(symbol.id, module: module, isMember: true)
      else { return nil }
      return ReplaceableDeclaration(kind: .member, key: key, range: range.lowerBound + start..<place)
    }
  }

  private static let memberKinds: Set<SymbolOccurrence.Kind> = [
    .instanceMethod, .classMethod, .staticMethod, .instanceProperty, .classProperty, .staticProperty, .initializer,
  ]

  private static let typeKinds: Set<SymbolOccurrence.Kind> = [.structure, .class, .enumeration, .typeAlias]

  private static let introducers: Set<String> = [
    "func", "extension", "typealias", "struct", "class", "enum", "protocol", "actor", "operator", "precedencegroup",
    "macro",
  ]

  /// True if the `=` of an alias is followed by one name, possibly with a module before it.
  private var isAliasOfOneName: Bool {
    let code = SwiftSource(text).code
    guard let equals = code.firstIndex(where: { $0.kind == .assignment }) else { return false }
    return code[(equals + 1)...].allSatisfy {
      $0.kind == .dot || $0.kind == .identifier || $0.kind == .quotedIdentifier
    }
  }
}

extension CellReferences.Item {
  /// The declared names that later cells can use.
  func names(declaredIn module: String) -> [DeclaredName] {
    declared.compactMap { symbol in
      guard let kind = symbol.kind.importKind else { return nil }
      // Types within types are declared, too.
      guard kind == .function || DeclarationKey.path(of: symbol.id) == [module, symbol.name] else { return nil }
      let signature = kind == .function ? DeclarationKey.of(symbol.id, module: module) : ""
      return signature.map { DeclaredName(name: symbol.name, kind: kind, signature: $0) }
    }
  }
}

extension SymbolOccurrence.Kind {
  /// The kind of a scoped import of such a symbol; nil if there is none.
  fileprivate var importKind: DeclaredName.Kind? {
    switch self {
    case .variable: .variable
    case .function: .function
    case .enumeration: .enumeration
    case .structure: .structure
    case .class: .class
    case .protocol: .protocol
    case .typeAlias: .typeAlias
    default: nil
    }
  }
}

extension SwiftSource {
  /// The start of an extension's member with the name, `init` or `subscript` at `offset`; nil if nothing is introduced
  /// one level deep there.
  func startOfMember(at offset: Int) -> Int? {
    guard var index = code.firstIndex(where: { $0.range.lowerBound == offset }), depth(of: index) == 1 else {
      return nil
    }
    if !AccessModifiers.declarations.contains(text(of: code[index])) { index -= 1 }
    guard index > 0, AccessModifiers.declarations.contains(text(of: code[index])) else { return nil }
    while index > 0 {
      let head = text(of: code[index - 1]) == ")" ? openingBracket(of: index - 1) - 1 : index - 1
      // Before the word that introduces a member, `class` makes it one of the type.
      guard head >= 0,
        code[head].kind == .attribute || AccessModifiers.modifiers.contains(text(of: code[head]))
          || text(of: code[head]) == "class"
      else { break }
      index = head
    }
    return code[index].range.lowerBound
  }

  /// True if one bracket is open before the token at `offset`.
  fileprivate func isOneLevelDeep(_ offset: Int) -> Bool {
    code.firstIndex { $0.range.lowerBound == offset }.map { depth(of: $0) == 1 } ?? true
  }

  private func depth(of index: Int) -> Int {
    code[..<index].reduce(0) { $1.kind.opensGroup ? $0 + 1 : $1.kind.closesGroup ? $0 - 1 : $0 }
  }

  private func openingBracket(of closing: Int) -> Int {
    var depth = 0
    for index in code[...closing].indices.reversed() {
      if code[index].kind.closesGroup { depth += 1 }
      if code[index].kind.opensGroup { depth -= 1 }
      if depth == 0 { return index }
    }
    return 0
  }
}
