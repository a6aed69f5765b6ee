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
      scratch: compiler.scratch)
    let upstream = ModuleInterface(
      module: "Cell_0", file: URL(filePath: "/none/Cell_0.swiftmodule"), hash: ContentHash(parts: ["upstream"]))
    let keys = [
      compiler.key(module: "Cell_1", source: "a", imports: [], options: CompilationOptions()),
      compiler.key(module: "Cell_2", source: "a", imports: [], options: CompilationOptions()),
      compiler.key(module: "Cell_1", source: "b", imports: [], options: CompilationOptions()),
      compiler.key(module: "Cell_1", source: "a", imports: [upstream], options: CompilationOptions()),
      compiler.key(module: "Cell_1", source: "a", imports: [upstream, upstream], options: CompilationOptions()),
      compiler.key(module: "Cell_1", source: "a", imports: [], options: CompilationOptions(optimize: true)),
      compiler.key(
        module: "Cell_1", source: "a", imports: [], options: CompilationOptions(languageMode: .swift6)),
      compiler.key(module: "Cell_1", source: "a", imports: [], options: CompilationOptions(seesSwift6: true)),
      other.key(module: "Cell_1", source: "a", imports: [], options: CompilationOptions()),
    ]
    #expect(Set(keys).count == keys.count)
    #expect(keys[0] == compiler.key(module: "Cell_1", source: "a", imports: [], options: CompilationOptions()))
  }

  private struct Rejected: Error { var diagnostics: String }

  /// A module that must compile, linked.
  private func product(_ source: String, by compiler: CellCompiler) throws -> CompiledModule {
    switch try compiler.compile(module: "Cell_1", source: source, imports: [], options: CompilationOptions()) {
    case .rejected(let diagnostics): throw Rejected(diagnostics: diagnostics)
    case .compiled(let product):
      #expect(try compiler.link(product) == nil)
      return product
    }
  }

  private func date(of file: URL) throws -> Date? {
    try FileManager.default.attributesOfItem(atPath: file.path)[.modificationDate] as? Date
  }

  @Test("A second compilation comes from the cache, with its warnings")
  func secondCompilationComesFromTheCache() throws {
    let tests = try CompilerForTests()
    defer { tests.remove() }
    let source = "import Etude\nlet unused: Int = { let x = 1; return 2 }()\n"
    let first = try product(source, by: tests.compiler)
    #expect(first.warnings.contains("never used"))
    let made = try date(of: first.library)
    let second = try product(source, by: tests.compiler)
    #expect(second.warnings == first.warnings && second.occurrences == first.occurrences)
    #expect(second.library == first.library && second.interface == first.interface)
    #expect(try date(of: second.library) == made)
  }

  @Test("An interface does not change with values, bodies and lines, and changes with types")
  func interfacesChangeWithTypes() throws {
    let tests = try CompilerForTests()
    defer { tests.remove() }
    let sources = [
      "let a = 1\nfunc f() -> Int { 1 }\n", "let a = 2\n// A comment.\n\nfunc f() -> Int { a }\n",
      "let a = 1.0\nfunc f() -> Int { 1 }\n",
    ]
    let hashes = try sources.map { try product($0, by: tests.compiler).interface.hash }
    #expect(hashes[0] == hashes[1])
    #expect(hashes[0] != hashes[2])
  }

  @Test("A library names only libraries that the kernel is not loaded with")
  func librariesOfTheKernelAreNotNamed() throws {
    let tests = try CompilerForTests()
    defer { tests.remove() }
    let plain = try product("import Foundation\nprint(Date() < .now, [1].map { $0 })\n", by: tests.compiler)
    #expect(try ELFFile(plain.library).neededLibraries == [])
    let other = try product("import FoundationXML\nprint(XMLDocument())\n", by: tests.compiler)
    #expect(try ELFFile(other.library).neededLibraries == ["libFoundationXML.so"])
  }

  // MARK: - Damage

  @Test(
    "A damaged entry of the cache is created again",
    arguments: ["Cell_1.swiftmodule", "libCell_1.so", "record.json", ".contents"], Damage.allCases)
  func damagedEntryIsMadeAnew(file: String, damage: Damage) throws {
    let tests = try CompilerForTests()
    defer { tests.remove() }
    let source = "let a = 1\n"
    let sound = try product(source, by: tests.compiler)
    let bytes = [try Data(contentsOf: sound.library), try Data(contentsOf: sound.interface.file)]
    for folder in [sound.interface.file, sound.library].map({ (made: URL) in made.deletingLastPathComponent() }) {
      let damaged = folder.appending(path: file)
      if FileManager.default.fileExists(atPath: damaged.path) { try damage.apply(to: damaged) }
    }
    let mended = try product(source, by: tests.compiler)
    #expect(try [Data(contentsOf: mended.library), Data(contentsOf: mended.interface.file)] == bytes)
    #expect(mended.interface == sound.interface)
  }

  @Test("Damaged lists of items are created again", arguments: Damage.allCases)
  func damagedItemsAreMadeAnew(damage: Damage) throws {
    let tests = try CompilerForTests()
    defer { tests.remove() }
    let items = try tests.compiler.items(of: "let a = 1")
    for entry in try FileManager.default.contentsOfDirectory(atPath: tests.compiler.cache.folder.path)
    where entry != ".lock" {
      try damage.apply(to: tests.compiler.cache.folder.appending(path: "\(entry)/items.json"))
    }
    #expect(try tests.compiler.items(of: "let a = 1") == items)
    #expect(items?.map(\.text) == ["let a = 1"])
  }

  @Test("Damaged modules of C headers are created again", arguments: Damage.allCases)
  func damagedClangModulesAreMadeAnew(damage: Damage) throws {
    let tests = try CompilerForTests()
    defer { tests.remove() }
    _ = try product("let a = 1\n", by: tests.compiler)
    let clang = tests.folder.appending(path: "etude/clang")
    let files = try #require(FileManager.default.enumerator(at: clang, includingPropertiesForKeys: nil))
    let modules = files.compactMap { $0 as? URL }.filter { $0.pathExtension == "pcm" }
    #expect(!modules.isEmpty)
    for module in modules { try damage.apply(to: module) }
    _ = try product("let b = 2\n", by: tests.compiler)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: tests.folder.appending(path: "etude").path)
        .filter { $0.hasPrefix(".clang") } == [])
  }

  @Test("Sound modules of C headers stay when a compilation fails for another reason")
  func soundClangModulesStay() throws {
    let tests = try CompilerForTests()
    defer { tests.remove() }
    _ = try product("let a = 1\n", by: tests.compiler)
    let clang = tests.folder.appending(path: "etude/clang")
    func modules() throws -> [String] {
      try FileManager.default.subpathsOfDirectory(atPath: clang.path).filter { $0.hasSuffix(".pcm") }.sorted()
    }
    let before = try modules()
    #expect(!before.isEmpty)
    let missing = ModuleInterface(
      module: "Cell_0", file: tests.folder.appending(path: "none.swiftmodule"), hash: ContentHash(parts: []))
    let outcome = try tests.compiler.compile(
      module: "Cell_1", source: "import Cell_0\n", imports: [missing], options: CompilationOptions())
    guard case .rejected = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(try modules() == before)
  }

  @Test("A cache that was moved is used on")
  func movedCacheIsUsedOn() throws {
    let tests = try CompilerForTests()
    defer { tests.remove() }
    let first = try product("let a = 1\n", by: tests.compiler)
    let made = try date(of: first.library)
    let moved = FileManager.default.temporaryDirectory.appending(path: "etude-test-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: moved) }
    try FileManager.default.moveItem(at: tests.folder, to: moved)
    let compiler = CellCompiler(
      toolchain: tests.compiler.toolchain, library: tests.compiler.library,
      cache: try CellCache(environment: ["XDG_CACHE_HOME": moved.path]), fileName: "note.md",
      scratch: moved.appending(path: "scratch of the next"))
    try compiler.prepare()
    let second = try product("let a = 1\n", by: compiler)
    #expect(second.library.path.hasPrefix(moved.path))
    #expect(try date(of: second.library) == made)
    _ = try product("let b = 2\n", by: compiler)
  }

  @Test("The cache knows that a cell does not compile")
  func rejectionsComeFromTheCache() throws {
    let tests = try CompilerForTests()
    defer { tests.remove() }
    let compiler = tests.compiler
    let source = "#sourceLocation(file: \"note.md\", line: 2)\nlet a: Int = \"\"\n"
    func reject(by compiler: CellCompiler) throws -> ModuleOutcome {
      try compiler.compile(module: "Cell_1", source: source, imports: [], options: CompilationOptions())
    }
    let first = try reject(by: compiler)
    guard case .rejected(let diagnostics) = first else {
      Issue.record("\(first)")
      return
    }
    #expect(diagnostics.hasPrefix("note.md:2:14: error: cannot convert value"))
    // A scratch folder that cannot be made shows that nothing is written to it.
    let idle = CellCompiler(
      toolchain: compiler.toolchain, library: compiler.library, cache: compiler.cache, fileName: compiler.fileName,
      scratch: URL(filePath: "/proc/none"))
    #expect(try reject(by: idle) == first)
  }

  @Test("A cell that does not compile for a reason outside its lines leaves no entry")
  func rejectionIsAnOutcomeAndNoEntry() throws {
    let tests = try CompilerForTests()
    defer { tests.remove() }
    let outcome = try tests.compiler.compile(
      module: "Cell_1", source: "let a: Int = \"\"\n", imports: [], options: CompilationOptions())
    guard case .rejected(let diagnostics) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(diagnostics.contains("error: cannot convert value of type 'String' to specified type 'Int'"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: tests.compiler.cache.folder.path) == [".lock"])
  }
}

/// Possible damage to a file.
enum Damage: CaseIterable, Sendable {
  case missing, empty, truncated, foreign

  func apply(to file: URL) throws {
    switch self {
    case .missing: try FileManager.default.removeItem(at: file)
    case .empty: try Data().write(to: file)
    case .truncated: try Data(contentsOf: file).prefix(40).write(to: file)
    case .foreign: try Data(contentsOf: URL(filePath: "/proc/self/exe")).prefix(5000).write(to: file)
    }
  }
}
