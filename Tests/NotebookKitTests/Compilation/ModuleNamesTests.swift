import Foundation
import NotebookKit
import Testing

@Suite("Names of cells' modules")
struct ModuleNamesTests {
  private func names(_ cells: [String]) throws -> [String] {
    let notebook = try NotebookParser.parse(
      source: Data(SessionFixture.text(cells).utf8), file: URL(filePath: "note.md"))
    return RunStep.steps(of: notebook, parameters: []).map(\.module)
  }

  @Test(
    "A cell is named after its first declaration",
    arguments: [
      ("let note = 1\nlet other = 2", "Cell_note"),
      ("import Foundation\n@MainActor public final class Box {}", "Cell_Box"),
      ("import struct Foundation.Date\nfunc f(_ n: Int) {}", "Cell_f"), ("var (a, b) = (1, 2)", "Cell_a"),
      ("print({ let inner = 1; return inner }())\nlet outer = 2", "Cell_outer"),
      ("extension Array { var mean: Int { 1 } }", "Cell_Array"), ("let `a b` = 1", "Cell_a_b"),
      ("infix operator **\nfunc ** (a: Int, b: Int) -> Int { a }", "Cell_operator"),
      ("let größe = 1", "Cell_gr__e"), ("actor Counter {}", "Cell_Counter"), ("let actor = 1", "Cell_actor"),
      ("#if os(Linux)\nlet branch = 1\n#endif", "Cell_branch"),
      ("// let comment = 1\nlet code = \"let text\"", "Cell_code"),
    ])
  func declared(_ cell: String, _ name: String) throws {
    #expect(try names([cell]) == [name])
  }

  @Test("A cell that declares nothing is named after its source")
  func nothing() throws {
    let (first, second) = ("print(1)", "print(2)")
    let names = try names([first, second])
    #expect(names[0] != names[1] && names.allSatisfy { $0.wholeMatch(of: /Cell_[0-9a-f]{8}/) != nil })
    #expect(try self.names(["let a = 1", second, first]) == ["Cell_a", names[1], names[0]])
  }

  @Test("No two modules have one name")
  func unique() throws {
    let cells = ["let a = 1", "let a_2 = 1", "let a = 2", "let a = 3", "print(1)", "print(1)"]
    let names = try names(cells)
    #expect(names.prefix(4) == ["Cell_a", "Cell_a_2", "Cell_a_3", "Cell_a_4"])
    #expect(Set(names).count == cells.count)
  }

  @Test("Cells and inline values keep their names when others are added and removed")
  func kept() throws {
    let text = "`{swift} 1 + 1`\n\n" + SessionFixture.text(["let b = 1", "print(b)"]) + "\n`{swift} b`\n"
    func names(_ text: String) throws -> [String] {
      let notebook = try NotebookParser.parse(source: Data(text.utf8), file: URL(filePath: "note.md"))
      return RunStep.steps(of: notebook, parameters: []).map(\.module)
    }
    let before = try names(text)
    let after = try names(SessionFixture.text(["let new = 1", "f()"]) + "\n" + text)
    #expect(after.count == before.count + 2 && before.allSatisfy(after.contains))
  }
}
