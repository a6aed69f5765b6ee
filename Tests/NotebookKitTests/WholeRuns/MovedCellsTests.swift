import Foundation
import TestSupport
import Testing

/// Runs of notebooks whose cells were compiled on other lines.
@Suite("Cells that moved")
struct MovedCellsTests {
  /// A cache of one test, removed by `remove()`.
  private struct Cache {
    let folder = FileManager.default.temporaryDirectory.appending(path: "etude-test-\(UUID().uuidString)")
    var cells: URL { folder.appending(path: "etude/cells") }

    /// The names of all entries.
    func entries() throws -> Set<String> { Set(try FileManager.default.contentsOfDirectory(atPath: cells.path)) }
    func remove() { try? FileManager.default.removeItem(at: folder) }
  }

  /// Runs a notebook and returns the cells of the report as text, including outputs with traces.
  private func run(
    _ text: String, _ cache: Cache, files: [String: String] = [:], settings: [String] = []
  ) throws -> String {
    let notebook = try ScratchNotebook(text: text)
    defer { notebook.remove() }
    for (name, content) in files { try Data(content.utf8).write(to: notebook.folder.appending(path: name)) }
    var process = EtudeProcess()
    process.environment["XDG_CACHE_HOME"] = cache.folder.path
    let result = try process.run(["run", "note.md", "--to", "ipynb", "--keep-going"] + settings, in: notebook.folder)
    #expect(result.status < 2, "\(result.errors)")
    let data = try Data(contentsOf: notebook.folder.appending(path: "Output/note.ipynb"))
    let report = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let cells = try #require(report["cells"])
    return String(
      decoding: try JSONSerialization.data(withJSONObject: cells, options: [.sortedKeys, .prettyPrinted]), as: UTF8.self
    )
  }

  private static func text(_ cells: [String], between: String = "Prose.\n\n") -> String {
    cells.map { between + "```swift\n\($0)\n```\n" }.joined(separator: "\n")
  }

  private static let failing = [
    "struct Gone: Error {}\nfunc fail(_ n: Int) throws {\n  if n > 1 { throw Gone() }\n}",
    "func at(_ n: Int) -> Int {\n  [1][n]\n}", "let unused: Int = { let x = 1; return 2 }()", "print(1)\ntry fail(2)",
    "let none: Int? = nil\n\nprint(none!)", "print(at(7))", "fatalError(\"end\")", "try! fail(3)",
    "let wrong: Int =\n  \"a\"", "print(wrong)", "//| expect: trap\n\nprecondition(1 > 2, \"no\")",
    "let early = 1\ntry fail(5)\nlet never = 2", "print(never)", "//| optimize: true\nlet two = [1, 2]\nprint(two[7])",
    "//| expect: compile-error\nlet other: Int =\n  \"a\"", "unknown + 1",
    "Task { @MainActor in\n  try fail(1) }\nawait Task.yield()", "Int8(early) &+ .max",
  ]

  @Test("Added prose compiles nothing, and failures have their current lines")
  func failuresAreToldOnPresentLines() throws {
    let cache = Cache()
    defer { cache.remove() }
    let before = try run(Self.text(Self.failing), cache)
    let entries = try cache.entries()
    let later = Self.text(Self.failing, between: "More.\n\nProse.\n\n")
    let moved = try run(later, cache)
    #expect(try cache.entries() == entries)
    #expect(moved != before)
    // Results from the cache look as if compiled for these lines.
    try FileManager.default.removeItem(at: cache.cells)
    #expect(try run(later, cache) == moved)
    let lines = later.split(separator: "\n", omittingEmptySubsequences: false)
    for code in ["throw Gone()", "[1][n]", "print(none!)", "fatalError(", "print(two[7])"] {
      let line = try #require(lines.firstIndex { $0.contains(code) }) + 1
      #expect(moved.contains("note.md:\(line): "), "\(code)")
    }
  }

