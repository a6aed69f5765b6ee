import Foundation
import TestSupport
import Testing

/// A later definition replaces an earlier one that would be called in the same way.
@Suite("Redefinitions")
struct RedefinitionTests {
  /// The outputs of the last cell of a notebook that runs, and that `etude check` takes as well.
  private func lastOutput(_ cells: [String], sourceLocation: SourceLocation = #_sourceLocation) throws -> [String] {
    let notebook = try ScratchNotebook(cells)
    defer { notebook.remove() }
    let result = try notebook.run()
    #expect(result.status == 0, "\(result.errors)", sourceLocation: sourceLocation)
    let checked = try notebook.check()
    #expect(checked.status == 0, "check: \(checked.errors)", sourceLocation: sourceLocation)
    return try notebook.outputs().last ?? []
  }

  @Test(
    "The later one is used",
    arguments: [
      (
        "func f(_ x: Double, by k: Double = 2) -> Double { x * k }",
        "func f(_ x: Double, by k: Double = 3) -> Double { x * k }", "f(1)", "3.0"
      ),
      ("func f(r: Double) -> Int { 1 }", "func f(r radius: Double) -> Int { 2 }", "f(r: 1)", "2"),
      ("func f<T>(_ x: T) -> String { \"one\" }", "func f<Value>(_ x: Value) -> String { \"two\" }", "f(1)", "two"),
      ("func f(x: Int) -> Int { 1 }", "@discardableResult func f( x : Int ) -> Int { 2 }", "f(x: 1)", "2"),
      ("func f(_ a: [Int]) -> Int { 1 }", "func f(_ a: Array<Int>) -> Int { 2 }", "f([1])", "2"),
      ("private func f() -> Int { 1 }", "func f() -> Int { 2 }", "f()", "2"),
      ("struct S { var v = 1 }", "final class S { var v = 2 }", "S().v", "2"),
      ("typealias N = Int", "typealias N = String", "N(\"2\")", "2"),
      (
        "typealias P = Equatable", "protocol P { var two: Int { get } }\nextension Int: P { var two: Int { 2 } }",
        "(0 as any P).two", "2"
      ),
      (
        "func f(_ a: inout Int, by k: Int = 2) { a *= k }", "func f(_ b: inout Int, by k: Int = 3) { b *= k }",
        "var x = 1\nf(&x)\nx", "3"
      ),
      (
        "func f(_ body: @autoclosure () -> Int) -> Int { 1 }", "func f(_ body: @autoclosure () -> Int) -> Int { 2 }",
        "f(3)", "2"
      ),
      ("let max = 1", "let max = 2", "max", "2"), ("let `in` = 1", "func `in`() -> Int { 2 }", "`in`()", "2"),
    ])
  func theLaterOneIsMeant(_ first: String, _ second: String, _ use: String, _ value: String) throws {
    #expect(try lastOutput([first, second, use]) == ["execute_result: \(value)"])
  }

