import Foundation
import NotebookKit
import Testing

/// The page's text for terminal output of a program.
@Suite("Text for a terminal")
struct TerminalTextTests {
  private static let escape = "\u{1B}"

  /// The page's text for a cell that printed `text`, without colours.
  private func shown(_ text: String) throws -> String {
    try marked(text).replacing(/<\/?span[^>]*>/, with: "")
  }

  /// The page's text for a cell that printed `text`.
  private func marked(_ text: String) throws -> String {
    let page = try html("```swift\n1\n```\n", [CellRecord(status: .succeeded, outputs: [.stream(.stdout, text)])])
    let start = try #require(page.range(of: "class=\"stdout\""))
    let begin = try #require(page[start.upperBound...].firstIndex(of: ">"))
    let end = try #require(page[begin...].range(of: "</pre>"))
    return String(page[page.index(after: begin)..<end.lowerBound]).trimmingCharacters(in: .newlines)
  }

  @Test(
    "A line that is written over shows what was written last",
    arguments: [
      ("\rloading 0%\rloading 100%\r\(escape)[2Kdone", "done"),
      ("Compiling module A ...\r\(escape)[KBuilt", "Built"),
      ("long line\rab", "abng line"), ("50%\u{08}\u{08}\u{08}60%", "60%"),
      ("abc\u{08}\u{08}\(escape)[K", "a"), ("abcdef\r\(escape)[3C\(escape)[1K", "    ef"),
      ("one\ntwo\n\(escape)[2A\(escape)[KONE\n\(escape)[KTWO", "ONE\nTWO"),
      ("first\nsecond\(escape)[Fnew", "newst\nsecond"), ("a\nb\nc\(escape)[2A\r\(escape)[Jx", "x"),
      ("日本語\rAB", "AB本語"), ("12345678\r日本", "日本5678"), ("日本\r\(escape)[Cx", " x本"),
      ("e\u{301}a\rx", "xa"), ("a\tb\rX", "X       b"), ("a\r\nb\r\n", "a\nb"),
    ])
  func overwriting(_ text: String, _ expected: String) throws { #expect(try shown(text) == expected) }

  @Test(
    "Sequences that set colours, character sets, titles and links show nothing",
    arguments: [
      ("\(escape)[1;31mred\(escape)[0m plain", "red plain"), ("a \(escape)(B\(escape)[mB", "a B"),
      ("\(escape)]0;title\u{07}text", "text"),
      ("\(escape)]8;;https://example.org\(escape)\\link\(escape)]8;;\(escape)\\", "link"),
      ("\(escape)P+q544e\(escape)\\dcs", "dcs"), ("\(escape)_Gf=100;AAAA\(escape)\\apc", "apc"),
      ("\(escape)^pm\(escape)\\x \(escape)Xsos\(escape)\\y", "x y"), ("\u{9B}31mC1\u{9D}t\u{9C}", "C1"),
      ("\(escape)7\(escape)[?25l\(escape)8\(escape)[?25hx", "x"),
    ])
  func silentSequences(_ text: String, _ expected: String) throws { #expect(try shown(text) == expected) }

  @Test(
    "Colours and kinds of type are kept, also of what is written over",
    arguments: [
      ("\(escape)[1;31mred\(escape)[0m plain", "<span class=\"ansi strong f1\">red</span> plain"),
      (
        "\(escape)[32mtwo\nlines\(escape)[39m.",
        "<span class=\"ansi f2\">two</span>\n<span class=\"ansi f2\">lines</span>."
      ),
      (
        "\(escape)[38;5;208mo\(escape)[38;2;0;0;250mb\(escape)[mx",
        "<span class=\"ansi f3\">o</span><span class=\"ansi f4\">b</span>x"
      ),
      ("\(escape)[90;104mg\(escape)[49;39mx", "<span class=\"ansi f8 on4\">g</span>x"),
      (
        "\(escape)[7mi\(escape)[31mj\(escape)[27mk",
        "<span class=\"ansi paper ink\">i</span><span class=\"ansi paper on1\">j</span><span class=\"ansi f1\">k</span>"
      ),
      ("\(escape)[2;3;4;9mx\(escape)[22;23;24;29my", "<span class=\"ansi dim italic under struck\">x</span>y"),
      ("abc\r\(escape)[34mX\(escape)[0m", "<span class=\"ansi f4\">X</span>bc"),
      ("\(escape)[31mabcd\r\(escape)[0mX", "X<span class=\"ansi f1\">bcd</span>"),
      ("\(escape)[31m日本\(escape)[0m\rx", "x<span class=\"ansi f1\"> 本</span>"),
      ("\(escape)[31ma<b\(escape)[0m", "<span class=\"ansi f1\">a&lt;b</span>"),
      ("\(escape)[31m\(escape)[0mplain", "plain"), ("\(escape)[>4mx\(escape)[38;5my\(escape)[38;5;999mz", "xyz"),
    ])
  func colours(_ text: String, _ expected: String) throws { #expect(try marked(text) == expected) }

  @Test("A sequence that is broken off hides nothing that follows")
  func brokenSequences() throws {
    #expect(try shown("\(Self.escape)Pnever ended\nnext") == "never ended\nnext")
    #expect(try shown("\(Self.escape)]0;never ended") == "0;never ended")
    #expect(try shown("a\(Self.escape)[3\nb\(Self.escape)") == "a\nb")
    #expect(try shown("a\(Self.escape)\nb") == "a\nb")
  }

  @Test("A hundred thousand sequences take linear time", .timeLimit(.minutes(20)))
  func linearTime() throws {
    let pieces = [
      "\(Self.escape)P", "\(Self.escape)[999B\(Self.escape)[999Cx", "\rx\(Self.escape)[m", "x\u{08}\(Self.escape)[A",
    ]
    for piece in pieces { #expect(try shown(String(repeating: piece, count: 100_000)).utf8.count < 3_000_000) }
  }
}
