extension Parameter.Value: CustomStringConvertible {
  /// The value as it would be in front matter, texts quoted.
  package var description: String {
    switch self {
    case .boolean(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    case .text(let value): "\"\(value)\""
    case .list(let values): "[" + values.map(\.description).joined(separator: ", ") + "]"
    }
  }

  /// The name of the type for people: boolean, whole number, number, text or list.
  package var kind: String {
    switch self {
    case .boolean: "boolean"
    case .integer: "whole number"
    case .number: "number"
    case .text: "text"
    case .list(let values): values.first.map { "list of \($0.kind)s" } ?? "list"
    }
  }

  var kindWithArticle: String { "a " + kind }
}