  @Test(
    "Redefinition keeps the other declarations of the earlier cell",
    arguments: [
      (
        ["func name() -> String { \"one\" }\nlet a = name()", "func name() -> Int { 2 }", "print(name(), a)"], "2 one"
      ),
      (["func f() -> Int { 1 }", "func f() throws -> Int { 2 }", "print(try f())"], "2"),
      (
        [
          "func f(_ x: Int) -> String { \"Int 1\" }\nfunc f(_ x: String) -> String { \"String 1\" }",
          "func f(_ x: Int) -> String { \"Int 2\" }", "print(f(1), f(\"\"))",
        ], "Int 2 String 1"
      ),
      (
        [
          "func k(_ n: Int) -> Int { n == 0 ? 0 : k(n - 1) + 1 }\nvar s = k(2)\nstruct Q { private var z = 5; var y = k(1); func r() -> Int { z } }",
          "func k(_ n: Int) -> Int { 100 }", "s += 1\nprint(k(1), s, Q().y, Q().r())",
        ], "100 3 1 5"
      ),
      (
        [
          "infix operator **\nfunc ** (a: Int, b: Int) -> Int { 1 }\nfunc ** (a: Double, b: Double) -> Double { 1 }",
          "func ** (a: Int, b: Int) -> Int { 2 }", "print(2 ** 3, 2.0 ** 3.0)",
        ], "2 1.0"
      ),
      (
        [
          "extension Array where Element == Double { var mean: Double { 1 } }\nlet m = [2.0].mean",
          "extension Array where Element == Double { var mean: Double { 2 } }", "print([1.0].mean, m)",
        ], "2.0 1.0"
      ),
      (
        [
          "extension String { var count: Double { 0.5 } }\nlet n = \"abc\".count",
          "extension String { var count: Float { 2 } }", "print(n)",
        ], "0.5"
      ),
      (
        [
          "func f(_ x: Int) -> Int { x + 1 }\nlet a = f(1)", "func f(_ x: Int) -> String { \"new\" }",
          "print(f(2), a)",
        ], "new 2"
      ),
      (
        [
          "struct W { var v = 1 }\nprivate let p = 4",
          "extension W { func g() -> Int { 1 }\nsubscript(i: Int) -> Int { 1 } }",
          "extension W { func g() -> Int { 2 }\nsubscript(i: Int) -> Int { 2 } }", "print(W().g(), W()[0], p)",
        ], "2 2 4"
      ),
      (
        [
          "extension Int { var twice: Int { self * 2 }\n@inline(never) func thrice() -> Int { self * 3 } }",
          "extension Int { var twice: Int { self * 20 } }", "print(2.twice, 2.thrice())",
        ], "40 6"
      ),
      (
        [
          "func u<T: Numeric>(_ a: T) -> T { a }", "func u<T: Numeric>(_ a: T) -> T { a * 2 }",
          "func u<N: Numeric>(_ a: N) -> N { a * 3 }", "print(u(3))",
        ], "9"
      ),
    ])
  func redefinitionLeavesTheRest(_ cells: [String], _ printed: String) throws {
    #expect(try lastOutput(cells) == ["stdout: \(printed)\n"])
  }

  @Test(
    "A replaced function is not called for the type of its result, also if a value was computed by it",
    arguments: ["", "\nlet a = f(1)"])
  func replacedIsGone(_ use: String) throws {
    let notebook = try ScratchNotebook([
      "func f(_ x: Int) -> Int { x + 1 }" + use, "func f(_ x: Int) -> String { \"new\" }", "let y: Int = f(2)",
    ])
    defer { notebook.remove() }
    let result = try notebook.run()
    #expect(result.status == 1 && result.errors.contains("cannot convert value of type 'String'"), "\(result.errors)")
  }

  @Test(
    "A function is replaced in the cell that declares it again",
    arguments: [
      ("func f() -> String { \"one\" }", "func f() -> Int { 2 }", "f()"),
      ("func f(x: Int) -> Int { 1 }", "func f(x: Int) -> Double { 2 }", "Int(f(x: 1))"),
      ("func f<T>(_ a: T) -> Int { 1 }", "func f<U>(_ b: U) -> Double { 2 }", "Int(f(1))"),
      ("func f() -> Int { 1 }", "func f() throws -> Int { 2 }", "try f()"),
      ("func f() -> Int { 1 }", "func f() async -> Int { 2 }", "await f()"),
      ("extension Int { func f() -> Int { 1 } }", "extension Int { func f() -> Double { 2 } }", "Int(1.f())"),
      ("extension Int { var f: Int { 1 } }", "extension Int { var f: Double { 2 } }", "Int(1.f)"),
    ])
  func aFunctionIsReplacedInItsOwnCell(_ first: String, _ second: String, _ use: String) throws {
    #expect(try lastOutput([first, second + "\nprint(\(use))"]) == ["stdout: 2\n"])
    #expect(try lastOutput([first, second, "print(\(use))"]) == ["stdout: 2\n"])
  }

