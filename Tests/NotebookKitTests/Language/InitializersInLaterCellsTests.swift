import Foundation
import TestSupport
import Testing

/// Initializers in extensions of another cell's struct, which set its properties as they may in one file.
@Suite("Initializers in later cells")
struct InitializersInLaterCellsTests {
  private static let types = """
    struct P { var x: Double; var y: Double; let z: Int; var sum: Double { x + y + Double(z) } }
    struct G<T> { var t: T; struct Inner { let a: Int; let b: String } }
    """

  private func lastOutputs(_ cells: [String], optimize: Bool = false) throws -> [String] {
    let notebook = try ScratchNotebook(cells, frontMatter: optimize ? "execute:\n  optimize: true" : "")
    defer { notebook.remove() }
    let result = try notebook.run()
    #expect(result.status == 0, "\(result.errors)")
    return try notebook.outputs().last ?? []
  }

  @Test(
    "Properties are set",
    arguments: [
      ("extension P { init() { x = 1; y = 2; z = 3 } }", "P().sum", "6.0"),
      ("extension P { init(_ a: Double) { self.x = a; self.y = a; self.z = 0 } }", "P(4).sum", "8.0"),
      (
        "extension P {\n  init(polar r: Double, angle: Double = 0) {\n    x = r * cos(angle)\n    y = 0\n    z = 1\n  }\n}",
        "P(polar: 3).sum", "4.0"
      ),
      (
        "extension P { init?(text: String) { guard let v = Double(text) else { return nil }; x = v; y = v; z = 0 } }",
        "[P(text: \"a\")?.sum, P(text: \"2\")?.sum]", "[nil, Optional(4.0)]"
      ),
      (
        "struct Bad: Error {}\nextension P { init(checked v: Int) throws { if v < 0 { throw Bad() }; (x, y, z) = (0, 0, v) }\ninit(same v: Int) { x = 0; y = 0; z = v } }",
        "try [(try? P(checked: -1))?.z, P(checked: 5).z, P(same: 6).z]", "[nil, Optional(5), Optional(6)]"
      ),
      (
        "extension G { init<S: Sequence>(first s: S) where S.Element == T { t = Array(s)[0] } }", "G(first: [7]).t", "7"
      ),
      ("extension G where T == Int { init() throws { t = 9 } }", "try G<Int>().t", "9"),
      ("extension G.Inner { init(both a: Int) { self.a = a; b = \"\\(a)\" } }", "G<Int>.Inner(both: 4).b", "4"),
      (
        "extension P { init(d: Int) { self.init(x: 0, y: 0, z: d) }\ninit(e: Int) { z = e; x = 0; y = 0 } }",
        "P(d: 1).z + P(e: 2).z", "3"
      ),
      (
        "extension P {\n  @available(swift 5)\n  @inline(never) init(_ f: @escaping () -> Int, n: Int = 2) {\nx = 0; y = 0; z = f() + n } }",
        "P({ 1 }).z", "3"
      ),
      (
        "extension P {\n  @inline(never)\n  private init(one v: Int) { x = 0; y = 0; z = v }\n}", "P(one: 1).z", "1"
      ),
      (
        "extension P {\n  @inline(never)\n  private\n  init() { x = 0; y = 0; z = 6 }\n}", "P().z", "6"
      ),
      ("extension P { private init(one v: Int) { x = 0; y = 0; z = v } }", "P(one: 1).z", "1"),
      ("extension P { @inline(never) fileprivate init() { x = 0; y = 0; z = 4 } }", "P().z", "4"),
      ("extension P { init(in v: Int, `class` w: Int) { x = 0; y = 0; z = v + w } }", "P(in: 1, class: 2).z", "3"),
    ])
  func propertiesAreSet(_ cell: String, _ use: String, _ value: String) throws {
    for optimize in [false, true] {
      #expect(
        try lastOutputs([Self.types, cell, "print(\(use))"], optimize: optimize) == ["stdout: \(value)\n"],
        "\(optimize)")
    }
    #expect(try lastOutputs([Self.types, cell + "\nprint(\(use))"]) == ["stdout: \(value)\n"])
  }

  @Test("A later initializer replaces an earlier one")
  func aLaterInitializerReplacesAnEarlierOne() throws {
    let cells = [
      Self.types, "extension P { init(a: Int) { x = 1; y = 0; z = 0 } }",
      "extension P { init(a: Int) { x = 2; y = 0; z = 0 } }",
      "print(P(a: 0).x)",
    ]
    #expect(try lastOutputs(cells) == ["stdout: 2.0\n"])
  }

  @Test("Initializers of other labels stay")
  func initializersOfOtherLabelsStay() throws {
    let cells = [
      Self.types, "extension P { init(a: Int) { x = 1; y = 0; z = 0 } }",
      "extension P { init(b: Int) { x = 2; y = 0; z = 0 }\n  init() { x = 3; y = 0; z = 0 } }",
      "extension P {\ninit() { x = 4; y = 0; z = 0 }\n}", "print(P(a: 0).x, P(b: 0).x, P().x)",
    ]
    #expect(try lastOutputs(cells) == ["stdout: 1.0 2.0 4.0\n"])
  }

  @Test("Initial values of another cell's properties are set by hand, with a notice")
  func initialValuesAreSetByHand() throws {
    let type = "struct S { var a: Int; private var b = 2; var sum: Int { a + b } }"
    let notebook = try ScratchNotebook([type, "extension S { init(twice a: Int) { self.a = 2 * a } }"])
    defer { notebook.remove() }
    let result = try notebook.run()
    #expect(result.status == 1)
    #expect(result.errors.contains("Set the properties that have initial values as well"), "\(result.errors)")
    #expect(
      try lastOutputs([type, "extension S { init(twice a: Int) { self.a = 2 * a; b = 2 } }", "S(twice: 4).sum"])
        == ["execute_result: 10"])
  }

  @Test("Properties that are not set are refused at their position")
  func propertiesThatAreNotSetAreRefused() throws {
    let notebook = try ScratchNotebook([Self.types, "extension P {\n  init(a: Int) { x = 1; y = 0 }\n}"])
    defer { notebook.remove() }
    let result = try notebook.run()
    #expect(result.status == 1)
    #expect(
      result.errors.contains(
        "note.md:12:31: error: return from initializer without initializing all stored properties"), "\(result.errors)")
    #expect(!result.errors.contains("dynamic") && !result.errors.contains("etude"), "\(result.errors)")
  }
}
