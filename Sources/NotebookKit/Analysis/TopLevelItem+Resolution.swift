extension TopLevelItem {
  /// The item with what the compiler made of its names: the types of functions, the members of extensions, and the
  /// aliases that stand for a protocol, which an import must call one.
  func resolved(by references: CellReferences.Item, module: String) -> TopLevelItem {
    var result = self
    switch introducer {
    case "func":
      let function = references.declared.first { $0.kind == .function }
      guard let key = function.flatMap({ DeclarationKey.of($0.id, module: module) }) else { break }
      result.replaceable = [ReplaceableDeclaration(key: key, range: range)]
      if !result.names.isEmpty { result.names[0].signature = key }
    case "extension": result.replaceable = members(references, module: module)
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

  // MARK: - Members of extensions

  /// The members of an extension, each with its place; none if one cannot be told from the next.
  private func members(_ references: CellReferences.Item, module: String) -> [ReplaceableDeclaration] {
    let source = SwiftSource(text)
    var keys: [(key: String?, start: Int)] = []
    for symbol in references.declared {
      guard let place = references.places[symbol.id] else { return [] }
      let isMember = Self.memberKinds.contains(symbol.kind)
      guard let start = source.startOfMember(at: place - range.lowerBound) else {
        // Parameters and generic types are declared, too.
        if isMember { return [] }
        continue
      }
      keys.append((isMember ? DeclarationKey.of(symbol.id, module: module) : nil, range.lowerBound + start))
    }
    guard let end = source.code.last?.range.lowerBound else { return [] }
    let ends = keys.dropFirst().map(\.start) + [range.lowerBound + end]
    return zip(keys, ends).compactMap { member, end in
      guard let key = member.key, member.start < end else { return nil }
      return ReplaceableDeclaration(key: key, range: member.start..<end)
    }
  }

  private static let memberKinds: Set<SymbolOccurrence.Kind> = [
    .instanceMethod, .classMethod, .staticMethod, .instanceProperty, .classProperty, .staticProperty, .initializer,
  ]

  private static let introducers: Set<String> = [
    "func", "extension", "typealias", "struct", "class", "enum", "protocol", "actor", "operator", "precedencegroup",
    "macro",
  ]

  /// True if what follows the `=` of an alias is one name, which modules may stand before.
  private var isAliasOfOneName: Bool {
    let code = SwiftSource(text).code
    guard let equals = code.firstIndex(where: { $0.kind == .assignment }) else { return false }
    return code[(equals + 1)...].allSatisfy {
      $0.kind == .dot || $0.kind == .identifier || $0.kind == .quotedIdentifier
    }
  }
}

extension SwiftSource {
  /// The beginning of the member of an extension whose name, or whose `init` or `subscript`, stands at `offset`; nil
  /// if nothing one level deep is introduced there.
  fileprivate func startOfMember(at offset: Int) -> Int? {
    guard var index = code.firstIndex(where: { $0.range.lowerBound == offset }), depth(of: index) == 1 else {
      return nil
    }
    if !AccessModifiers.declarations.contains(text(of: code[index])) { index -= 1 }
    guard index > 0, AccessModifiers.declarations.contains(text(of: code[index])) else { return nil }
    while index > 0 {
      let head = text(of: code[index - 1]) == ")" ? openingBracket(of: index - 1) - 1 : index - 1
      guard head >= 0, code[head].kind == .attribute || AccessModifiers.modifiers.contains(text(of: code[head])) else {
        break
      }
      index = head
    }
    return code[index].range.lowerBound
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
