/// Swift source and its tokens.
package struct SwiftSource {
  let bytes: [UInt8]
  /// All tokens, which together are the source.
  package let tokens: [SwiftToken]
  /// The tokens without white space and comments.
  package let code: [SwiftToken]

  package init(_ text: String) {
    bytes = Array(text.utf8)
    tokens = SwiftLexer(bytes: bytes).tokens
    code = tokens.filter { !$0.kind.isTrivia }
  }

  package func text(of token: SwiftToken) -> String { String(decoding: bytes[token.range], as: UTF8.self) }

  /// The tokens that begin in a stretch of the source, white space and comments left out.
  package func code(in range: Range<Int>) -> ArraySlice<SwiftToken> {
    let first = code.partitioningIndex { $0.range.lowerBound >= range.lowerBound }
    let end = code.partitioningIndex { $0.range.lowerBound >= range.upperBound }
    return code[first..<max(first, end)]
  }

  /// The end of the token at `offset`; of a string literal, if that begins there.
  package func endOfToken(at offset: Int) -> Int {
    var index = code.partitioningIndex { $0.range.upperBound > offset }
    guard index < code.count, code[index].range.lowerBound <= offset else { return offset }
    var depth = 0
    while index < code.count {
      if code[index].kind == .stringOpening { depth += 1 }
      if code[index].kind == .stringClosing { depth -= 1 }
      if depth <= 0 { return code[index].range.upperBound }
      index += 1
    }
    return bytes.count
  }
}