  @Test("A cell that fails replaces nothing")
  func aCellThatFailsReplacesNothing() throws {
    let notebook = try ScratchNotebook([
      "func f() -> Int { 1 }", "func f() -> String { \"2\" }\nlet s: Bool = f()", "print(f())",
    ])
    defer { notebook.remove() }
    _ = try notebook.run(["--keep-going"])
    #expect(try notebook.outputs().last == ["stdout: 1\n"])
  }

  @Test(
    "Operators and precedence groups are replaced",
    arguments: [
      (
        [
          "infix operator **: AdditionPrecedence\nfunc ** (a: Int, b: Int) -> Int { a * 10 + b }\nfunc ** (a: Double, b: Double) -> Double { a * 10 + b }",
          "infix operator **: MultiplicationPrecedence\nprint(1 ** 2 + 3)", "print(4 + 1 ** 2, 4 + 1.0 ** 2.0)",
        ], "16 16.0"
      ),
      (
        [
          "infix operator **: AdditionPrecedence\nfunc ** (a: Int, b: Int) -> Int { a * 10 + b }",
          "precedencegroup Power { higherThan: MultiplicationPrecedence }\ninfix operator **: Power\nfunc ** (a: Int, b: Int) -> Int { a * 100 + b }",
          "print(2 * 1 ** 2)",
        ], "204"
      ),
      (
        [
          "precedencegroup Power { higherThan: AdditionPrecedence lowerThan: MultiplicationPrecedence }\ninfix operator **: Power\nfunc ** (a: Int, b: Int) -> Int { a * 10 + b }",
          "precedencegroup Power { higherThan: MultiplicationPrecedence }\ninfix operator ***: Power\nfunc *** (a: Int, b: Int) -> Int { a * 10 + b }",
          "infix operator **+: Power\nfunc **+ (a: Int, b: Int) -> Int { a * 10 + b }\nprint(2 * 1 ** 2, 2 * 1 *** 2, 2 * 1 **+ 2)",
        ], "22 24 24"
      ),
      (["prefix operator √\nprefix func √ (a: Int) -> Int { 1 }", "prefix operator √", "print(√4)"], "1"),
      (
        [
          "postfix operator °\npostfix func ° (a: Int) -> Int { 1 }", "postfix func ° (a: Int) -> Int { 2 }",
          "print(4°)",
        ], "2"
      ),
    ])
  func operatorsAreReplaced(_ cells: [String], _ printed: String) throws {
    #expect(try lastOutput(cells) == ["stdout: \(printed)\n"])
  }

