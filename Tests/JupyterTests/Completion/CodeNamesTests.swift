import Jupyter
import LanguageServer
import Testing

@Suite("Names at positions in code")
struct CodeNamesTests {
  @Test("A position is a line and a column in units of UTF-16")
  func place() {
    #expect(CodeNames.place(of: 11, in: "let é\n😀x") == Place(line: 1, column: 2))
    #expect(CodeNames.place(of: 0, in: "") == Place(line: 0, column: 0))
    #expect(CodeNames.place(of: 5, in: "a\r\nbc") == Place(line: 1, column: 2))
    #expect(CodeNames.place(of: 3, in: "a\rb") == Place(line: 1, column: 1))
    #expect(CodeNames.place(of: 2, in: "a\r") == Place(line: 1, column: 0))
  }

  @Test(
    "The name before a position starts after characters that are not part of names",
    arguments: [("a.cou", 5, 2), ("é", 2, 0), ("a.", 2, 2), ("", 0, 0)])
  func before(_ code: String, _ offset: Int, _ expected: Int) {
    #expect(CodeNames.start(ofNameBefore: offset, in: code) == expected)
  }

  @Test(
    "The name at a position is the one around or before it, or that of the enclosing call",
    arguments: [
      ("abs(x)", 1, 0..<3), ("abs", 3, 0..<3), ("abs(", 4, 0..<3), ("f(g(1), ", 8, 0..<1), ("f(g(", 4, 2..<3),
      ("a.abs(1, ", 9, 2..<5),
    ])
  func at(_ code: String, _ offset: Int, _ expected: Range<Int>) {
    #expect(CodeNames.range(ofNameAt: offset, in: code) == expected)
  }

  @Test(
    "A variable with only a known declaration names its type",
    arguments: [
      ("```swift\nlet s: Note\n```\n", "Note"), ("```swift\nprivate var s: Tensor<Float>? { get }\n```\n", "Tensor"),
      ("```swift\nlet s: [Int]\n```\n", nil), ("```swift\nfunc f(a: Int)\n```\n", nil),
      ("```swift\nlet s: Note\n```\n\nIts own words.", nil),
    ])
  func type(_ description: String, _ expected: String?) {
    #expect(CodeNames.type(ofBareVariable: description) == expected)
  }

  @Test(
    "A summary is the first paragraph after the declaration",
    arguments: [
      ("```swift\nstruct A\n```\n\nOne\nparagraph.\n\nTwo.\n", "One\nparagraph."), ("```swift\nstruct A\n```\n", nil),
    ])
  func summary(_ description: String, _ expected: String?) {
    #expect(CodeNames.summary(ofDescription: description) == expected)
  }

  @Test("A position without a name has none", arguments: [("", 0), ("1 + ", 4), ("(", 1), (")", 1)])
  func none(_ code: String, _ offset: Int) { #expect(CodeNames.range(ofNameAt: offset, in: code) == nil) }

  @Test("An insertion ends where something is to be filled in")
  func insertion() {
    #expect(CodeCompletions.Item.beginning(of: "append(contentsOf: ${1:x})") == "append(contentsOf: ")
    #expect(CodeCompletions.Item.beginning(of: "count") == "count")
    #expect(CodeCompletions.Item.beginning(of: "popLast()") == "popLast()")
  }
}
