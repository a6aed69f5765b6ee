import Files

extension Parameter {
  /// The parameter as a line of Swift, which is the same for all values of one type.
  var declaration: String { "let `\(name)`: \(value.swiftType) = CellRuntime.parameter(\(name.swiftLiteral))" }

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

  /// The values as the kernel takes them, by name.
  var values: [String: String] { Dictionary(map { ($0.name, $0.value.json) }) { _, last in last } }

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

  /// The value as the kernel takes it: JSON, with the texts `inf`, `-inf` and `nan` for numbers that JSON lacks.
  var json: String {
    switch self {
    case .boolean(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .number(let value): value.isFinite ? "\(value)" : JSON.quote("\(value)")
    case .text(let text): JSON.quote(text)
    case .list(let values): "[" + values.map(\.json).joined(separator: ",") + "]"
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
