import NotebookKit
import Testing

@Suite("Tokens of Swift")
struct SwiftLexerTests {
  @Test("White space and comments are tokens too, and comments can be nested")
  func trivia() {
    #expect(
      lexed("a /* b /* c */ d */ e // f\n") == [
        "identifier a", "whiteSpace  ", "blockComment /* b /* c */ d */", "whiteSpace  ", "identifier e",
        "whiteSpace  ",
        "lineComment // f", "whiteSpace \n",
      ])
  }

  @Test("A comment that is not closed reaches the end of the source")
  func unclosedComment() {
    #expect(code("a /* b /* c */\nd") == ["identifier a"])
    #expect(code("/*/ a") == [])
  }

  @Test("A lone carriage return ends a line")
  func carriageReturn() {
    #expect(code("// a\rb") == ["identifier b"])
    #expect(code("\"a\rb") == ["stringOpening \"", "stringText a", "stringClosing ", "identifier b"])
  }

  @Test("A first line that begins with #! is a shebang, after a byte order mark too")
  func shebang() {
    #expect(lexed("#!/usr/bin/swift\na") == ["shebang #!/usr/bin/swift", "whiteSpace \n", "identifier a"])
    #expect(lexed("\u{FEFF}#!x") == ["whiteSpace \u{FEFF}", "shebang #!x"])
    #expect(code("a\n#!x") == ["identifier a", "unknown #", "postfixOperator !", "identifier x"])
  }

  @Test("The code of an interpolation is between the string's pieces")
  func interpolation() {
    #expect(
      code(#""a \(b + "c") d""#) == [
        #"stringOpening ""#, "stringText a ", #"interpolationOpening \("#, "identifier b", "infixOperator +",
        #"stringOpening ""#, "stringText c", #"stringClosing ""#, "interpolationClosing )", "stringText  d",
        #"stringClosing ""#,
      ])
  }

  @Test("Only the parenthesis that belongs to it closes an interpolation")
  func interpolationWithParentheses() {
    #expect(
      code(#""\(f((1)))""#).filter { $0.hasSuffix(")") } == [
        "closingBracket )", "closingBracket )", "interpolationClosing )",
      ])
    #expect(code("(\"\")") == ["openingBracket (", "stringOpening \"", "stringClosing \"", "closingBracket )"])
  }

  @Test("Raw strings interpolate and end with as many number signs as they begin with")
  func rawStrings() {
    #expect(
      code(##"#"a \(b) " \#(c) \" "#"##) == [
        ##"stringOpening #""##, #"stringText a \(b) " "#, ##"interpolationOpening \#("##, "identifier c",
        "interpolationClosing )", #"stringText  \" "#, ##"stringClosing "#"##,
      ])
    #expect(code(###"##"a"#b"##"###) == [###"stringOpening ##""###, ##"stringText a"#b"##, ###"stringClosing "##"###])
  }

  @Test("Three quotes in a raw string of one line are a quote between quotes")
  func rawQuote() {
    #expect(code("#\"\"\"# a") == ["stringOpening #\"", "stringText \"", "stringClosing \"#", "identifier a"])
    #expect(code("#\"\"\"\n\"\n\"\"\"#") == ["stringOpening #\"\"\"", "stringText \n\"\n", "stringClosing \"\"\"#"])
  }

  @Test("Quotes and escaped line breaks are text of a multi-line string")
  func multilineStrings() {
    #expect(
      code("\"\"\"\na \"b\" \\\nc\\\"\"\"\n\"\"\"") == [
        "stringOpening \"\"\"", "stringText \na \"b\" \\\nc\\\"\"\"\n", "stringClosing \"\"\"",
      ])
  }

  @Test("A string of one line ends with it, and has an empty closing")
  func unterminatedStrings() {
    #expect(code("\"a\nb") == ["stringOpening \"", "stringText a", "stringClosing ", "identifier b"])
    #expect(code("\"a\\\nb") == ["stringOpening \"", "stringText a\\", "stringClosing ", "identifier b"])
    #expect(
      code("\"\\(\"") == [
        "stringOpening \"", "interpolationOpening \\(", "stringOpening \"", "stringClosing ", "interpolationClosing ",
        "stringClosing ",
      ])
  }

  @Test(
    "A number has its underscores, fraction and exponent",
    arguments: [
      ("1_000", ["1_000"]), ("0xFF.8p-3", ["0xFF.8p-3"]), ("0xA.Fp+1_0", ["0xA.Fp+1_0"]), ("1.5e+10", ["1.5e+10"]),
      ("2e-5", ["2e-5"]), ("0b1_01", ["0b1_01"]), ("0o7", ["0o7"]), ("0xe-1", ["0xe", "1"]), ("1...5", ["1", "5"]),
      ("1..<5", ["1", "5"]), ("1.description", ["1"]), ("0xFF.description", ["0xFF"]), ("1.e5", ["1"]),
      ("pair.0.1", ["0", "1"]), ("1e-x", ["1e"]), ("x1", []),
    ])
  func numbers(source: String, numbers: [String]) {
    #expect(code(source).filter { $0.hasPrefix("number") } == numbers.map { "number \($0)" })
  }

  @Test("Words are names, keywords, or keywords in some places; after a dot all are names")
  func words() {
    #expect(
      code("let größe = some π.default") == [
        "keyword let", "identifier größe", "assignment =", "contextualKeyword some", "identifier π", "dot .",
        "identifier default",
      ])
    #expect(code("名前 $0 $x 🐶") == ["identifier 名前", "dollarIdentifier $0", "dollarIdentifier $x", "identifier 🐶"])
  }

  @Test("A name between back-ticks may have any characters; a back-tick alone is not a name")
  func quotedIdentifiers() {
    #expect(code("`class` `some words, 1+1`") == ["quotedIdentifier `class`", "quotedIdentifier `some words, 1+1`"])
    #expect(code("`a\nb`") == ["unknown `", "identifier a", "identifier b", "unknown `"])
  }

  @Test("Attributes, directives and macros have their signs")
  func signs() {
    #expect(
      code("@MainActor @_exported #if #stringify @ # ##a") == [
        "attribute @MainActor", "attribute @_exported", "directive #if", "macro #stringify", "unknown @", "unknown #",
        "unknown #", "macro #a",
      ])
    #expect(code("#if os(Linux)").map(\.first) == ["d", "i", "o", "i", "c"])
  }

  @Test("White space tells prefix, infix and postfix operators apart")
  func operators() {
    #expect(
      code("a+b - -c...") == [
        "identifier a", "infixOperator +", "identifier b", "infixOperator -", "prefixOperator -", "identifier c",
        "postfixOperator ...",
      ])
    #expect(code("a!=b") == ["identifier a", "postfixOperator !", "assignment =", "identifier b"])
    #expect(
      code("f: (A) -> B?") == [
        "identifier f", "colon :", "openingBracket (", "identifier A", "closingBracket )", "arrow ->", "identifier B",
        "postfixOperator ?",
      ])
    #expect(code("√x ÷ y") == ["prefixOperator √", "identifier x", "infixOperator ÷", "identifier y"])
    #expect(
      code("[a, \\.b];") == [
        "openingBracket [", "identifier a", "comma ,", "backslash \\", "dot .", "identifier b", "closingBracket ]",
        "semicolon ;",
      ])
  }

  @Test("A comment ends an operator")
  func commentInOperator() {
    #expect(code("a +/* b */c") == ["identifier a", "infixOperator +", "identifier c"])
    #expect(code("a +// b") == ["identifier a", "infixOperator +"])
  }

  @Test("A character that starts no token is unknown")
  func unknown() {
    #expect(code("a “b” \u{A0}") == ["identifier a", "unknown “", "identifier b", "unknown ”", "unknown \u{A0}"])
  }
}

/// The tokens of `source`, each as its kind and text.
func lexed(_ source: String) -> [String] {
  let text = SwiftSource(source)
  return text.tokens.map { "\($0.kind) \(text.text(of: $0))" }
}

/// The tokens of `source` without white space and comments, each as its kind and text.
func code(_ source: String) -> [String] {
  let text = SwiftSource(source)
  return text.code.map { "\($0.kind) \(text.text(of: $0))" }
}
