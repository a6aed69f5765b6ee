import Files

extension JSON {
  /// nbformat's text: a string, or a list of strings that are its lines.
  var multilineText: String? { string ?? array.map { $0.compactMap(\.string).joined() } }

  /// A text as nbformat writes it: its lines with their ends.
  static func lines(_ text: String) -> JSON {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { $0 + "\n" }
    if let last = lines.popLast()?.dropLast(), !last.isEmpty { lines.append(last) }
    return .array(lines.map { .string(String($0)) })
  }

  /// The value as ``line``, without characters that YAML treats as line ends or rejects: control characters, line
  /// separators, byte order marks and noncharacters. They can occur only within strings, where a numeric escape is
  /// possible.
  var yaml: String { Self.escapedForYAML(line) }

  /// A string literal of JSON and YAML.
  static func yaml(_ text: String) -> String { escapedForYAML(quote(text)) }

  private static func escapedForYAML(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x7F...0x9F, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF:
        let digits = String(scalar.value, radix: 16)
        result.append(contentsOf: "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".unicodeScalars)
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}
