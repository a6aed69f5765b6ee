import NotebookKit
import Testing

@Suite("Questions about Swift source")
struct SwiftSourceTests {
  /// The texts of the tokens of `source`.
  private func texts(_ source: String) -> [String] {
    let swift = SwiftSource(source)
    return swift.code.map(swift.text)
  }

  @Test(
    "A literal ends where it should",
    arguments: [
      (#""a \"b\" c" x"#, #""a \"b\" c""#),
      (#""\(f("x)", [1]))" x"#, #""\(f("x)", [1]))""#),
      (##"#"raw \ " \#(g(")")) end"# x"##, ##"#"raw \ " \#(g(")")) end"#"##),
      ("\"\"\"\n  a \"b\" \\(c)\n  \"\"\" x", "\"\"\"\n  a \"b\" \\(c)\n  \"\"\""),
      ("#\"\"\"\n \"\"\" \"\"\"# x", "#\"\"\"\n \"\"\" \"\"\"#"),
      (#"#/a"(\/b#/# x"#, #"#/a"(\/b#/#"#),
      (#""unterminated"#, #""unterminated"#),
      ("\"cut\nx", "\"cut"),
      (#""\"#, #""\"#),
      (#"/a"b/ x"#, #"/a"b/"#),
      (#""a""b""#, #""a""#),
    ])
  func literalsEndWhereTheyShould(source: String, literal: String) {
    #expect(SwiftSource(source).endOfToken(at: 0) == literal.utf8.count)
  }

  @Test("The end of a token is found from within it, and of nothing is where nothing is")
  func endsOfTokens() {
    #expect(SwiftSource("a(\"\\(b)\")").endOfToken(at: 2) == 8)
    #expect(SwiftSource("a #name").endOfToken(at: 3) == 7)
    #expect(SwiftSource("a b").endOfToken(at: 1) == 1)
    #expect(SwiftSource("a").endOfToken(at: 1) == 1)
  }

  @Test("A stretch of source has the tokens that begin in it")
  func stretches() {
    let swift = SwiftSource("a = b, /* c */ d")
    #expect(swift.code(in: 4..<15).map(swift.text) == ["b", ","])
    #expect(swift.code(in: 15..<16).map(swift.text) == ["d"])
    #expect(swift.code(in: 16..<16).isEmpty)
  }

  @Test("Comments are left out")
  func commentsAreLeftOut() {
    #expect(texts("a /* x /* y */ z */ b // c\nd") == ["a", "b", "d"])
    #expect(texts("a /* never closed") == ["a"])
    #expect(texts("// only") == [])
  }

  @Test("Numbers are one token each")
  func numbers() {
    #expect(
      texts("1_000 0xFF.8p-3 1.5e+10 2e-5 0b101 7.description 1...3") == [
        "1_000", "0xFF.8p-3", "1.5e+10", "2e-5", "0b101", "7", ".", "description", "1", "...", "3",
      ])
    #expect(texts("0xe-1") == ["0xe", "-", "1"])
    #expect(texts("pair.0.1") == ["pair", ".", "0", ".", "1"])
  }

  @Test("Operators, words and brackets are distinguished")
  func operatorsAndWords() {
    #expect(texts("a==b&&c = !d") == ["a", "==", "b", "&&", "c", "=", "!", "d"])
    #expect(texts("`class` größe $0 名前") == ["`class`", "größe", "$0", "名前"])
    #expect(texts("f(x)[y]{z}") == ["f", "(", "x", ")", "[", "y", "]", "{", "z", "}"])
    #expect(texts("#if os(Linux)") == ["#if", "os", "(", "Linux", ")"])
  }

  @Test("Members and labels are not among the names that code uses, interpolated code is")
  func usedNames() {
    #expect(
      SwiftSource(##"f(x: y).z + 0...w + "\(a) \("\(b)")" + #"\(c) \#(d)"# + [k: v] + `in`"##).usedNames
        == ["f", "y", "w", "a", "b", "d", "k", "v", "in"])
  }

  @Test("Attributes are among the names that code uses, regular expressions and macros are not")
  func usedNamesOfLiterals() {
    #expect(
      SwiftSource("@Wrapper(a: b) #macro(c) /d/ \"\\(e: f, g(h: i))\"").usedNames == [
        "Wrapper", "b", "c", "e", "f", "g", "i",
      ])
  }
}
