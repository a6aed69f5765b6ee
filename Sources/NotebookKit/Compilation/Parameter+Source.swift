extension Parameter {
  /// The parameter as a line of Swift.
  var declaration: String { "let `\(name)`: \(value.swiftType) = \(value.swiftLiteral)" }

  /// The parameter as an item that later cells see.
  var item: TopLevelItem {
    TopLevelItem(
      kind: .binding, range: 0..<0, text: declaration,
      names: [DeclaredName(name: name, kind: .variable, signature: "")])
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
