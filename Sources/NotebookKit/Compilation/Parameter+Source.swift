extension Parameter {
  /// The parameter as a line of Swift.
  var declaration: String { "let `\(name)`: \(value.swiftType) = \(value.swiftLiteral)" }

  /// The parameter as an item that later cells see, which begins at `offset` in the source.
  fileprivate func item(at offset: Int) -> TopLevelItem {
    TopLevelItem(
      kind: .binding, range: offset..<offset + declaration.utf8.count, text: declaration,
      names: [DeclaredName(name: name, kind: .variable, signature: "")])
  }
}

extension [Parameter] {
  /// The parameters as lines of Swift.
  var source: String { map { $0.declaration + "\n" }.joined() }

  /// The items of ``source``.
  var items: [TopLevelItem] {
    var end = 0
    return map { parameter in
      let item = parameter.item(at: end)
      end = item.range.upperBound + 1
      return item
    }
  }
}

extension Parameter.Value {
  var swiftType: String {
    switch self {
    case .boolean: "Bool"
    case .integer: "Int"
    case .number: "Double"
    case .text: "String"
    case .list(let values): "[\(values.first?.swiftType ?? "String")]"
    }
  }

  var swiftLiteral: String {
    switch self {
    case .boolean(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .number(let value): value.isFinite ? "\(value)" : value.isNaN ? ".nan" : value < 0 ? "-.infinity" : ".infinity"
    case .text(let text): text.swiftLiteral
    case .list(let values): "[" + values.map(\.swiftLiteral).joined(separator: ", ") + "]"
    }
  }
}

extension String {
  /// The string between quotes, with every scalar but ASCII letters, digits and spaces escaped.
  var swiftLiteral: String {
    let characters = unicodeScalars.map { scalar in
      scalar.isASCII && (scalar.properties.isAlphabetic || scalar == " " || ("0"..."9").contains(scalar))
        ? String(scalar) : "\\u{\(String(scalar.value, radix: 16))}"
    }
    return "\"" + characters.joined() + "\""
  }
}
