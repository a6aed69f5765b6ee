import Foundation
import NotebookKit
import Testing

/// Uses that cells make of others without writing a name.
///
/// A cell that does not compile with the modules that its words name is compiled again with all modules. So these tests
/// count the attempts: each module must compile at the first.
@Suite("Import by use", .timeLimit(.minutes(20)))
struct ImportByUseTests {
  /// Compiles cells as a session does, and lets a kernel of no code run them.
  private func compile(_ cells: [String], sourceLocation: Testing.SourceLocation = #_sourceLocation) async throws
    -> CountingCompiler
  {
    let tests = try CompilerForTests()
    defer { tests.remove() }
    let compiler = CountingCompiler(tests.compiler)
    let notebook = try NotebookParser.parse(
      source: Data(SessionFixture.text(cells).utf8), file: URL(filePath: "note.md"))
    let session = Session(
      report: Report(
        notebook: notebook, parameters: [], records: notebook.cells.map { _ in CellRecord() }, stamp: Stamp(),
        isRunning: true),
      options: RunOptions(memoryLimit: 1 << 40), streamFolder: URL(filePath: "/proc/none"), fronts: [],
      tools: SessionTools(compiler: compiler, startKernel: { FakeKernel() }, symbolize: { _ in nil }))
    let summary = try await session.complete(RunPlan.allSteps(of: notebook, parameters: []).numbered)
    #expect(summary.succeeded == cells.count, "\(summary.failed)", sourceLocation: sourceLocation)
    return compiler
  }

  @Test(
    "A cell compiles with the names that it mentions and their dependencies",
    arguments: [
      // Members of a type that is inferred.
      ["struct P { var v = 1; private var w = 2 }", "let p = P()", "let ps = [p]", "print(ps[0].v, ps.map(\\.w))"],
      // Types within types, superclasses, protocols that protocols inherit.
      [
        "struct In { var v = 1 }", "struct Out { var a = In() }", "func make() -> [String: Out?] { [:] }",
        "for (_, o) in make() { print(o?.a.v ?? 0) }",
      ],
      ["class A { func f() -> Int { 1 } }", "class B: A {}", "class C: B {}", "let c = C()", "print(c.f())"],
      [
        "protocol Base { func base() -> Int }", "protocol Sub: Base {}", "extension Base { func base() -> Int { 1 } }",
        "extension Int: Sub {}", "struct S: Sub {}", "let s = S()", "func g<T: Base>(_ t: T) -> Int { t.base() }",
        "print(g(3), s.base(), g(s))",
      ],
      // Implicit members, literals, operators, patterns.
      [
        "enum Color { case red }", "func paint(_ c: Color) -> Color { c }", "print(paint(.red))",
        "if case .red = paint(.red) {}",
      ],
      [
        "struct L: ExpressibleByIntegerLiteral { var v: Int; init(integerLiteral v: Int) { self.v = v } }",
        "func take(_ l: L) -> Int { l.v }", "print(take(3))",
      ],
      [
        "precedencegroup Power { higherThan: MultiplicationPrecedence }", "infix operator **: Power",
        "func ** (a: Int, b: Int) -> Int { a * b }", "func ~= (p: String, v: Int) -> Bool { p == \"\\(v)\" }",
        "print(2 + 3 ** 4)\nswitch 1 { case \"1\": print(1)\ndefault: break }", "print([1, 2].reduce(1, **))",
      ],
      // Extensions of a library's types: members, initializers, subscripts, conformances.
      [
        "extension Array where Element == Double { var mean: Double { 1 } }",
        "extension Int { init(twice v: Double) { self = Int(v) } }",
        "extension Array { subscript(safe i: Int) -> Element? { nil } }", "extension String: @retroactive Error {}",
        "print([1.0].mean)", "print(Int(twice: 2), [1][safe: 3] as Any)\ndo { throw \"no\" } catch { print(error) }",
      ],
      // Witnesses in other cells.
      [
        "protocol Shape { var area: Double { get } }", "extension Int { var area: Double { 1 } }",
        "extension Int: Shape {}",
        "struct W { var v = 1 }", "func == (a: W, b: W) -> Bool { a.v == b.v }", "extension W: Equatable {}",
        "print([W()].contains(W()), (3 as any Shape).area)",
      ],
      // Extensions of a cell's types.
      [
        "struct N { var v = 1 }", "extension N: CustomStringConvertible { var description: String { \"N\" } }",
        "extension N { static func + (a: N, b: N) -> N { a } }\nextension N { static let one = N() }", "let n = N()",
        "let m: N = .one + n\nprint(m.description, \"\\(n + n)\")",
      ],
      // Property wrappers, result builders, dynamic members, closures that are called.
      [
        "@propertyWrapper struct Clamped { var wrappedValue: Int; var projectedValue: Int { 3 } }",
        "struct V { @Clamped var x = 1 }", "var v = V()", "v.x += 1\nprint(v.$x)",
      ],
      [
        "@resultBuilder enum List { static func buildBlock(_ x: Int...) -> [Int] { x } }",
        "extension List { static func buildOptional(_ x: [Int]?) -> Int { x?.first ?? 0 } }",
        "func list(@List _ body: () -> [Int]) -> [Int] { body() }", "print(list { 1; 2; if true { 3 } })",
      ],
      [
        "struct D { var inner = 5 }",
        "@dynamicMemberLookup struct Q { var d = D(); subscript<T>(dynamicMember k: KeyPath<D, T>) -> T { d[keyPath: k] } }",
        "let q = Q()", "print(q.inner)", "struct F { func callAsFunction() -> D { D() } }", "let f = F()",
        "print(f().inner)",
      ],
      // Aliases, opaque types, tuples, closures, generic arguments, errors.
      [
        "struct T { var t = 1 }", "typealias Pair = (T, T)", "let pair: Pair = (T(), T())", "let other = pair",
        "print(other.0.t)", "let closure = { (t: T) in t.t }", "print(closure(other.1))",
      ],
      [
        "protocol Sh { var n: Int { get } }", "struct Sq: Sh { var n = 2 }", "func some() -> some Sh { Sq() }",
        "let o = some()",
        "let a: any Sh = o", "print(o.n, a.n)", "struct Box<T> { var t: T }", "let b = Box(t: Sq())", "print(b.t.n)",
      ],
      [
        "struct E: Error { var code = 1 }", "func fail() throws(E) { throw E() }",
        "do { try fail() } catch { print(error.code) }",
      ],
      // Branches.
      [
        "#if os(Linux)\nlet branch = 1\nextension Int { var branched: Int { 1 } }\n#endif", "print(branch, 1.branched)",
      ],
      // Names in back-ticks and in interpolations.
      ["let `default` = 1", "let `a b` = 2", "print(`default`, \"\\(`a b`)\")"],
    ])
  func cellsCompileAtTheFirstAttempt(cells: [String]) async throws {
    let compiler = try await compile(cells)
    #expect(compiler.attempts == (1...cells.count).map { "Cell_\($0)" }.sorted())
  }

  @Test("A cell imports what it uses and no more")
  func cellsImportWhatTheyUse() async throws {
    let compiler = try await compile([
      "let a = 1", "let b = a + 1", "struct P { var v = 1 }", "let c = b + P().v", "print(c)",
      "func f(_ p: P) -> Int { a }", "print(f(.init()))", "extension P { var w: Int { v } }", "print(b)",
    ])
    #expect(compiler.imports(of: "Cell_5") == ["Cell_4"])
    #expect(compiler.imports(of: "Cell_7") == ["Cell_1", "Cell_3", "Cell_6"])
    #expect(compiler.imports(of: "Cell_9") == ["Cell_2"])
  }

  @Test("A redefined name is the later one, whatever else is imported")
  func redefinedNamesAreTheLaterOnes() async throws {
    let compiler = try await compile([
      "struct P { var v = 1 }\nlet x = \"old\"", "let p = P()", "let x = 2", "let y: Int = x + p.v",
      "struct Data { var mine = 1 }", "let d = Data()\nlet m: Int = d.mine",
    ])
    #expect(compiler.attempts.count == 6)
    #expect(compiler.imports(of: "Cell_4") == ["Cell_1", "Cell_2", "Cell_3"])
  }
}
