import Foundation
import NotebookKit
import Testing

@Suite("Lines of an edited notebook")
struct LineMapTests {
  private let map = LineMap([(4..<8, 3), (20..<25, -2)], in: URL(filePath: "/notes/note.md"))

  @Test("Lines move with their cell")
  func lines() {
    #expect([3, 4, 7, 8, 20, 25].map(map.line) == [3, 7, 10, 8, 18, 25])
  }

  @Test("Diagnostics and traces name the new lines, their excerpts stay")
  func texts() {
    let text = "note.md:5:3: warning: unused\n let note.md:5: = 1\n/notes/note.md:21: note\nother.md:5: x\n"
    #expect(
      map.text(text) == "note.md:8:3: warning: unused\n let note.md:5: = 1\n/notes/note.md:19: note\nother.md:5: x\n")
  }

  @Test("A failure's line, trace and sentence move")
  func failures() throws {
    let failure = CellFailure(
      kind: .runner, summary: "`a` has no value: its cell ended on line 5, before it was set.", details: "note.md:6: x",
      line: 21)
    let outputs = map.outputs([.stream(.stdout, "on line 5"), .failure(failure)])
    #expect(outputs[0] == .stream(.stdout, "on line 5"))
    guard case .failure(let moved) = outputs[1] else { throw CancellationError() }
    #expect(moved.line == 19 && moved.details == "note.md:9: x" && moved.summary.contains("on line 8,"))
  }
}
