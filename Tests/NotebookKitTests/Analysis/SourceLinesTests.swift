import NotebookKit
import Testing

@Suite("Code that can tell its line")
struct SourceLinesTests {
  @Test(
    "`#line` and macros that may ask for their place tell it, in interpolations too",
    arguments: [
      "print(#line)", "print(\"\\(#line)\")", "#expect(1 == 2)", "let a = #stringify(1 + 2)",
      "#sourceLocation(file: \"a\", line: 3)",
    ])
  func tellsItsLine(_ source: String) { #expect(CellWords(source).tellsItsLine) }

  @Test(
    "Comments, texts, directives and macros without a place do not",
    arguments: [
      "1 // #line", "\"#line\"", "#\"\"\"\n#line\n\"\"\"#", "#if DEBUG\n#endif", "if #available(macOS 99, *) {}",
      "print(#function, #fileID)", "#Predicate<Int> { $0 > 1 }", "let line = 1", "\"#e41a1c\"", "/#line/",
    ])
  func doesNotTellItsLine(_ source: String) { #expect(!CellWords(source).tellsItsLine) }

  @Test(
    "Default arguments tell the lines of calls",
    arguments: [
      ("func log(_ text: String, line: Int = #line) {}", true), ("struct S { init(at line: UInt = #line) {} }", true),
      ("func here() -> Int { #line }", false), ("func log(line: Int = 1) {}", false),
    ])
  func tellsCallersLines(_ source: String, _ tells: Bool) {
    #expect(CellWords(source).tellsCallersLines == tells)
  }
}
