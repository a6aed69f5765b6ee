import Foundation
import NotebookKit
import Testing

/// The installed toolchain's dump of every kind of item.
@Suite("Items of a cell")
struct SyntaxDumpTests {
  /// One line per item: its kind, the names it declares, and its other properties.
  private func summary(_ source: String) throws -> [String] {
    try CompilerForTests.items(source).map { item in
      var words = [item.kind.rawValue] + item.names.map { "\($0.kind.rawValue) \($0.name)" }
      if item.awaits { words.append("awaits") }
      if item.endsWithSemicolon { words.append(";") }
      return words.joined(separator: ", ")
    }
  }

  @Test(
    "A `@differentiable` type hides nothing of what follows it",
    arguments: [
      "typealias F = @differentiable(reverse) (Float) -> Float",
      "func f(_ g: @escaping @differentiable(reverse) (Float) -> Float) -> @differentiable(reverse) (Float) -> Float { g }",
      """
      struct S {
        typealias F = (Int, @differentiable(reverse) (@differentiable(reverse) (Float) -> Float) -> Float, Int)
        func f() -> (@differentiable(reverse) (Float) -> Float, Int) { fatalError("}\\"") }
      }
      """,
    ])
  func differentiable(_ declaration: String) throws {
    let plain = declaration.replacing("@differentiable(reverse) ", with: "")
    let rest = "\nlet a = 1\nfunc after() {}\nawait a;"
    #expect(try summary(declaration + rest) == summary(plain + rest))
    #expect(
      try summary(declaration + rest).suffix(3) == [
        "binding, var a", "declaration, func after", "expression, awaits, ;",
      ])
  }

  @Test(
    "A type with an attribute hides nothing of what follows it",
    arguments: [
      "func make() -> @Sendable () -> Int { { 3 } }", "typealias A = @MainActor () -> Void",
      "typealias F = @convention(c) (Int32) -> Int32",
      "extension Int { func g(_ h: @escaping @Sendable (Int) -> (Int, @Sendable () -> Int)) -> @Sendable () -> Int { { 1 } } }",
    ])
  func attributed(_ declaration: String) throws {
    let plain = declaration.replacing(#/@(?:Sendable|MainActor|convention\(c\)) /#, with: "")
    let rest = "\nlet a = 1\nfunc after() {}"
    #expect(try summary(declaration + rest) == summary(plain + rest))
  }

  @Test("Declarations of every kind have their kind and name")
  func declarations() throws {
    #expect(
      try summary(
        """
        import Foundation
        func f(_ x: Int) -> Int { x }
        @MainActor struct S { var a = 1 }
        final class C {}
        actor A {}
        enum E { case a, b }
        protocol P {}
        typealias T = [Int]
        extension Int { var twice: Int { 2 * self } }
        infix operator <+>
        func <+> (a: Int, b: Int) -> Int { a + b }
        """) == [
          "importing", "declaration, func f", "declaration, struct S", "declaration, class C", "declaration, class A",
          "declaration, enum E", "declaration, protocol P", "declaration, typealias T", "declaration", "declaration",
          "declaration",
        ])
  }

  @Test("Bindings have all their names, and whether they await")
  func bindings() throws {
    #expect(
      try summary(
        """
        let a = 1, b: Int = 2
        var (c, d) = (3, 4)
        var computed: Int { 5 }
        let awaited = await f()
        async let going = g()
        guard let e = Int("7") else { fatalError() }
        guard case (let x, 1) = (2, 1), a == 1 else { fatalError() }
        """) == [
          "binding, var a, var b", "binding, var c, var d", "binding, var computed",
          "binding, var awaited, awaits", "binding, var going, awaits", "guarding, var e", "guarding, var x",
        ])
  }

  @Test("Statements and expressions are distinguished, and it is known which await")
  func statementsAndExpressions() throws {
    #expect(
      try summary(
        """
        a + b
        print(a);
        x = 5
        for i in 0..<3 { print(i) }
        for await v in stream { print(v) }
        for try await v in stream { print(v) }
        let later = { await f() }
        if true { await f() }
        try await f()
        func g() async { await f() }
        defer { print(1) }
        """) == [
          "expression", "expression, ;", "statement", "statement", "statement, awaits", "statement, awaits",
          "binding, var later", "statement, awaits", "expression, awaits", "declaration, func g", "statement",
        ])
  }

  @Test("A private declaration is named as others are")
  func privateNamesAreDeclaredAsOthersAre() throws {
    #expect(
      try summary("private let a = 1\nfileprivate func f() {}\nprivate struct S {}\nprivate(set) var b = 2\nlet c = 3")
        == ["binding, var a", "declaration, func f", "declaration, struct S", "binding, var b", "binding, var c"])
  }

  @Test("Names in back ticks are named without them")
  func namesInBackTicksAreNamedWithoutThem() throws {
    #expect(
      try summary("let `default` = 1\nfunc `repeat`() {}\nstruct `two words` {}")
        == ["binding, var default", "declaration, func repeat", "declaration, struct two words"])
  }

  @Test("The text of an item ends after its last token")
  func rangesEndAfterTheLastToken() throws {
    let source = "let s = \"a \\(b) c\"  // tail\nprint(#\"x\"#)\nfoo.bar!\n"
    #expect(try CompilerForTests.items(source).map(\.text) == [#"let s = "a \(b) c""#, ##"print(#"x"#)"##, "foo.bar!"])
  }

  @Test("Attributes belong to their item")
  func attributesBelongToTheirItem() throws {
    #expect(try CompilerForTests.items("@MainActor\nfunc f() {}").map(\.text) == ["@MainActor\nfunc f() {}"])
  }

  @Test("A cell of blanks and comments has no items")
  func nothingIsNoItem() throws {
    #expect(try CompilerForTests.items("\n  \n") == [])
    #expect(try CompilerForTests.items("// a comment") == [])
  }

  @Test("A cell with a syntax error has no list of items")
  func syntaxError() throws {
    let compiler = try CompilerForTests()
    defer { compiler.remove() }
    #expect(try compiler.compiler.items(of: "let = 5") == nil)
  }

  @Test("Cells that are parsed at once have the items that each has alone")
  func cellsParsedAtOnce() throws {
    let compiler = try CompilerForTests()
    defer { compiler.remove() }
    let cells = [
      "let a = 1", "", "a + 1", "// only a comment", "let = 5", "func f() {", "#!/usr/bin/env swift\nlet b = 1",
      "#if os(Linux)\nlet c = 1", "let d = 1\n#endif", ".zero", "{ 1 }", "let e = a", "+ 1", "/* open", "*/ let g = 1",
      "\"\"\"", "x\n\"\"\"", "@MainActor", "func h() {}", "public", "import Foundation", "foo", "(1)", "let r = /a b/",
      "switch 1 {", "case 1: print() }", "let l = 1;", "enum E { case a",
    ]
    let alone = try cells.map { source in
      let compiler = try CompilerForTests()
      defer { compiler.remove() }
      return try compiler.compiler.items(of: source)
    }
    #expect(alone.count { $0 == nil } > 8)
    let together = try compiler.compiler.items(of: cells)
    for (cell, pair) in zip(cells, zip(alone, together)) { #expect(pair.0 == pair.1, "\(cell)") }
    let again = try compiler.compiler.items(of: cells)
    #expect(again == together)
  }

  @Test("An extension, an operator and a macro list the words that use them")
  func contributions() throws {
    let items = try CompilerForTests.items(
      """
      extension Outer.Inner: A, B<Int> & C where T == Int { var mean: Int { 1 }; static func + (a: Int, b: Int) {} }
      extension [Int] { init(x: Int) {} }
      infix operator <+>: Group
      precedencegroup Group {}
      func ** (a: Int, b: Int) -> Int { 1 }
      macro add(_ x: Int) -> Int = #externalMacro(module: "M", type: "T")
      func named() {}
      extension Int { func buildBlock() {}
        #if os(Linux)
        func f() {}
        #endif
      }
      """
    ).map(\.contribution)
    #expect(items[0]?.extendedType == "Outer" && items[0]?.inheritedTypes == ["A", "B", "C"])
    #expect(items[0]?.words == ["mean", "+"] && items[0]?.hasUnnamedUses == false)
    #expect(items[1]?.extendedType == "[Int]" && items[1]?.hasUnnamedUses == true)
    #expect(items[2...5].map { $0?.words } == [["<+>"], ["Group"], ["**"], ["add"]])
    #expect(items[2...5].map { $0?.extendedType } == [nil, nil, nil, nil])
    #expect(items[6] == nil)
    #expect(items[7]?.hasUnnamedUses == true)
  }

  @Test("Requirements of a protocol are read, which the dump lists twice")
  func requirementsOfAProtocolAreRead() throws {
    let source = "protocol A { associatedtype Item }\nprotocol B: A where Item: Equatable, Item: Hashable {}\nlet a = 1"
    #expect(try summary(source) == ["declaration, protocol A", "declaration, protocol B", "binding, var a"])
  }

  @Test("A dump of another form is refused")
  func otherDumpsAreRefused() {
    for text in ["", "[]", "{\"_kind\": \"module\"}"] {
      #expect(throws: UnreadableDump.self) { try SyntaxDump.items(of: Data(text.utf8), source: "") }
    }
  }
}
