extension Sequence where Element: StringProtocol {
  /// The first byte of each of these lines in the text that they make with `\n` between them, and of one more line.
  package var lineStarts: [Int] { reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.utf8.count + 1) } }
}

extension Sequence<UInt8> {
  /// The first byte of each line of a text.
  package var lineStarts: [Int] {
    [0] + enumerated().lazy.filter { $0.element == UInt8(ascii: "\n") }.map { $0.offset + 1 }
  }
}
