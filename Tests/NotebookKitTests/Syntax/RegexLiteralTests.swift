import Testing

/// The expectations agree with the lexer of swift-syntax 6.3.
@Suite("Regular expressions and division")
struct RegexLiteralTests {
  @Test(
    "At the start of an expression, slashes are a regular expression's",
    arguments: [
      ("x = /re/", ["/re/"]), ("f(/a b/)", ["/a b/"]), ("(/x/)", ["/x/"]), ("[/a/, /b/]", ["/a/", "/b/"]),
      ("return /x/", ["/x/"]), ("{ /x/ }", ["/x/"]), ("case /x/: y", ["/x/"]), ("a ? /1/ : /2/", ["/1/", "/2/"]),
      ("x ?? /y/", ["/y/"]), ("a\n/b/\nc", ["/b/"]), ("/a/", ["/a/"]), ("#if x\n/a/\n#endif", ["/a/"]),
      ("try? /^ x/", ["/^ x/"]), ("try! /^ x/", ["/^ x/"]), ("\"\\(/x/)\"", ["/x/"]), ("a /* b *//x/", ["/x/"]),
      ("xs.map(/+/)", ["/+/"]),
    ])
  func expressions(source: String, regexes: [String]) {
    #expect(self.regexes(source) == regexes)
  }

  @Test("A slash before an operand and after a blank begins a regular expression, as for the compiler")
  func prefixSlash() {
    #expect(regexes("a /b/ c") == ["/b/"])
    #expect(regexes("a /b c") == [])
  }

  @Test(
    "After an operand, slashes are operators",
    arguments: [
      "a / b / c", "1 / 2", "x[0] / 2", "a / b", "a/b/c", "x+/y/", "f() / 2 / 3", "x.0 / y.1 / 2", "a.in / b / c",
      "self / a / b", "y! / z! / w", "`a` / b / c", "\"a\" / b / c", "f { $0 / 2 } / 3", "a /+/ b",
    ])
  func operands(source: String) {
    #expect(regexes(source) == [])
  }

  @Test(
    "A regular expression ends on its line, has no blank at its ends and closes only its own parentheses",
    arguments: [
      ("x = /a", []), ("x = /a\nb/", []), ("x = /a /", []), ("x = /\ta/", []), ("x = /a\\ /", ["/a\\ /"]),
      ("x = /a)/", []), ("x = /a(b)/", ["/a(b)/"]), ("x = /[)]/", ["/[)]/"]), ("x = /\\)/", ["/\\)/"]),
      ("f(/, \"(\") / 2", []), ("let f: F = (/) ; let g = (/)", []), ("x = /\\//", ["/\\//"]), ("x = /a//b/", []),
      ("x = /a/*b*/", []), ("let r = /[/]/", ["/[/"]), ("x = /é(名)/", ["/é(名)/"]), ("x = /a\"b/ + c", ["/a\"b/"]),
    ])
  func limits(source: String, regexes: [String]) {
    #expect(self.regexes(source) == regexes)
  }

  @Test("A prefix operator may be before a regular expression")
  func prefixOperator() {
    #expect(code("x = ^^/x/") == ["identifier x", "assignment =", "prefixOperator ^^", "regex /x/"])
  }

  @Test("In a declaration of an operator, a slash is its name")
  func declarations() {
    #expect(regexes("func /(a: A, b: A) {}") == [])
    #expect(regexes("operator /^/\nlet a = 1") == [])
  }

  @Test(
    "Between number signs slashes need no escape, and an empty first line opens one of several lines",
    arguments: [
      ("x = #/a/b\"(/#", ["#/a/b\"(/#"]), ("##/a/#b/##", ["##/a/#b/##"]), ("#/a\\/#b/#", ["#/a\\/#b/#"]),
      ("#/ \n a # c\n /b\n/#\ny", ["#/ \n a # c\n /b\n/#"]), ("#//#", ["#//#"]), ("#/a\nb/#", ["#/a"]),
      ("#/\na\n", ["#/\na\n"]),
    ])
  func extended(source: String, regexes: [String]) {
    #expect(self.regexes(source) == regexes)
  }

  private func regexes(_ source: String) -> [String] {
    code(source).filter { $0.hasPrefix("regex ") }.map { String($0.dropFirst(6)) }
  }
}
