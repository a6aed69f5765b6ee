import Foundation

extension SyntaxDump {
  /// The dump with the ends of types that have attributes, as `@Sendable () -> Int`, which the compiler leaves out.
  ///
  /// It writes `{"_kind":"type_attributed","attrs":"@Sendable ","type_repr":{…}` without the brace that ends the outer
  /// object. It treats the rest of a list as that object's, and writes it with the name `""`.
  static func endingAttributedTypes(_ json: Data) -> Data {
    let text = String(decoding: json, as: UTF8.self)
    let starts = Set(
      text.matches(of: /"_kind":"type_attributed","attrs":"[^"]*","type_repr":(?=\{)/).map {
        text.utf8.distance(from: text.startIndex, to: $0.range.upperBound)
      })
    guard !starts.isEmpty else { return json }
    let bytes = Array(text.utf8)
    var result = Data()
    /// For each enclosing object, true if its own parent has no end.
    var objects: [Bool] = []
    var place = 0
    while place < bytes.count {
      let start = place
      place += 1
      switch bytes[start] {
      case UInt8(ascii: "\""):
        place = endOfString(from: start, in: bytes)
        if bytes[start..<place].elementsEqual("\"\"".utf8), place < bytes.count, bytes[place] == UInt8(ascii: ":") {
          place += 1
          continue
        }
      case UInt8(ascii: "{"): objects.append(starts.contains(start))
      case UInt8(ascii: "}"):
        if objects.popLast() == true {
          objects.removeLast()
          result.append(UInt8(ascii: "}"))
        }
      default: break
      }
      result += bytes[start..<place]
    }
    return result
  }

  private static func endOfString(from start: Int, in bytes: [UInt8]) -> Int {
    var place = start + 1
    while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
      place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(place + 1, bytes.count)
  }
}
