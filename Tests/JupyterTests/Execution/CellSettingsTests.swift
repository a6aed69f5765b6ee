import Foundation
import Jupyter
import NotebookKit
import Testing

@Suite("Cells of front matter")
struct CellSettingsTests {
  @Test("YAML between lines of hyphens is front matter", arguments: ["---\nseed: 1\n---", "\n---\nseed: 1\n---\n\n"])
  func block(_ code: String) throws {
    let block = try #require(FrontMatterBlock(code))
    let settings = try CellSettings(block, in: URL(filePath: "/tmp"))
    #expect(settings.notebook.frontMatter.seed == 1)
    #expect(settings.notebook.cells.isEmpty)
  }

  @Test("Code is not a front matter", arguments: ["", "---", "let a = 1", "---\nlet a = 1", "let a = -1\n---"])
  func code(_ code: String) { #expect(FrontMatterBlock(code) == nil) }

  @Test("A mistake names the cell's line")
  func mistake() {
    let error = #expect(throws: NotebookErrors.self) {
      try CellSettings(FrontMatterBlock("---\nsed: 1\n---\n"), in: URL(filePath: "/tmp"))
    }
    #expect(error?.description.hasPrefix("cell.swift:2: ") == true)
  }
}
