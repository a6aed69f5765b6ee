import Files
import Foundation
import NotebookKit
import Testing

@Suite("Compiler of cells")
struct CellCompilerTests {
  @Test("The key of a cell follows everything that its code depends on")
  func keyFollowsEverythingThatCodeDependsOn() throws {
    let tests = try CompilerForTests()
    defer { tests.remove() }
    let compiler = tests.compiler
    let other = CellCompiler(
      toolchain: compiler.toolchain, library: compiler.library, cache: compiler.cache, fileName: "other.md",
      interfaces: compiler.interfaces)
    let upstream = ContentHash(parts: ["upstream"])
    let keys = [
      compiler.key(module: "Cell_1", source: "a", upstream: [], options: CompilationOptions()),
      compiler.key(module: "Cell_2", source: "a", upstream: [], options: CompilationOptions()),
      compiler.key(module: "Cell_1", source: "b", upstream: [], options: CompilationOptions()),
      compiler.key(module: "Cell_1", source: "a", upstream: [upstream], options: CompilationOptions()),
      compiler.key(module: "Cell_1", source: "a", upstream: [upstream, upstream], options: CompilationOptions()),
      compiler.key(module: "Cell_1", source: "a", upstream: [], options: CompilationOptions(optimize: true)),
      compiler.key(
        module: "Cell_1", source: "a", upstream: [], options: CompilationOptions(languageMode: .swift6)),
      compiler.key(module: "Cell_1", source: "a", upstream: [], options: CompilationOptions(seesSwift6: true)),
      other.key(module: "Cell_1", source: "a", upstream: [], options: CompilationOptions()),
    ]
    #expect(Set(keys).count == keys.count)
    #expect(keys[0] == compiler.key(module: "Cell_1", source: "a", upstream: [], options: CompilationOptions()))
  }

  @Test("A second compilation comes from the cache, with its warnings")
  func secondCompilationComesFromTheCache() throws {
    let tests = try CompilerForTests()
    defer { tests.remove() }
    let source = "import Etude\nlet unused: Int = { let x = 1; return 2 }()\n"
    let first = try tests.compiler.compile(
      module: "Cell_1", source: source, upstream: [], options: CompilationOptions())
    guard case .compiled(let product) = first else {
      Issue.record("\(first)")
      return
    }
    #expect(product.warnings.contains("never used"))
    let made = try FileManager.default.attributesOfItem(atPath: product.library.path)[.modificationDate] as? Date
    #expect(
      try tests.compiler.compile(module: "Cell_1", source: source, upstream: [], options: CompilationOptions()) == first
    )
    let now = try FileManager.default.attributesOfItem(atPath: product.library.path)[.modificationDate] as? Date
    #expect(made == now)
  }

  @Test("A damaged entry of the cache is made anew")
  func damagedEntryIsMadeAnew() throws {
    let tests = try CompilerForTests()
    defer { tests.remove() }
    let outcome = try tests.compiler.compile(
      module: "Cell_1", source: "let a = 1\n", upstream: [], options: CompilationOptions())
    guard case .compiled(let product) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    try FileManager.default.removeItem(
      at: product.library.deletingLastPathComponent().appending(path: "diagnostics.txt"))
    #expect(
      try tests.compiler.compile(module: "Cell_1", source: "let a = 1\n", upstream: [], options: CompilationOptions())
        == outcome)
  }

  @Test("A cell that does not compile has an outcome and no entry")
  func rejectionIsAnOutcomeAndNoEntry() throws {
    let tests = try CompilerForTests()
    defer { tests.remove() }
    let outcome = try tests.compiler.compile(
      module: "Cell_1", source: "let a: Int = \"\"\n", upstream: [], options: CompilationOptions())
    guard case .rejected(let diagnostics) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(diagnostics.contains("error: cannot convert value of type 'String' to specified type 'Int'"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: tests.compiler.cache.folder.path) == [".lock"])
  }
}
