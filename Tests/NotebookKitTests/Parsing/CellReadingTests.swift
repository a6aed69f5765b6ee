import NotebookKit
import Testing

@Suite("A cell by itself")
struct CellReadingTests {
  private func cell(_ text: String, _ frontMatter: FrontMatter = FrontMatter()) throws -> Cell {
    try Cell(reading: text, index: 2, frontMatter: frontMatter, file: "cell.swift")
  }

  @Test("Its options are its first lines, and its code keeps its lines")
  func options() throws {
    let cell = try cell("//| optimize: true\r\n//| timeout: 5\r\nlet a = 1")
    #expect(cell.options.optimize)
    #expect(cell.options.timeout == 5)
    #expect(cell.source == "let a = 1")
    #expect(cell.line == 3)
    #expect(cell.index == 2)
  }

  @Test("Front matter sets defaults for cells without options")
  func defaults() throws {
    var frontMatter = FrontMatter()
    frontMatter.defaults.timeout = 9
    frontMatter.languageMode = .swift6
    #expect(try cell("1", frontMatter).options.timeout == 9)
    #expect(try cell("1", frontMatter).options.languageMode == .swift6)
  }

  @Test("Mistakes are named by the cell's own lines")
  func mistakes() {
    let error = #expect(throws: NotebookErrors.self) { try cell("//| eval: maybe\nlet a = 1\n%install x") }
    #expect(error?.description.contains("cell.swift:1: ") == true)
    #expect(error?.description.contains("cell.swift:3: ") == true)
  }
}
