import Foundation
import NotebookKit
import Testing

/// Moved parameters of notebooks with real Swift, against runs of the whole notebook.
@Suite("Parameters of live notebooks", .serialized)
struct LiveParameterTests {
  private static func text(_ parameters: String, _ cells: [String]) -> String {
    let lines = parameters.split(separator: "\n").map { "  \($0)\n" }.joined()
    return "---\nparams:\n\(lines)---\n\n" + cells.map { "Prose.\n\n```swift\n\($0)\n```\n" }.joined(separator: "\n")
  }

  @Test("Only what uses a parameter runs when it changes in the file")
  func edited() async throws {
    let cells = ["print(a)", "print(b)", "print(3)"]
    let fixture = try LiveRunFixture(Self.text("a: 1\nb: 2", cells))
    try await fixture.adopt(Self.text("a: 1\nb: 2", cells))
    let later = Self.text("a: 5\nb: 2", cells)
    #expect(try await fixture.adopt(later) == ["print(a)"])
    #expect(try await fixture.shown == fixture.batch(later))
    await fixture.end()
  }

  @Test("A fresh kernel has the parameters that its cells use")
  func freshKernel() async throws {
    let fixture = try LiveRunFixture(Self.text("a: 7", ["print(a)", "[1][a]", "print(a + 1)"]))
    try await fixture.adopt(Self.text("a: 7", ["print(a)", "[1][a]", "print(a + 1)"]))
    let later = Self.text("a: 7", ["print(a * 2)", "print(a * 3)", "print(a + 1)"])
    try await fixture.adopt(later)
    #expect(try await fixture.shown == fixture.batch(later))
    await fixture.end()
  }

  /// A parameter, and values that it is moved to.
  struct Moves: Sendable, CustomTestStringConvertible {
    var kind: String
    var first: String
    var later: [String]
    var testDescription: String { kind }
  }

  private static let cases: [Moves] = [
    Moves(kind: "whole numbers", first: "1", later: ["512", "-3", "-9223372036854775808", "9223372036854775807", "1"]),
    Moves(kind: "numbers", first: "0.5", later: ["-0.0", "0.1", "5e-324", "1e22", "-3", ".inf", "-.inf", ".nan"]),
    Moves(kind: "booleans", first: "true", later: ["false", "true"]),
    Moves(
      kind: "texts", first: "one",
      later: [
        "a \"q\" \\ 'b' \\(x)", "two\nlines\r\n\ttab", "👩🏽‍🎤 é e\u{301} \u{2028}", "\u{0}\u{1B}\u{7F}", "", " 12 ", "true",
      ]),
    Moves(kind: "lists", first: "[1, 2]", later: ["[3]", "-1,-2", "[1, 2, 3, 4]"]),
    Moves(kind: "lists of texts", first: "[a, b]", later: ["[\"x,y\", \"\\n\"]", "[]"]),
  ]

  @Test("A moved parameter compiles nothing, runs its users, and gives the results of a run", arguments: cases)
  func compilesNothing(_ moves: Moves) async throws {
    let cells = [
      "let b = [p]", "func f() -> String { \"\\(p)\" }", "print(b, f())", "print(\"apart\")",
      "//| optimize: true\nlet c = \"\\(p)\".unicodeScalars.map(\\.value)\nc", "print({ p }())",
    ]
    let text = Self.text("p: \(moves.first)", cells) + "\nInline `{swift} \"\\(p)\"`.\n"
    let fixture = try LiveRunFixture(text)
    try await fixture.adopt(text)
    #expect(try await fixture.shown == fixture.batch(text))
    let compilations = fixture.compilations
    for value in moves.later {
      let ran = try await fixture.adopt(text, settings: ["p=\(value)"])
      #expect(ran == [cells[0], cells[2], "let c = \"\\(p)\".unicodeScalars.map(\\.value)\nc", cells[5]], "\(value)")
      #expect(try await fixture.shown == fixture.batch(text, settings: ["p=\(value)"]), "\(value)")
    }
    #expect(fixture.compilations == compilations)
    await fixture.end()
  }

  @Test("A value of another type compiles what uses the parameter")
  func otherType() async throws {
    let cells = ["let b = [p]", "print(b)", "print(3)"]
    let fixture = try LiveRunFixture(Self.text("p: 1", cells))
    try await fixture.adopt(Self.text("p: 1", cells))
    let compilations = fixture.compilations
    let later = Self.text("p: 1.5", cells)
    #expect(try await fixture.adopt(later) == [cells[0], cells[1]])
    #expect(fixture.compilations > compilations)
    #expect(try await fixture.shown == fixture.batch(later))
    await fixture.end()
  }

