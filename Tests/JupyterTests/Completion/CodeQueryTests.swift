import Files
import Jupyter
import NotebookKit
import Testing

/// Completes the word before the cursor with one name, and records the position of the request.
private struct FixedAssistant: CodeAssistant {
  func completions(of code: String, at offset: Int) async -> CodeCompletions? {
    let start = code.utf8.prefix(offset).lastIndex(of: UInt8(ascii: " ")).map {
      code.utf8.distance(from: code.startIndex, to: $0) + 1
    }
    return CodeCompletions(items: [.init(text: "chroma(_:)", kind: "function")], range: (start ?? 0)..<offset)
  }

  func description(of code: String, at offset: Int) async -> String? { offset == 0 ? nil : "at byte \(offset)" }

  func completeness(of code: String) async -> SourceCompleteness { code.hasSuffix("{") ? .incomplete : .complete }

  func warmUp() async {}

  func end() async {}
}

@Suite("Questions about code")
struct CodeQueryTests {
  @Test("Places are counted in code points, not in bytes or pairs")
  func codePoints() async {
    let query = CodeQuery(["code": "let 😀é = chr", "cursor_pos": .integer(12)])
    let content = await query.completions(by: FixedAssistant())
    #expect(content["cursor_start"] == .integer(9))
    #expect(content["cursor_end"] == .integer(12))
    #expect(content["matches"] == ["chroma(_:)"])
  }

  @Test("A position outside the code becomes the nearest end", arguments: [(-5, 0), (99, 3)])
  func outside(_ place: Int, _ expected: Int) async {
    let content = await CodeQuery(["code": "abc", "cursor_pos": .integer(place)]).completions(by: FixedAssistant())
    #expect(content["cursor_end"] == .integer(expected))
  }

  @Test("A request without code is answered")
  func empty() async {
    let content = await CodeQuery([:]).inspection(by: FixedAssistant())
    #expect(content["found"] == .boolean(false))
    #expect(content["status"] == "ok")
  }

  @Test("The information about a name is text and Markdown")
  func inspection() async {
    let content = await CodeQuery(["code": "é", "cursor_pos": .integer(1)]).inspection(by: FixedAssistant())
    #expect(content["data"]?["text/plain"] == "at byte 2")
  }

  @Test(
    "The next line of code that continues is indented",
    arguments: [
      ("if a {", "  "), ("  f(", "    "), ("    a,", "    "), ("", ""), ("\tif a {\n\n", "\t  "),
      ("a\r\n  f(\r\n", "    "),
    ])
  func indentation(_ code: String, _ expected: String) {
    #expect(CompletenessReply.indentation(after: code) == expected)
  }
}
