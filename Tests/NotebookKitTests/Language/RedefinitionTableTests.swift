import Foundation
import TestSupport
import Testing

/// Every kind of declaration replaced by every other.
@Suite("Redefinitions of every kind by every kind")
struct RedefinitionTableTests {
  /// A way to declare a name so that its use produces a value.
  private struct Kind: Sendable {
    var declaration: @Sendable (_ name: String, _ value: Int) -> String
    /// An expression of type `Int`.
    var use: @Sendable (_ name: String, _ value: Int) -> String
  }

  private static let kinds: [String: Kind] = [
    "let": Kind(declaration: { "let \($0) = \($1)" }, use: { name, _ in name }),
    "var": Kind(declaration: { "var \($0) = \($1)" }, use: { name, _ in "\(name) + 0" }),
    "computed variable": Kind(declaration: { "var \($0): Int { \($1) }" }, use: { name, _ in name }),
    "tuple element": Kind(declaration: { "let (\($0), _) = (\($1), 0)" }, use: { name, _ in name }),
    "guarded variable": Kind(
      declaration: { "guard let \($0) = Int(\"\($1)\") else { fatalError() }" }, use: { name, _ in name }),
    "private variable": Kind(declaration: { "private let \($0) = \($1)" }, use: { name, _ in name }),
    "closure": Kind(declaration: { "let \($0): (Int) -> Int = { $0 + \($1) }" }, use: { name, _ in "\(name)(0)" }),
    "function": Kind(declaration: { "func \($0)() -> Int { \($1) }" }, use: { name, _ in "\(name)()" }),
    "function of one": Kind(
      declaration: { "func \($0)(_ a: Int) -> Int { \($1) + a }" },
      use: { name, _ in "[0].map(\(name) as (Int) -> Int)[0]" }),
    "generic function": Kind(
      declaration: { "func \($0)<T>(of a: T) -> Int { \($1) }" }, use: { name, _ in "\(name)(of: 1)" }),
    "struct": Kind(
      declaration: { "struct \($0) { var value = \($1); init() {}; init(_ other: Int) { self.init() } }" },
      use: { name, _ in "\(name)().value + \(name)(1).value - \(name)().value" }),
    "generic struct": Kind(
      declaration: { "struct \($0)<T> { var value: T; static var one: Int { \($1) } }" },
      use: { name, _ in "\(name)<Int>.one" }),
    "class": Kind(
      declaration: { "class \($0) { var value = \($1); init() {} }" },
      use: { name, _ in "(\(name)() as \(name)).value" }
    ),
    "enum": Kind(declaration: { "enum \($0): Int { case a = \($1) }" }, use: { name, _ in "\(name).a.rawValue" }),
    "actor": Kind(declaration: { "actor \($0) { static let one = \($1) }" }, use: { name, _ in "\(name).one" }),
    "protocol": Kind(
      declaration: {
        "protocol \($0) {}\nextension \($0) { var value: Int { \($1) } }\nstruct S\($0)\($1): \($0) {}"
      }, use: { name, value in "(S\(name)\(value)() as any \(name)).value" }),
    "alias": Kind(
      declaration: { "struct T\($0)\($1) { static let one = \($1) }\ntypealias \($0) = T\($0)\($1)" },
      use: { name, _ in "\(name).one" }),
    "alias of a protocol": Kind(
      declaration: {
        "protocol P\($0)\($1) {}\nextension P\($0)\($1) { var own\($0): Int { \($1) } }\ntypealias \($0) = P\($0)\($1)\n"
          + "extension Int: P\($0)\($1) {}"
      }, use: { name, _ in "(0 as any \(name)).own\(name)" }),
    "alias of a composition": Kind(
      declaration: { name, _ in "typealias \(name) = Sendable & Equatable" },
      use: { name, value in "(\(value) as any \(name)) as! Int" }),
    "alias of a function type": Kind(
      declaration: { name, _ in "typealias \(name) = (Int) -> Int" },
      use: { name, value in "({ $0 + \(value) } as \(name))(0)" }
    ),
  ]

  @Test("The later declaration is used in its own cell and in later ones", arguments: kinds.keys.sorted())
  func theLaterDeclarationIsMeant(_ later: String) throws {
    let kind = try #require(Self.kinds[later])
    let names = Self.kinds.keys.sorted().enumerated().map { (kind: $0.element, name: "x\($0.offset)") }
    let first = names.compactMap { name in Self.kinds[name.kind]?.declaration(name.name, 1) }.joined(separator: "\n")
    let second = names.enumerated().map { kind.declaration($0.element.name, 100 + $0.offset) }
    let uses = names.enumerated().map { index, name in
      "let used\(name.name): Int = \(kind.use(name.name, 100 + index))\nprint(\"\(name.kind):\", used\(name.name))"
    }
    let used = uses.joined(separator: "\n")
    let notebook = try ScratchNotebook([first, (second + [used]).joined(separator: "\n"), used])
    defer { notebook.remove() }
    let result = try notebook.run(["--keep-going"])
    #expect(result.status == 0, "\(result.errors)")
    let expected = names.enumerated().map { "\($0.element.kind): \(100 + $0.offset)\n" }.joined()
    let outputs = try notebook.outputs()
    #expect(outputs.dropFirst() == [["stdout: " + expected], ["stdout: " + expected]])
  }

  @Test("A replaced value of a module with operators is replaced, too")
  func aReplacedValueOfAModuleWithOperatorsIsReplaced() throws {
    let notebook = try ScratchNotebook([
      "infix operator <+>\nfunc <+> (a: Int, b: Int) -> Int { a * 10 + b }\nlet x = 1\nlet y = x\nlet z: (Int) -> Int = { $0 }",
      "func x() -> Int { 2 }\nstruct z { var v: Int; init(_ v: Int) { self.v = v } }",
      "let f: () -> Int = x\nprint(f(), y, z(7).v, 1 <+> 2)",
    ])
    defer { notebook.remove() }
    let result = try notebook.run()
    #expect(result.status == 0, "\(result.errors)")
    #expect(try notebook.outputs().last == ["stdout: 2 1 7 12\n"])
  }

  @Test("The remaining declarations of a replaced cell are visible")
  func whatIsLeftOfAReplacedCellIsSeen() throws {
    let notebook = try ScratchNotebook([
      "let x = 1\nstruct W { private var hidden = 5; func twice() -> Int { hidden * 2 } }\nprivate let w = W()\nextension Int { var half: Int { self / 2 } }",
      "func x() -> Int { 2 }", "func W() -> Int { 3 }", "print(x(), W(), w.twice(), 8.half)",
    ])
    defer { notebook.remove() }
    let result = try notebook.run()
    #expect(result.status == 0, "\(result.errors)")
    #expect(try notebook.outputs().last == ["stdout: 2 3 10 4\n"])
  }
}