  @Test("A cell that shadows the parameter does not run when the parameter moves, and neither do later ones")
  func shadowed() async throws {
    let cells = ["print(p)", "let p = \"own\"", "print(p)"]
    let text = Self.text("p: 1", cells)
    let fixture = try LiveRunFixture(text)
    try await fixture.adopt(text)
    #expect(try await fixture.adopt(text, settings: ["p=2"]) == [cells[0]])
    #expect(try await fixture.shown == fixture.batch(text, settings: ["p=2"]))
    await fixture.end()
  }

  @Test("A value that is moved back before anything ran leaves nothing to run")
  func movedBack() async throws {
    let text = Self.text("p: 1", ["print(p)"])
    let fixture = try LiveRunFixture(text)
    try await fixture.adopt(text)
    let notebook = try NotebookParser.parse(source: Data(text.utf8), file: fixture.file("note.md"))
    let moved = try ParameterOverrides.apply(["p=2"], to: notebook.frontMatter.parameters)
    #expect(try await fixture.session.adopt(notebook, parameters: moved))
    #expect(fixture.snapshot?.states[0] == .stale(reason: "`p` changed in the parameters' module.", lastRun: 0))
    #expect(try await fixture.adopt(text).isEmpty)
    #expect(fixture.snapshot?.states[0] == .fresh)
    #expect(try await fixture.shown == fixture.batch(text))
    await fixture.end()
  }

  @Test(
    "A static variable whose first value depends on a parameter uses the current value",
    arguments: [
      ["enum S { static let x = p * 2 }", "print(S.x)", "print(3)"],
      ["func f() -> Int { p * 2 }", "struct S { static var x = f() }", "let y = S.x", "print(y, p)"],
      ["let q = p + 1", "enum S {}\nextension S { static let x = q }", "print(S.x)", "S.x + 1"],
      ["final class C { static let all = [C()]; let n = p }", "print(C.all[0].n)", "print(C().n)"],
      ["func f() -> Int { enum S { static let x = p }; return S.x }", "print(f())"],
      ["let f = { () -> Int in struct S { private static let x = p }; return S.x }", "print(f())"],
      ["do { struct S { static let x = p }; print(S.x) }", "print(p)"],
      ["enum S { static let x = p }", "//| expect: trap\nprint(S.x)\nfatalError(\"end\")", "print(S.x)"],
    ])
  func firstValues(_ cells: [String]) async throws {
    let text = Self.text("p: 1", cells)
    let fixture = try LiveRunFixture(text)
    try await fixture.adopt(text)
    for value in [2, 3, 2, 1] {
      try await fixture.adopt(text, settings: ["p=\(value)"])
      #expect(try await fixture.shown == fixture.batch(text, settings: ["p=\(value)"]))
    }
    await fixture.end()
  }

  @Test("Random numbers and what changed the process are as in a run with the value")
  func surroundings() async throws {
    let cells = [
      "import Foundation\nsetenv(\"P\", \"\\(p)\", 1)", "print(getenv(\"P\").map { String(cString: $0) } ?? \"\")",
      "var twister = MersenneTwister(seed: UInt64(p))\nprint(twister.next())", "print(RandomSplitter().seed)",
      "srand48(5)\nprint(drand48())",
      "print(drand48(), p)", "print(drand48())",
    ]
    let text = Self.text("p: 1", cells)
    let fixture = try LiveRunFixture(text)
    try await fixture.adopt(text)
    for value in [4, 1] {
      try await fixture.adopt(text, settings: ["p=\(value)"])
      #expect(try await fixture.shown == fixture.batch(text, settings: ["p=\(value)"]))
    }
    await fixture.end()
  }

  @Test("The next session reuses the outcomes for this value, and runs what another value makes stale")
  func nextSession() async throws {
    let cells = ["print(p)", "print(3)"]
    let text = Self.text("p: 1", cells)
    var fixture = try LiveRunFixture(text)
    try await fixture.adopt(text)
    try await fixture.adopt(text, settings: ["p=2"])
    fixture = try await fixture.reopened(with: text)
    #expect(try await fixture.adopt(text, settings: ["p=2"]).isEmpty)
    fixture = try await fixture.reopened(with: text)
    #expect(try await fixture.adopt(text) == [cells[0]])
    #expect(try await fixture.shown == fixture.batch(text))
    await fixture.end()
  }
}
