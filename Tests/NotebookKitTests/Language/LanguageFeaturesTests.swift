import Foundation
import TestSupport
import Testing

/// Code that `swiftc` accepts in one file, spread over cells.
@Suite("The language, spread over cells")
struct LanguageFeaturesTests {
  /// Runs cells that must all succeed and returns their outputs.
  private func outputs(
    _ cells: [String], frontMatter: String = "", sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> [[String]] {
    let notebook = try ScratchNotebook(cells, frontMatter: frontMatter)
    defer { notebook.remove() }
    let result = try notebook.run(["--keep-going"])
    #expect(result.status == 0, "\(result.errors)", sourceLocation: sourceLocation)
    return try notebook.outputs()
  }

  @Test("Macros of the toolchain are expanded")
  func macrosOfTheToolchainAreExpanded() throws {
    let cells = [
      "import Observation\n@Observable final class Model { var n = 1 }\nlet model = Model()",
      "enum Context { @TaskLocal static var depth = 0 }\nContext.$depth.withValue(3) { print(Context.depth) }",
      "let large = #Predicate<Int> { $0 > 3 }\nprint(try [1, 5].filter { try large.evaluate($0) })",
      """
      extension Model { var twice: Int { n * 2 } }
      let seen = withObservationTracking { model.twice } onChange: { print("changed") }
      model.n = 10
      print(seen)
      """,
      "import Testing\n#expect(seen == 2)\n#expect(throws: Never.self) { model.n }",
    ]
    #expect(
      try outputs(cells) == [[], ["stdout: 3\n"], ["stdout: [5]\n"], ["stdout: changed\n2\n"], ["execute_result: nil"]])
  }

