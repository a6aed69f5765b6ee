import Display
import Foundation
import NotebookKit
import Testing

/// Texts that would take practically endless time if a step's cost per part grew with the number of parts.
@Suite("Documents with very many parts")
struct LargeDocumentTests {
  @Test("Equal headings have different names")
  func headings() throws {
    let page = try html(String(repeating: "## Same\n\n", count: 20_000))
    #expect(page.contains("id=\"same\"") && page.contains("id=\"same-19999\""))
  }

  @Test(
    "Prose is rendered whatever is repeated in it",
    arguments: [
      String(repeating: "`a` ", count: 100_000), String(repeating: "@fig-x ", count: 50_000),
      String(repeating: "`{swift} a` ", count: 20_000), String(repeating: "$x$ ", count: 50_000),
      String(repeating: "*a **b ", count: 30_000) + String(repeating: "** a* ", count: 30_000),
      String(repeating: "> ", count: 5_000) + "end",
      (0..<2_000).map { String(repeating: " ", count: $0) + "- a\n" }.joined(),
      "# a" + String(repeating: " ", count: 100_000) + "{#b", "$" + String(repeating: "\\hat", count: 100_000) + "$",
      "$" + String(repeating: "\\not", count: 100_000) + "$", "$" + String(repeating: "\\frac", count: 100_000) + "$",
      "```swift\n" + String(repeating: "\"\\(", count: 100_000) + "\n```",
    ])
  func prose(text: String) throws { #expect(try html("# T\n\n" + text + "\n\nThe end.\n").contains("<title>")) }

  @Test("A cell that nests deeper than markup is rendered is on the page")
  func deepCell() throws {
    let marks = String(repeating: "> ", count: 150)
    let page = try html("\(marks)```swift\n\(marks)1\n\(marks)```\n")
    #expect(page.contains("data-cell=\"1\""))
  }

  @Test("Notes of a cell's Markdown are rendered, however many there are")
  func footnotes() throws {
    let notes = (0..<3_000).map { "[^\($0)]: x\n\n" }.joined() + (0..<3_000).map { "[^\($0)]" }.joined()
    let bundle = MIMEBundle(plainText: "x").adding(notes, as: .markdown)
    let page = try html("```swift\n1\n```\n", [CellRecord(outputs: [.result(bundle)])])
    #expect(page.contains("<sup>3000</sup>"))
  }

  @Test("A display that is updated has its new value in every place, among many others")
  func updates() {
    var recorder = CellRecorder(overflowFile: .init(filePath: "/dev/null"))
    for index in 0..<20_000 { recorder.append(.display(MIMEBundle(plainText: "old"), id: "\(index)")) }
    recorder.append(.display(MIMEBundle(plainText: "old"), id: "7"))
    let found = (0..<20_000).count { recorder.update(MIMEBundle(plainText: "new \($0)"), id: "\($0)") }
    #expect(found == 20_000)
    let outputs = recorder.outputs()
    #expect(outputs.last == .display(MIMEBundle(plainText: "new 7"), id: "7"))
    let isThere = recorder.update(MIMEBundle(plainText: "x"), id: "none")
    #expect(outputs.count == 20_001 && !isThere)
  }

  @Test("YAML that expands too much is refused")
  func aliases() {
    let levels = (1...9).map { level in
      "x\(level): &a\(level) [" + (0..<10).map { _ in "*a\(level - 1)" }.joined(separator: ", ") + "]"
    }
    let text = "---\nx0: &a0 [1, 1]\n\(levels.joined(separator: "\n"))\nparams:\n  p: *a9\n---\n"
    #expect {
      try parse(text)
    } throws: { error in
      "\(error)" == "lesson.md:2: The YAML refers to anchors (`*name`) more than 24 times; write the values out."
    }
  }
}
