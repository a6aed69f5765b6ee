import Foundation
import TestSupport
import Testing

/// Names that a `guard` binds at the top level, for the lines and the cells after it.
@Suite("Guards at the top level")
struct GuardTests {
  private func lastOutputs(_ cells: [String], sourceLocation: SourceLocation = #_sourceLocation) throws -> [String] {
    let notebook = try ScratchNotebook(cells)
    defer { notebook.remove() }
    let result = try notebook.run()
    #expect(result.status == 0, "\(result.errors)", sourceLocation: sourceLocation)
    return try notebook.outputs().last ?? []
  }

  @Test(
    "A guard may bind the name of an earlier cell's variable that it reads",
    arguments: [
      "guard let number else { fatalError() }", "guard let number = number else { fatalError() }",
      "guard let number, let two = Int(\"2\"), number > two else { fatalError() }",
      "guard case let number? = number else { fatalError() }",
      "guard var number else { fatalError() }", "guard let `number` else { throw CancellationError() }",
    ])
  func aGuardMayBindAnEarlierName(_ guarding: String) throws {
    #expect(
      try lastOutputs(["let number = Int(\"3\")", guarding + "\nlet next: Int = number + 1", "print(number + next)"])
        == ["stdout: 7\n"])
  }

  @Test("A guard may bind a name of the same cell")
  func aGuardMayBindANameOfItsOwnCell() throws {
    #expect(
      try lastOutputs(["let n = Int(\"3\")\nguard let n = n else { fatalError() }\nlet m: Int = n\nprint(m)"])
        == ["stdout: 3\n"])
  }

  @Test("A guard that awaits may bind an earlier name")
  func aGuardThatAwaitsMayBindAnEarlierName() throws {
    let cells = [
      "let n = Int(\"3\")\nfunc later(_ n: Int?) async -> Int? { n.map { $0 * 2 } }",
      "guard let n = await later(n) else { fatalError() }", "print(n + 1)",
    ]
    #expect(try lastOutputs(cells) == ["stdout: 7\n"])
  }
}