  @Test("Macros are replaced")
  func macrosAreReplaced() throws {
    func macro(_ input: String) -> String {
      "@freestanding(expression) macro pick<\(input)>(_ body: (\(input)) -> Bool) -> Predicate<\(input)> = "
        + "#externalMacro(module: \"FoundationMacros\", type: \"PredicateMacro\")"
    }
    #expect(
      try lastOutput([macro("Input"), macro("Value"), "print(try #pick<Int> { $0 > 3 }.evaluate(4))"])
        == ["stdout: true\n"])
  }

  @Test(
    "Names of modules and of the library are the notebook's own",
    arguments: [
      ("func print(_ s: String) { Swift.print(\"mine\", s) }", "print(\"a\")", "mine a"),
      ("struct Foundation { static let a = 1 }", "print(Foundation.a)", "1"), ("let Etude = 5", "print(Etude)", "5"),
      ("struct Array { var v = 2 }\nextension Array { func g() -> Int { v } }", "print(Array().g())", "2"),
      ("typealias Double = Int", "print(Double(3))", "3"), ("enum Result { case fine }", "print(Result.fine)", "fine"),
      ("struct Tensor { let z = 1 }\nfunc plot(_ a: Int) -> Int { a }", "print(Tensor().z, plot(1))", "1 1"),
      ("let `my name` = 1\nenum `a b` { case `c d`, `in` }", "print(`my name`, `a b`.`in`)", "1 in"),
    ])
  func namesOfModulesAreTheNotebooks(_ declaration: String, _ use: String, _ printed: String) throws {
    #expect(try lastOutput([declaration, declaration, use]) == ["stdout: \(printed)\n"])
  }

  // MARK: - Conformances

  private static let shown =
    "print(W(), \"\\(W())\", W() as Any, W().description, String(describing: W() as Any), "
    + "(W() as Any as! any CustomStringConvertible).description)"

  @Test("A conformance is replaced, for casts as well")
  func aConformanceIsReplaced() throws {
    func described(_ text: String) -> String {
      "extension W: CustomStringConvertible { var description: String { \"\(text)\" } }\n" + Self.shown
    }
    let cells = ["struct W { var v = 1 }", described("one"), described("two"), Self.shown]
    #expect(try lastOutput(cells) == ["stdout: two two two two two two\n"])
  }

  @Test("Of several conformances one is replaced")
  func ofSeveralConformancesOneIsReplaced() throws {
    let cells = [
      "protocol P { var name: String { get } }\nextension P { var name: String { \"default\" } }\nstruct W {}\nstruct G<T> {}",
      "extension W: CustomStringConvertible, P, Equatable { var description: String { \"old\" }\nstatic func == (a: W, b: W) -> Bool { true } }\nextension G: P where T == Int {}",
      "extension W: P { var name: String { \"own\" } }\nextension G: P where T == Int { var name: String { \"own\" } }",
      "func f(_ p: some P) -> String { p.name }\nprint(f(W()), (W() as Any as! any P).name, W(), W() == W(), f(G<Int>()))",
    ]
    #expect(try lastOutput(cells) == ["stdout: own own old true own\n"])
  }

  @Test("A witness that is replaced leaves its conformance")
  func aWitnessThatIsReplacedLeavesItsConformance() throws {
    let cells = [
      "protocol P { func g() -> Int }\nstruct W {}", "extension W: P { func g() -> Int { 1 } }",
      "extension W { func g() -> Int { 2 } }", "func f(_ p: some P) -> Int { p.g() }\nprint(W().g(), f(W()))",
    ]
    #expect(try lastOutput(cells) == ["stdout: 2 1\n"])
  }

  @Test("A conformance that its cell has already used for a value is replaced for later values")
  func aConformanceOfAValueIsReplaced() throws {
    let cells = [
      "protocol P { var name: String { get } }\nstruct W {}",
      "extension W: P { var name: String { \"old\" } }\nlet p: any P = W()",
      "extension W: P { var name: String { \"new\" } }",
      "print(p.name, W().name, (W() as any P).name, ((W() as Any) as! any P).name)",
    ]
    #expect(try lastOutput(cells) == ["stdout: old new new new\n"])
  }

  @Test("A conformance that its cell needs for an opaque type is not replaced, with a notice")
  func aConformanceThatItsCellNeedsIsNotReplaced() throws {
    let notebook = try ScratchNotebook([
      "protocol P { var name: String { get } }\nstruct W {}",
      "extension W: P { var name: String { \"old\" } }\nlet p: some P = W()",
      "extension W: P { var name: String { \"new\" } }", "print(p.name)",
    ])
    defer { notebook.remove() }
    let result = try notebook.run(["--keep-going"])
    #expect(result.errors.contains("Change that cell instead."), "\(result.errors)")
    #expect(try notebook.outputs().last == ["stdout: old\n"])
  }

  @Test(
    "A conformance that the cell of the type or of the protocol states is replaced, too",
    arguments: [
      "struct W {}\nprotocol P { var name: String { get } }\nextension W: P { var name: String { \"old\" } }",
      "struct W {}\nextension W: P { var name: String { \"old\" } }\nprotocol P { var name: String { get } }",
    ])
  func aConformanceOfTheTypesCellIsReplaced(_ first: String) throws {
    let cells = [
      first, "extension W: P { var name: String { \"new\" } }",
      "print(W().name, (W() as any P).name, ((W() as Any) as! any P).name)",
    ]
    #expect(try lastOutput(cells) == ["stdout: new new new\n"])
  }

  @Test(
    "Members in the cell of the extended type are replaced",
    arguments: [
      ("struct S<T> { var t: T }\nextension S { func n() -> Int { 1 } }", "extension S", "S(t: 0).n()"),
      ("class S {}\nextension S { func n() -> Int { 1 } }", "extension S", "S().n()"),
      ("protocol S {}\nextension S { func n() -> Int { 1 } }\nextension Int: S {}", "extension S", "0.n()"),
      (
        "struct S<T> { var t: T }\nextension S where T == Int { func n() -> Int { 1 } }", "extension S where T == Int",
        "S(t: 0).n()"
      ),
    ])
  func membersInTheCellOfTheTypeAreReplaced(_ first: String, _ extended: String, _ use: String) throws {
    #expect(try lastOutput([first, "\(extended) { func n() -> Int { 2 } }", "print(\(use))"]) == ["stdout: 2\n"])
  }

  @Test(
    "Members of a type's own body are replaced by an extension in a later cell",
    arguments: [
      ("struct S { var v = 1; func n() -> Int { v } }", "func n() -> Int { 2 }", "S().n()"),
      ("final class S {\n  @inline(never) func n() -> Int { 1 }\n}", "func n() -> Int { 2 }", "S().n()"),
      ("class S { class func n() -> Int { 1 } }", "static func n() -> Int { 2 }", "S.n()"),
      ("enum S { case a, b; var n: Int { 1 } }", "var n: Int { 2 }", "S.a.n"),
      ("struct S<T> { var t: T; private func n() -> Int { 1 } }", "func n() -> Int { 2 }", "S(t: 0).n()"),
      ("struct S { var a = 0, b = 0; var n = 1 }", "var n: Int { 2 }", "S().n"),
      ("struct S { subscript(i: Int) -> Int { 1 } }", "subscript(i: Int) -> Int { 2 }", "S()[0]"),
      ("struct S { var v: Int; init() { v = 1 } }", "init() { v = 2 }", "S().v"),
      ("struct S { func n() -> String { \"one\" } }", "func n() -> Int { 2 }", "S().n()"),
    ])
  func membersOfATypesBodyAreReplaced(_ first: String, _ second: String, _ use: String) throws {
    let later = "extension S { \(second) }"
    #expect(try lastOutput([first, later + "\nprint(\(use))"]) == ["stdout: 2\n"])
    #expect(try lastOutput([first, later, "print(\(use))"]) == ["stdout: 2\n"])
  }

  @Test("A replaced member of a body stays a witness and a part of the layout")
  func aReplacedMemberOfABodyStays() throws {
    let cells = [
      "protocol P { func n() -> Int }\nstruct S: P { var v = 1; var w = 5; func n() -> Int { v } }\nclass A { func n() -> Int { 1 }; func m() -> Int { 6 } }\nclass B: A { override func m() -> Int { 3 } }",
      "extension S { func n() -> Int { 2 }\nvar v: Int { 4 } }\nextension A { func n() -> Int { 2 } }",
      "print(S().n(), (S() as any P).n(), S().v, S().w, A().n(), B().n(), (B() as A).m(), A().m())",
    ]
    #expect(try lastOutput(cells) == ["stdout: 2 1 4 5 2 2 3 6\n"])
  }

  @Test("A replaced default of a protocol is that of later types")
  func aReplacedDefaultIsThatOfLaterTypes() throws {
    let cells = [
      "protocol P { func d() -> Int }\nextension P { func d() -> Int { 1 } }", "struct A: P {}",
      "extension P { func d() -> Int { 2 } }", "struct B: P {}\nprint(B().d(), (B() as any P).d(), (A() as any P).d())",
    ]
    #expect(try lastOutput(cells) == ["stdout: 2 2 1\n"])
  }

  @Test(
    "A default is replaced even if its own cell has types that use it",
    arguments: [
      ("struct A: P {}", "A()"), ("struct G<T> { var t: T }\nextension G: P {}", "G(t: 1)"),
      ("extension Int: P {}", "7"),
      ("class C: P {}\nfinal class D: C {}", "D()"), ("enum E { case a }\nextension E: P, Equatable {}", "E.a"),
      ("struct A: P {}\nlet made: any P = A()", "A()"),
    ])
  func aDefaultIsReplacedWhoseOwnCellUsesIt(_ type: String, _ value: String) throws {
    let cells = [
      "protocol P { func d() -> Int; var e: Int { get } }\nextension P { func d() -> Int { 1 }\nvar e: Int { 5 } }\n\(type)",
      "extension P { func d() -> Int { 2 } }",
      "struct B: P {}\nprint(\(value).d(), (\(value) as any P).d(), \(value).e, B().d(), (B() as any P).d(), B().e)",
    ]
    #expect(try lastOutput(cells) == ["stdout: 2 1 5 2 2 5\n"])
  }

  @Test("Types within extensions are replaced")
  func typesWithinExtensionsAreReplaced() throws {
    let cells = [
      "extension Int { struct Inner { let v = 1; func f<T>(_ t: T) -> Int { 1 } }; typealias Other = Double; enum E { case a } }",
      "extension Int { struct Inner { let v = 2 }; typealias Other = String }\nextension Int { var e: E { .a } }",
      "extension Int { var e: Int { 3 } }", "print(Int.Inner().v, Int.Other.self, Int.E.a, 0.e)",
    ]
    #expect(try lastOutput(cells) == ["stdout: 2 String a 3\n"])
  }

  @Test(
    "Declarations that share a line with others are replaced",
    arguments: [
      "print(0); extension Int { typealias T = Int }", "extension Int { typealias T = Int }; print(0)",
      "extension Int { typealias T = Int; typealias S = Int }; print(0); func f() {}",
      "let a = 1; a; extension Int { var z: Int { 1 }; typealias T = Int } /* ; */ ; a",
    ])
  func whatStandsOnOneLineIsReplaced(_ first: String) throws {
    let cells = [first, "extension Int { typealias T = String }", "let text: Int.T = \"later\"; print(text)"]
    #expect(try lastOutput(cells) == ["stdout: later\n"])
  }

  @Test("Overloads stay")
  func overloadsStay() throws {
    let cells = [
      "func f(_ x: Int) -> String { \"Int\" }", "func f(_ x: String) -> String { \"String\" }",
      "func f(_ x: Double) -> String { \"Double\" }\nfunc f(of x: Int) -> String { \"of\" }",
      "print(f(1), f(\"\"), f(1.5), f(of: 1))",
    ]
    #expect(try lastOutput(cells) == ["stdout: Int String Double of\n"])
  }

  @Test("Errors that follow from a failed cell are one sentence")
  func errorsThatFollowFromAFailedCellAreOneSentence() throws {
    let notebook = try ScratchNotebook([
      "let chosen: Int = \"text\"\nstruct Wrong { let a: Nope }", "print(chosen)\nlet after = chosen + chosen",
      "after * 2",
      "let w: Wrong\nmisspelt",
    ])
    defer { notebook.remove() }
    _ = try notebook.run(["--keep-going"])
    let outputs = try notebook.outputs()
    #expect(outputs[1] == ["error: The cell does not compile: `chosen` is missing because cell 1 failed"])
    #expect(outputs[2] == ["error: The cell does not compile: `after` is missing because cell 2 failed"])
    #expect(outputs[3] == ["error: The cell does not compile: `Wrong` is missing because cell 1 failed (and 1 more)"])
  }
}
