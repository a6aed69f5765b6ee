import Foundation

extension JSON {
  /// The value on one line without blanks, as `{"a":1,"b":[true]}`. Such a line is YAML, too.
  package var line: String {
    var writer = JSONWriter(indentation: nil)
    writer.write(self)
    return writer.text
  }

  /// The value over several lines with an indentation of one space, as Jupyter writes notebooks, and a line end.
  package var fileData: Data {
    var writer = JSONWriter(indentation: 1)
    writer.write(self)
    return Data((writer.text + "\n").utf8)
  }

  /// A JSON string literal.
  package static func quote(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}

/// Appends values to a text.
private struct JSONWriter {
  private(set) var text = ""
  /// Spaces a level; nil for a text on one line.
  private let indentation: Int?
  private var depth = 0

  init(indentation: Int?) { self.indentation = indentation }

  mutating func write(_ value: JSON) {
    switch value {
    case .null: text += "null"
    case .boolean(let value): text += value ? "true" : "false"
    case .number(let number): text += number.literal
    case .string(let string): text += JSON.quote(string)
    case .array(let items):
      list("[", items, "]") { $0.write($1) }
    case .object(let object):
      list("{", object.members, "}") { writer, member in
        writer.text += JSON.quote(member.name) + (writer.indentation == nil ? ":" : ": ")
        writer.write(member.value)
      }
    }
  }

  private mutating func list<Item>(
    _ opening: String, _ items: [Item], _ closing: String, _ write: (inout JSONWriter, Item) -> Void
  ) {
    text += opening
    depth += 1
    for (index, item) in items.enumerated() {
      if index > 0 { text += "," }
      breakLine()
      write(&self, item)
    }
    depth -= 1
    if !items.isEmpty { breakLine() }
    text += closing
  }

  private mutating func breakLine() {
    if let indentation { text += "\n" + String(repeating: " ", count: indentation * depth) }
  }
}
