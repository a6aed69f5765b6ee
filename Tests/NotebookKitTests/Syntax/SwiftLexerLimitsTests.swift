import Foundation
import NotebookKit
import Testing

@Suite("Limits of the lexer")
struct SwiftLexerLimitsTests {
  @Test("Interpolations nest a hundred thousand deep")
  func deepInterpolation() {
    let depth = 100_000
    let open = Array(String(repeating: "\"\\(", count: depth).utf8)
    expectCover(open)
    let closed = open + Array(String(repeating: ")\"", count: depth).utf8)
    expectCover(closed)
    let tokens = SwiftLexer(bytes: closed).tokens
    #expect(tokens.count == 4 * depth && tokens.allSatisfy { !$0.range.isEmpty })
    #expect(tokens.last?.kind == .stringClosing)
  }

  @Test("Brackets and comments nest a hundred thousand deep")
  func deepBrackets() {
    for piece in ["(", "{[", "/*", "\"\"\"\n\\(("] {
      expectCover(Array(String(repeating: piece, count: 100_000).utf8))
    }
  }

  @Test("Tokens cover random bytes")
  func randomBytes() {
    var random = Generator(state: 1)
    for length in 0..<1000 {
      expectCover((0..<length).map { _ in UInt8(truncatingIfNeeded: random.next()) })
    }
  }

  @Test("Tokens cover random sequences of delimiters")
  func randomDelimiters() {
    let pieces = [
      "\"", "\"\"\"", "#", "##", "\\", "\\(", "\\#(", "(", ")", "[", "]", "{", "}", "/", "/*", "*/", "//", "\n", "\r",
      " ", "`", "a", "é", "1", ".", "0x", "e+", "$", "@", "!", "?", "=", "if", "\u{FEFF}", "'", "👩‍👩‍👧", "\0",
    ]
    var random = Generator(state: 2)
    for length in 0..<3000 {
      let source = (0..<length % 100).map { _ in pieces[Int(random.next() % UInt64(pieces.count))] }.joined()
      expectCover(Array(source.utf8))
    }
  }

  @Test("Tokens cover sources that are cut anywhere")
  func cuts() throws {
    var random = Generator(state: 3)
    for source in try sources() {
      for _ in 0..<20 {
        let (from, to) = (Int(random.next() % UInt64(source.count)), Int(random.next() % UInt64(source.count)))
        expectCover(Array(source[min(from, to)..<max(from, to)]))
      }
    }
  }

  @Test(
    "Twice the source costs twice the time",
    arguments: [
      "\"\\(", "\"\\(\"\"\"\n\\(", "/*", "#/\n", "#/ a", "#\"\"\" \\#(", "##\"\"\"", "(/x ", "(/x) ", "/x(/ ",
      "a /b\\/",
      "+/**/", "+/+", "=/", "`", "`\n", "####", "\"##", "##\"#\"", "\\###", "a ", "é", "÷", "1.", "0xFp", "x/y/",
      "((((",
      "#", "/*\n*/ /", "\"a\n", "\u{301}", "@", "$",
    ])
  func cost(piece: String) {
    let (small, large) = (cost(of: piece, count: 4000), cost(of: piece, count: 8000))
    #expect(large <= 2 * small + 100)
    #expect(small <= 25 * 4000 * piece.utf8.count)
  }

  private func cost(of piece: String, count: Int) -> Int {
    SwiftLexer(bytes: Array(String(repeating: piece, count: count).utf8)).bytesRead
  }

  /// Expects every byte in exactly one token, and as many openings of strings and interpolations as closings.
  private func expectCover(_ bytes: [UInt8], sourceLocation: Testing.SourceLocation = #_sourceLocation) {
    var end = 0
    var isCovered = true
    var (strings, interpolations) = (0, 0)
    for token in SwiftLexer(bytes: bytes).tokens {
      isCovered = isCovered && token.range.lowerBound == end
      end = token.range.upperBound
      switch token.kind {
      case .stringOpening: strings += 1
      case .stringClosing: strings -= 1
      case .interpolationOpening: interpolations += 1
      case .interpolationClosing: interpolations -= 1
      default: isCovered = isCovered && !token.range.isEmpty || token.kind == .shebang
      }
    }
    #expect(isCovered && end == bytes.count, "\(bytes.prefix(200))", sourceLocation: sourceLocation)
    #expect(strings == 0 && interpolations == 0, "\(bytes.prefix(200))", sourceLocation: sourceLocation)
  }

  /// This module's own sources.
  private func sources() throws -> [[UInt8]] {
    let root = URL(filePath: #filePath).appending(path: "../../../../Sources/NotebookKit").standardized
    let files = try #require(FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil))
    let sources = try files.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }.map {
      Array(try Data(contentsOf: $0))
    }
    try #require(sources.count > 50)
    return sources
  }

  /// SplitMix64.
  private struct Generator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var bits = state
      bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
      bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
      return bits ^ bits >> 31
    }
  }
}
