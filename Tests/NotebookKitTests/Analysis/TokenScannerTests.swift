import NotebookKit
import Testing

@Suite struct TokenScannerTests {
  /// The texts of the tokens of `source`.
  private func texts(_ source: String) -> [String] {
    let bytes = Array(source.utf8)
    return TokenScanner(source).tokens(in: 0..<bytes.count).map { String(decoding: bytes[$0.range], as: UTF8.self) }
  }

  @Test(arguments: [
    (#""a \"b\" c" x"#, #""a \"b\" c""#),
    (#""\(f("x)", [1]))" x"#, #""\(f("x)", [1]))""#),
    (##"#"raw \ " \#(g(")")) end"# x"##, ##"#"raw \ " \#(g(")")) end"#"##),
    ("\"\"\"\n  a \"b\" \\(c)\n  \"\"\" x", "\"\"\"\n  a \"b\" \\(c)\n  \"\"\""),
    ("#\"\"\"\n \"\"\" \"\"\"# x", "#\"\"\"\n \"\"\" \"\"\"#"),
    (#"#/a"(\/b#/# x"#, #"#/a"(\/b#/#"#),
    (#""unterminated"#, #""unterminated"#),
    ("\"cut\nx", "\"cut"),
    (#""\"#, #""\"#),
  ])
  func literalsEndWhereTheyShould(source: String, literal: String) {
    #expect(TokenScanner(source).endOfToken(at: 0) == literal.utf8.count)
  }

  @Test func commentsAreLeftOut() {
    #expect(texts("a /* x /* y */ z */ b // c\nd") == ["a", "b", "d"])
    #expect(texts("a /* never closed") == ["a"])
    #expect(texts("// only") == [])
  }

  @Test func numbers() {
    #expect(
      texts("1_000 0xFF.8p-3 1.5e+10 2e-5 0b101 7.description 1...3") == [
        "1_000", "0xFF.8p-3", "1.5e+10", "2e-5", "0b101", "7", ".", "description", "1", ".", ".", ".", "3",
      ])
    #expect(texts("0xe-1") == ["0xe", "-", "1"])
    #expect(texts("pair.0.1") == ["pair", ".", "0.1"])
  }

  @Test func operatorsAndWords() {
    #expect(texts("a==b&&c = !d") == ["a", "==", "b", "&&", "c", "=", "!", "d"])
    #expect(texts("`class` größe $0 名前") == ["`class`", "größe", "$0", "名前"])
    #expect(texts("f(x)[y]{z}") == ["f", "(", "x", ")", "[", "y", "]", "{", "z", "}"])
    #expect(texts("#if os(Linux)") == ["#if", "os", "(", "Linux", ")"])
  }

  @Test func usedNames() {
    #expect(
      TokenScanner(##"f(x: y).z + 0...w + "\(a) \("\(b)")" + #"\(c) \#(d)"# + [k: v] + `in`"##).usedNames
        == ["f", "y", "w", "a", "b", "d", "k", "v", "in"])
  }
}