  @Test("Statements that await or bind may share a line with others")
  func severalStatementsOnALine() throws {
    let cells = [
      "func four() async -> Int { 4 }\nlet maybe = Int(\"7\")",
      "await Task.yield(); let v = 3",
      "await four();",
      "let y = await four(); y + v",
      "async let z = four(); print(await z)",
      "if await four() == 4 { print(\"four\") }; 6",
      "guard let n = maybe else { fatalError() }; print(n)",
      "guard await four() == 4 else { fatalError() } /* ; */ ; n + v",
      "var sum = 1; sum = await four() + sum; do { try await Task.sleep(for: .zero) } catch {}; sum",
      "defer { print(\"end\") }; for i in 1...2 { print(await four() * i) }; print(\"body\"); // no value",
      "let a = await four(), b = 2; let c = 1, d = await four(); await four() + a + b + c + d // 15",
    ]
    #expect(
      try outputs(cells) == [
        [], [], [], ["execute_result: 7"], ["stdout: 4\n"], ["stdout: four\n", "execute_result: 6"], ["stdout: 7\n"],
        ["execute_result: 10"], ["execute_result: 5"], ["stdout: 4\n8\nbody\nend\n"], ["execute_result: 15"],
      ])
  }

  @Test("Bare regular expressions are literals")
  func bareRegularExpressionsAreLiterals() throws {
    let cells = [
      "let digits = /[0-9]+/",
      "import RegexBuilder\nlet built = Regex { \"a\"; Capture { OneOrMore(.digit) } }",
      "print(\"ab12c\".firstMatch(of: digits)!.output, \"a77\".wholeMatch(of: built)!.1, 6 / 2 / 1)",
    ]
    #expect(try outputs(cells).last == ["stdout: 12 77 3\n"])
  }

  @Test("Declarations within `#if` are visible to later cells")
  func whatStandsInConditionsOfTheBuildIsDeclared() throws {
    let cells = [
      """
      #if os(Linux)
        let system = "linux"
        func onlyHere() -> Int { 3 }
        struct Here { var a = 1 }
      #else
        let system = "other"
      #endif
      """, "print(system, onlyHere(), Here().a)", "let system = 5", "func onlyHere(_ a: Int) -> Int { a }",
      "print(system, onlyHere(), onlyHere(4))",
    ]
    let outputs = try outputs(cells)
    #expect(outputs[1] == ["stdout: linux 3 1\n"])
    #expect(outputs[4] == ["stdout: 5 3 4\n"])
  }

  @Test("A regular expression after another statement is a literal")
  func aRegularExpressionAfterAStatementIsALiteral() throws {
    let cells = [
      "if let match = \"a1\".firstMatch(of: /\\d/) { print(match.output) }\nlet date = /(?<year>\\d{4})-(?<month>\\d\\d)/",
      "print(\"on 2024-05\".firstMatch(of: date)!.year)",
    ]
    #expect(try outputs(cells) == [["stdout: 1\n"], ["stdout: 2024\n"]])
  }

  @Test("Top level code is the main actor's")
  func topLevelCodeIsTheMainActors() throws {
    let cells = [
      "@MainActor final class Model { var v = 1; func bump() { v += 1 } }\nlet model = MainActor.assumeIsolated { Model() }",
      "MainActor.assumeIsolated { model.bump(); print(model.v) }\nMainActor.preconditionIsolated()",
      "Task { @MainActor in model.bump(); print(model.v) }\ntry await Task.sleep(for: .milliseconds(50))",
    ]
    #expect(try outputs(cells) == [[], ["stdout: 2\n"], ["stdout: 3\n"]])
  }

  @Test("Main-actor declarations are used at the top level")
  func whatIsTheMainActorsIsUsedAtTheTopLevel() throws {
    let cells = [
      "@MainActor final class Model { var v = 1; func bump() { v += 1 } }\n@MainActor func shown(_ v: Int) -> Int { v }",
      "let model = Model()\nmodel.bump()\nprint(model.v)",
      "model.bump()\nprint(shown(model.v))\nlet plain = 5",
      "print(plain, model.v)",
    ]
    #expect(try outputs(cells) == [[], ["stdout: 2\n"], ["stdout: 3\n"], ["stdout: 5 3\n"]])
  }

  @Test("Other threads are not the main actor's")
  func otherThreadsAreNotTheMainActors() throws {
    let notebook = try ScratchNotebook([
      "let thread = Thread { MainActor.assumeIsolated { print(\"never\") } }\nthread.start()\nusleep(2_000_000)"
    ])
    defer { notebook.remove() }
    #expect(try notebook.run().status == 1)
    #expect(try !notebook.outputs()[0].contains { $0.contains("never") })
  }

  @Test("Declarations of every kind are seen by later cells")
  func declarationsOfEveryKindAreSeenByLaterCells() throws {
    let cells = [
      """
      @resultBuilder struct Sum { static func buildBlock(_ parts: Int...) -> Int { parts.reduce(0, +) } }
      @propertyWrapper struct Clamped { var wrappedValue: Int { didSet { wrappedValue = min(wrappedValue, 10) } } }
      func each<each T>(_ values: repeat each T) -> (repeat each T) { (repeat each values) }
      struct Token: ~Copyable { var a = 1; consuming func spend() -> Int { a }; deinit { print("gone") } }
      enum Problem: Error { case x }
      func typed() throws(Problem) { throw .x }
      @dynamicMemberLookup struct Echo { subscript(dynamicMember name: String) -> String { name } }
      typealias Number = Numeric
      #if os(Linux)
        let system = "linux"
      #endif
      infix operator <+>: AdditionPrecedence
      func <+> (a: Int, b: Int) -> Int { a * 10 + b }
      """,
      """
      struct Holder { @Clamped var t = 3 }
      var holder = Holder()
      holder.t = 50
      @Sum func built() -> Int { 1; 2; 3 }
      defer { print("deferred") }
      print(holder.t, built(), each(1, "a"), Token().spend(), system, 1 <+> 2)
      do { try typed() } catch { print(error) }
      var token = Token(a: 7)
      print(Echo()[keyPath: \\Echo.hello])
      """,
      "func double<N: Number>(_ n: N) -> N { n + n }\ntoken = Token(a: 8)\nprint(token.a, double(4))",
    ]
    #expect(
      try outputs(cells) == [
        [], ["stdout: gone\n10 6 (1, \"a\") 1 linux 12\nx\nhello\ndeferred\n"], ["stdout: gone\n8 8\n"],
      ])
  }

  @Test(
    "Module of the toolchain is imported",
    arguments: [
      "RegexBuilder", "Synchronization", "Distributed", "_Differentiation", "Testing", "FoundationXML",
      "FoundationNetworking", "Observation", "Glibc", "Dispatch",
    ])
  func moduleOfTheToolchainIsImported(_ module: String) throws {
    #expect(try outputs(["import \(module)\nprint(1)", "print(2)"]) == [["stdout: 1\n"], ["stdout: 2\n"]])
  }

  @Test("Main attribute is refused with a sentence")
  func mainAttributeIsRefusedWithASentence() throws {
    let notebook = try ScratchNotebook(["@main struct App { static func main() { print(\"ran\") } }"])
    defer { notebook.remove() }
    let result = try notebook.run()
    #expect(result.status == 1)
    #expect(
      result.errors.contains(
        "Remove `@main`: a notebook's cells are its program. Call the type's `main()` in a cell."))
    #expect(!result.errors.contains("main.swift"))
  }

  // MARK: - Swift 6

  private static let racy = "final class Box { var v = 1 }\nfunc race(_ box: Box) { Task.detached { box.v += 1 } }"

  @Test("A cell can be compiled in Swift 6 mode")
  func aCellCanBeCompiledInSwift6Mode() throws {
    for (option, front, status) in [
      ("", "", 0), ("//| swift-version: 6\n", "", 1), ("", "swift-version: 6", 1),
      ("//| swift-version: 5\n", "swift-version: 6", 0),
      ("", "execute:\n  swift-version: 6", 1),
    ] {
      let notebook = try ScratchNotebook([option + Self.racy], frontMatter: front)
      defer { notebook.remove() }
      let result = try notebook.run()
      #expect(result.status == Int32(status), "\(option) \(front) \(result.errors)")
      if status == 1 { #expect(result.errors.contains("data race") || result.errors.contains("Sendable")) }
    }
  }

  @Test("Other versions are refused")
  func otherVersionsAreRefused() throws {
    let notebook = try ScratchNotebook(["//| swift-version: 7\n1"])
    defer { notebook.remove() }
    let result = try notebook.run()
    #expect(result.status == 2)
    #expect(result.errors.contains("`swift-version` must be 5 or 6"), "\(result.errors)")
  }

  @Test("Cells of both modes see each other")
  func cellsOfBothModesSeeEachOther() throws {
    let cells = [
      "var five = [1]", "//| swift-version: 6\nvar six = [2]\nfive.append(6)\nlet doubled = five.map { $0 * 2 }",
      "six.append(5)\nlet total = five.reduce(0, +)\nprint(six, doubled, total)",
      "//| swift-version: 6\nprint(total, MainActor.assumeIsolated { six.count })",
    ]
    #expect(try outputs(cells).suffix(2) == [["stdout: [2, 5] [2, 12] 7\n"], ["stdout: 7 2\n"]])
  }

  @Test("Code of a Swift 5 cell reads the variables of a Swift 6 one wherever it is")
  func codeOfASwift5CellReadsVariablesOfASwift6One() throws {
    let cells = [
      "//| swift-version: 6\nvar six = [1]\nlet fixed = 4\nfinal class Box { var v = 2 }\nlet box = Box()",
      """
      func f() -> Int { six.count + fixed + box.v }
      struct S { var n: Int { six.count }; func g() { six.append(1) } }
      final class C { lazy var count = six.count }
      S().g()
      print(f(), S().n, [1, 2].map { $0 + six.count })
      """,
      "nonisolated func h() -> Int { six.count }\nprint(f(), C().count, h())\nTask.detached { _ = fixed }",
      "//| swift-version: 6\nsix.append(3)\nprint(six, h(), MainActor.assumeIsolated { box.v })",
    ]
    let outputs = try outputs(cells)
    #expect(outputs[1] == ["stdout: 8 2 [3, 4]\n"])
    #expect(outputs[3] == ["stdout: [1, 1, 3] 3 2\n"])
  }

  @Test("Swift 6 cells await at top level")
  func swift6CellsAwaitAtTopLevel() throws {
    let cells = [
      "let base = 40\nfunc add(_ n: Int) async throws -> Int { try await Task.sleep(for: .milliseconds(5)); return 40 + n }",
      "let two = try await add(2)\ntwo", "await Task { two }.value",
      "async let going = add(1)\nlet came = try await going\nprint(came, base)",
      "for await n in (AsyncStream<Int> { $0.yield(7); $0.finish() }) { print(n) }",
      "guard let three = try? await add(3) else { fatalError() }\nprint(three)",
      "await MainActor.run { came }",
    ]
    #expect(
      try outputs(cells, frontMatter: "swift-version: 6") == [
        [], ["execute_result: 42"], ["execute_result: 42"], ["stdout: 41 40\n"], ["stdout: 7\n"], ["stdout: 43\n"],
        ["execute_result: 41"],
      ])
  }
}
