import Foundation
import Live
import NotebookKit
import Testing

@Suite("Answers to exercises")
struct ExerciseAnswersTests {
  private let text = "# T\n\n```swift\n//| tags: [exercise]\nlet a = 1\n```\n\n```swift\nprint(a)\n```\n"

  private func notebook(_ text: String) throws -> Notebook {
    try NotebookParser.parse(source: Data(text.utf8), file: URL(filePath: "note.md"))
  }

  @Test("An answer replaces the exercise's code, and everything else stays")
  func answer() throws {
    let notebook = try notebook(text)
    var answers = ExerciseAnswers()
    answers.set("let a = 2\nlet b = 3", for: notebook.cells[0], of: notebook)
    let answered = try answers.applied(to: notebook)
    #expect(answered.cells.map(\.source) == ["let a = 2\nlet b = 3", "print(a)"])
    #expect(answered.cells[0].options.tags == ["exercise"])
    #expect(answered.cells.map(\.line) == notebook.cells.map(\.line))
    answers.set(nil, for: notebook.cells[0], of: notebook)
    #expect(try answers.applied(to: notebook) == notebook)
  }

  @Test("An answer that would end its cell is refused")
  func fence() throws {
    let notebook = try notebook(text)
    var answers = ExerciseAnswers()
    answers.set("```", for: notebook.cells[0], of: notebook)
    let error = #expect(throws: LiveError.self) { try answers.applied(to: notebook) }
    #expect(
      error?.description
        == "The line “```” would end the cell. Start the line with something other than three backticks or tildes.")
  }

  @Test("Exercises with the same source have separate answers")
  func equalSources() throws {
    let exercise = "```swift\n//| tags: [exercise]\n// Yours\n```\n"
    let notebook = try notebook(exercise + "\n" + exercise)
    var answers = ExerciseAnswers()
    answers.set("let a = 1", for: notebook.cells[1], of: notebook)
    #expect(try answers.applied(to: notebook).cells.map(\.source) == ["// Yours", "let a = 1"])
  }

  @Test("An answer brings no line ends or options that would change its cell")
  func lineEnds() throws {
    let notebook = try notebook(text)
    for source in ["let a = 1\r\n```", "//| live: auto"] {
      var answers = ExerciseAnswers()
      answers.set(source, for: notebook.cells[0], of: notebook)
      #expect(throws: LiveError.self) { try answers.applied(to: notebook) }
    }
  }
}