  @Test("Line numbers in a notebook's outputs are current")
  func shownLinesArePresentOnes() throws {
    let cache = Cache()
    defer { cache.remove() }
    let cells = [
      "print(#line)", "func here(line: Int = #line) -> Int { line }", "here()", "1 + 1",
      "let closure = { here() }", "closure()", "noteLine()",
    ]
    let front = "---\nsources: Notes.swift\n---\n"
    let files = ["Notes.swift": "func noteLine(_ line: Int = 1, line other: Int = #line) -> Int { other }"]
    _ = try run(front + Self.text(cells), cache, files: files)
    let text = front + "Value `{swift} here()`.\n\n" + Self.text(cells, between: "More.\n\nProse.\n\n")
    let moved = try run(text, cache, files: files)
    let entries = try cache.entries()
    #expect(try run(text, cache, files: files) == moved)
    #expect(try cache.entries() == entries)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for code in ["print(#line)", "here()", "let closure", "noteLine()"] {
      let line = try #require(lines.lastIndex { $0.hasPrefix(code) }) + 1
      #expect(moved.contains("\"\(line)"), "\(code) on \(line): \(moved)")
    }
  }

  @Test("An edit compiles its cell and the users of its declarations")
  func editsCompileWhatDependsOnThem() throws {
    let cache = Cache()
    defer { cache.remove() }
    var cells = ["let a = 1", "let b = a", "let c = 3", "func twice(_ n: Int) -> Int { 2 * n }", "print(twice(c), b)"]
    func made(between: String = "Prose.\n\n") throws -> Int {
      let before = try cache.entries()
      _ = try run(Self.text(cells, between: between), cache)
      let added = try cache.entries().subtracting(before)
      return added.count {
        FileManager.default.fileExists(atPath: cache.cells.appending(path: "\($0)/record.json").path)
      }
    }
    _ = try run(Self.text(cells), cache)
    #expect(try made(between: "More.\n\nProse.\n\n") == 0)
    cells[0] = "\n// One.\nlet a = 2"
    #expect(try made() == 1)
    cells[3] = "func twice(_ n: Int) -> Int {\n  n + n\n}"
    #expect(try made() == 1)
    cells[2] = "let c = 3\nlet d = 4"
    #expect(try made() == 2)
    cells.insert("print(a)", at: 1)
    #expect(try made() == 1)
    cells.remove(at: 1)
    #expect(try made() == 0)
  }

  @Test("A run with other values of the parameters compiles nothing, and one with another type what uses it")
  func valuesOfParameters() throws {
    let cache = Cache()
    defer { cache.remove() }
    let cells = ["[hop, -hop]", "//| optimize: true\n(1...3).map { $0 * hop }", "rates", "words"]
    func text(_ hop: String) -> String {
      "---\nparams:\n  hop: \(hop)\n  rates: [0.5]\n  words: [a, \"\\\"\"]\n---\n\n" + Self.text(cells)
    }
    let first = try run(text("512"), cache)
    let entries = try cache.entries()
    for value in ["1", "-7", "9223372036854775806"] {
      let settings = ["-P", "hop=\(value)", "-P", "rates=1,2e-3", "-P", "words=[\"x,\\n👩🏽‍🎤\"]"]
      let result = try run(text("512"), cache, settings: settings)
      #expect(result != first && result.contains(value))
    }
    #expect(try run(text("2"), cache).contains("[2, -2]"))
    #expect(try cache.entries() == entries)
    // Prose above a cell that uses a parameter does not change its version.
    _ = try run(text("512").replacing("Prose.", with: "More.\n\nProse."), cache)
    #expect(try cache.entries() == entries)
    _ = try run(text("1.5"), cache)
    #expect(try cache.entries() != entries)
  }

  @Test("A cell whose surroundings changed while it was compiled ahead is compiled for the present ones")
  func compiledAheadInVain() throws {
    let cache = Cache()
    defer { cache.remove() }
    let cells = [
      "let xq = 1\nstruct Gq {}\ntypealias Hq = Gq\nfunc fq() -> Int { 1 }", "func fq() -> Int { 2 }",
      "let nq = xq\nfunc ov(_ g: Gq) -> String { \"first\" }", "func ov(_ g: Hq) -> String { \"second\" }",
      "print(ov(Gq()), nq)",
    ]
    _ = try run(Self.text(Array(cells.prefix(2))), cache)
    for round in 0..<6 {
      let renamed = cells.map { $0.replacing("nq", with: "nq\(round)") }
      #expect(try run(Self.text(renamed), cache).contains("second 1"))
    }
  }
}
