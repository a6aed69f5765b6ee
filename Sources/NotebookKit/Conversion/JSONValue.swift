import Foundation

/// Any JSON, for files whose shape is only partly known.
enum JSONValue: Equatable, Sendable, Codable {
  case null
  case boolean(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .boolean(value)
    } else if let value = try? container.decode(Int.self) {
      self = .integer(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([JSONValue].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSONValue].self))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .boolean(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .string(let value): try container.encode(value)
    case .array(let value): try container.encode(value)
    case .object(let value): try container.encode(value)
    }
  }

  subscript(key: String) -> JSONValue? { if case .object(let members) = self { members[key] } else { nil } }

  var string: String? { if case .string(let value) = self { value } else { nil } }

  var array: [JSONValue]? { if case .array(let value) = self { value } else { nil } }

  var object: [String: JSONValue]? { if case .object(let value) = self { value } else { nil } }

  /// nbformat's text: a string, or a list of strings that are its lines.
  var multilineText: String? { string ?? array.map { $0.compactMap(\.string).joined() } }

  /// A text as nbformat writes it: its lines with their ends.
  static func lines(_ text: String) -> JSONValue {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { $0 + "\n" }
    if let last = lines.popLast()?.dropLast(), !last.isEmpty { lines.append(last) }
    return .array(lines.map { .string(String($0)) })
  }

  /// The value on one line, keys in order, which is YAML too.
  var compactText: String { text([.sortedKeys, .withoutEscapingSlashes]) }

  /// The value as a file.
  var fileData: Data { Data((text([.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]) + "\n").utf8) }

  private func text(_ formatting: JSONEncoder.OutputFormatting) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = formatting
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    guard let data = try? encoder.encode(self) else { return "null" }
    return String(decoding: data, as: UTF8.self)
  }
}
