import Foundation
import TestSupport
import Testing

/// Tests which names are refused after a cell that threw: those that have no value, and no others.
@Suite("Names without a value")
struct NamesWithoutValueTests {
  private static let thrower = """
    //| error: true
    struct Box { var value = 7; func total(value v: Int) -> Int { v } }
    struct Nope: Error {}
    func fail() throws -> Int { throw Nope() }
    let ok = 1
    var computed: Int { ok + 1 }
    let value = try fail()
    let total = 3
    func usesTotal() -> Int { total }
    func usesOk() -> Int { ok + computed }
    struct Reader { func read() -> Int { value } }
    """

  /// Runs a cell after one that threw and returns its outputs.
  private func outputs(of cell: String) throws -> [String] {
    let notebook = try ScratchNotebook([Self.thrower, "//| error: true\n" + cell])
    defer { notebook.remove() }
    _ = try notebook.run()
    return try notebook.outputs()[1]
  }

  @Test(
    "Other things of the same name run",
    arguments: [
      ("Box().value", "execute_result: 7"), ("Box().total(value: 2)", "execute_result: 2"),
      ("func g() -> Int { let value = 5; return value }\ng()", "execute_result: 5"),
      ("[1, 2].map { value in value * 2 }", "execute_result: [2, 4]"),
      ("print(\"the word value\") // total", "stdout: the word value\n"),
      ("enum K { case total, value }\nprint(K.total)", "stdout: total\n"),
      ("let total = 9\ntotal", "execute_result: 9"),
      ("ok", "execute_result: 1"), ("usesOk()", "execute_result: 3"),
      ("func h(value: Int) -> Int { value }\nh(value: 4)", "execute_result: 4"),
      ("let key = \\Box.value\nBox()[keyPath: key]", "execute_result: 7"),
      ("for value in [6] { print(value) }", "stdout: 6\n"),
      ("if let value = Int(\"8\") { print(value) }", "stdout: 8\n"),
    ])
  func otherThingsOfTheSameNameRun(_ cell: String, _ output: String) throws {
    #expect(try outputs(of: cell) == [output])
  }

  @Test(
    "Names without a value are refused",
    arguments: [
      ("value + 1", "value"), ("print(\"\\(total)\")", "total"), ("usesTotal()", "usesTotal"),
      ("[1].map { $0 + total }", "total"), ("Reader().read()", "Reader"), ("func f() -> Int { value }", "value"),
      ("Box(value: value).value", "value"),
    ])
  func whatHasNoValueIsRefused(_ cell: String, _ name: String) throws {
    #expect(
      try outputs(of: cell) == ["error: `\(name)` has no value: its cell ended on line 10, before it was set."])
  }

  @Test("A definition that follows has its value")
  func aDefinitionThatFollowsHasItsValue() throws {
    let notebook = try ScratchNotebook([
      "//| expect: throw\nlet name = try String(contentsOfFile: \"/none\", encoding: .utf8)",
      "struct Person { var name = \"Ann\" }\nPerson().name", "Person(name: \"Bo\").name",
      "[\"x\"].map { name in name + \"!\" }", "let name = \"Cy\"", "func greet() -> String { name }\ngreet()",
    ])
    defer { notebook.remove() }
    let result = try notebook.run()
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      try notebook.outputs().dropFirst() == [
        ["execute_result: Ann"], ["execute_result: Bo"], ["execute_result: [\"x!\"]"], [], ["execute_result: Cy"],
      ])
  }

  @Test("A variable that is set later has no value before")
  func aVariableThatIsSetLaterHasNoValueBefore() throws {
    let notebook = try ScratchNotebook([
      """
      //| error: true
      struct Nope: Error {}
      func fail() throws { throw Nope() }
      let early: [Int]
      early = [1]
      let late: [Int]
      var optional: Int?
      try fail()
      late = [2]
      """, "print(early, optional as Any)", "//| error: true\nprint(late)",
    ])
    defer { notebook.remove() }
    _ = try notebook.run()
    #expect(
      try notebook.outputs().suffix(2) == [
        ["stdout: [1] nil\n"], ["error: `late` has no value: its cell ended on line 11, before it was set."],
      ])
  }

  @Test("Errors from deep recursion leave names set")
  func errorsFromDeepRecursionLeaveNamesSet() throws {
    let notebook = try ScratchNotebook([
      """
      //| error: true
      struct Nope: Error {}
      func dive(_ n: Int) throws -> Int { if n == 0 { throw Nope() }; return try dive(n - 1) + 1 }
      let ok = 1
      let value = try dive(500)
      """, "ok", "//| error: true\nvalue",
    ])
    defer { notebook.remove() }
    _ = try notebook.run()
    #expect(
      try notebook.outputs().suffix(2) == [
        ["execute_result: 1"], ["error: `value` has no value: its cell ended on line 8, before it was set."],
      ])
  }
}
