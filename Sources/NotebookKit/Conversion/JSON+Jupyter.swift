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
}
