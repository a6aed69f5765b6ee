import Foundation
import NotebookKit
import Testing

/// The modules that a run compiles, by a compiler that counts.
@Suite("Compilation ahead", .timeLimit(.minutes(20)))
struct CompilationPipelineTests {
  private let products = FakeCompiler.Products()

  /// Runs cells below some prose and returns the modules that were compiled and not found among earlier runs' products.
  private func made(_ cells: [String], below prose: String = "") async throws -> [String] {
    let fixture = try SessionFixture(prose + SessionFixture.text(cells), compiler: FakeCompiler(products: products))
    _ = try await fixture.run()
    return fixture.compiler.made
  }

  @Test("An edit of a value compiles its cell; an edit of a declaration also compiles its users")
  func editsCompileWhatDependsOnThem() async throws {
    var cells = ["let a = 1", "let b = a", "let c = 3", "let d = b + c", "print(c)"]
    #expect(try await made(cells) == ["Cell_1", "Cell_2", "Cell_3", "Cell_4", "Cell_5"])
    #expect(try await made(cells) == [])
    cells[0] = "let a = 2"
    #expect(try await made(cells) == ["Cell_1"])
    cells[0] = "let a = 2\nlet more = 1"
    #expect(try await made(cells) == ["Cell_1", "Cell_2", "Cell_4"])
    cells[2] = "let c = 3\nlet e = 3"
    #expect(try await made(cells) == ["Cell_3", "Cell_4", "Cell_5"])
    cells[4] = "print(c, c)"
    #expect(try await made(cells) == ["Cell_5"])
    cells.insert("let new = 1", at: 5)
    #expect(try await made(cells) == ["Cell_6"])
  }

  @Test("A line more in a cell compiles that cell, and a line more of prose compiles none")
  func addedLinesCompileTheirCell() async throws {
    var cells = ["let a = 1", "let b = 2", "let c = 3"]
    _ = try await made(cells)
    cells[1] = "\nlet b = 2"
    #expect(try await made(cells) == ["Cell_2"])
    #expect(try await made(cells, below: "# Title\n\nMore.\n\n") == [])
  }

  @Test("Code that can tell its line is compiled on its line, and so is what calls code that can tell its callers'")
  func codeThatTellsItsLine() async throws {
    let cells = ["let log = #line", "log", "let c = 3", "print(\"\\(#line)\")", "c // #line"]
    _ = try await made(cells)
    #expect(try await made(cells, below: "More.\n\n") == ["Cell_1", "Cell_2", "Cell_4"])
    #expect(try await made(cells) == [])
  }

  @Test("Of 200 cells per edit of the first, the middle and the last compiles one")
  func editsOfManyCells() async throws {
    var cells = (1...200).map { $0 == 1 ? "let x1 = 1" : "let x\($0) = x\($0 - 1)" }
    #expect(try await made(cells).count == 200)
    for index in [0, 99, 199] {
      cells[index] += " + 1"
      #expect(try await made(cells) == ["Cell_\(index + 1)"])
    }
    #expect(try await made(cells, below: "More.\n\n") == [])
  }

  @Test("Cells are parsed fifty at a time")
  func cellsAreParsedInBatches() async throws {
    let fixture = try SessionFixture(SessionFixture.text((1...120).map { "let x\($0) = 1" }))
    _ = try await fixture.run()
    #expect(fixture.compiler.batches == [50, 50, 20])
  }

  @Test("A cell that does not compile with its mentioned names is compiled with all visible ones")
  func rejectedCellsSeeEverything() async throws {
    let fixture = try SessionFixture(SessionFixture.text(["let a = 1", "let b = 2", "b\n#error(\"no\")"]))
    _ = try await fixture.run()
    #expect(fixture.compiler.imports(of: "Cell_3") == ["Cell_1", "Cell_2"])
  }
}
