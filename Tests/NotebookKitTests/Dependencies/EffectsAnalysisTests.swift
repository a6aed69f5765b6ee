import NotebookKit
import Testing

/// The analysis of cells that the installed compiler compiled.
@Suite("Effects of cells")
struct EffectsAnalysisTests {
  /// Compiles cells and returns for each the earlier cells that it needs and why, as in `1.numbers`; `1` alone is a
  /// cell that may have changed the process state.
  private func needs(_ cells: [String]) throws -> [[String]] {
    let effects = try effects(cells)
    return DependencyGraph(effects).needs.map { needs in
      needs.map { need in "\(need.maker + 1)" + (need.variable.map { "." + $0.name } ?? "") }.sorted()
    }
  }

  private func effects(_ cells: [String]) throws -> [StepEffects] {
    let tests = try CompilerForTests()
    defer { tests.remove() }
    var scope = Scope()
    var upstream: [CompiledModule] = []
    var analysis = EffectsAnalysis()
    return try cells.enumerated().map { index, source in
      let items = try tests.compiler.items(of: source) ?? []
      let text = CellRewriter(fileName: "note.md").module(
        source: source, line: 1, items: items, prologue: scope.wholeView().prologue)
      let outcome = try tests.compiler.compile(
        module: "Cell_\(index + 1)", source: text, imports: upstream.map(\.interface),
        options: CompilationOptions())
      guard case .compiled(let module) = outcome else {
        return analysis.effects(of: CellReferences(text: source, items: items), items: items, runs: false)
      }
      upstream.append(module)
      scope.add(items, module: module.name)
      return analysis.effects(
        of: CellReferences(try #require(module.occurrences), in: source, line: 1, items: items), items: items)
    }
  }

  @Test("Reads need the last writer, local names and members need nobody")
  func readsAndWrites() throws {
    let found = try needs([
      "var numbers = [1]\nlet other = 2", "numbers.append(other)", "numbers.count",
      "func f(numbers: Int) -> Int { let other = numbers; return other }\nf(numbers: 3)",
      "struct S { var numbers = 1 }\nS().numbers", "numbers = []", "print(\"\\(numbers)\")",
    ])
    #expect(
      found == [
        [], ["1.numbers", "1.other"], ["2.numbers"], [], [], ["2.numbers"], ["6.numbers"],
      ])
  }

  @Test("The first value of a static variable depends on everything that its type uses, in any cell")
  func firstValues() throws {
    let found = try effects([
      "var a = 1\nlet b = 2\nlet c = 3", "func f() -> Int { a }", "enum S { static let x = f() + b; static let y = 1 }",
      "enum T { static let z = 1 }", "S.x", "T.z", "func g() -> Int { S.y }", "g()", "c",
    ])
    let names = found.map { step in
      step.firstValues.map { "\($0.key.name): \($0.value.map(\.name).sorted())" }.sorted()
    }
    let both = ["x: [\"a\", \"b\", \"y\"]", "y: [\"a\", \"b\", \"x\"]"]
    #expect(names == [[], [], [], [], both, [], [], both, []])
  }

  @Test(
    "An element that is read is not written",
    arguments: [
      ("print(grid[0][1])", false), ("grid[0][1] = 2", true), ("grid[0].append(3)", true), ("grid[0].count", false),
      ("print(grid[0...1], grid[grid[0][0]])", false), ("for row in grid { print(row[0]) }", false),
      ("(grid[0], grid[1]) = ([], [])", true), ("grid[0][0] += 1", true), ("swap(&grid[0][0], &point.values[0])", true),
      ("func f(_ x: inout [Int]) {}\nf(&grid[0])", true), ("func f(_ x: inout Int) {}\nf(&point.values[0])", true),
      ("withUnsafeMutableBytes(of: &point.values) { _ in }", true), ("grid.swapAt(0, 1)", true),
      ("withUnsafeMutableBytes(of: &grid[0][1]) { _ in }", true), ("(grid[0])[0] = 1", true),
      ("memset(&grid[0], 0, 8)", true),
      ("let f = { grid[0] }", false), ("let f = { grid[0] = [] }", true), ("print(\"\\(grid[0][0])]\")", false),
      ("names[\"]\"]?[0]", false), ("names[\"]\"]?[0] = 1", true), ("names[\"a\", default: []].append(1)", true),
      ("print(names[\"a\", default: []][0])", false), ("point.values[0]", false), ("point.values[0] = 1", true),
      ("point.values.sort()", true), ("point.move()", true), ("point.still()", false), ("grid = []", true),
    ])
  func elements(_ cell: String, _ isWritten: Bool) throws {
    let found = try effects([
      "var grid = [[1, 2], [3, 4]]\nvar names = [\"]\": [1]]\nstruct Point { var values = [1]; mutating func move() {}; func still() {} }\nvar point = Point()",
      cell,
    ])
    #expect(found[1].written.isEmpty != isWritten)
  }

  @Test(
    "A getter that changes its value writes",
    arguments: [
      "counter.next", "counter.squares[0]", "counter[0]", "counter.drawn", "print(counters[0].next)",
      "func f() -> Int { counter.next }\nf()",
    ])
  func changingGetters(_ cell: String) throws {
    let found = try effects([
      "@propertyWrapper struct Draw { var n = 0; var wrappedValue: Int { mutating get { n += 1; return n } } }",
      """
      struct Counter {
        var draws = 0
        lazy var squares = [count * count]
        @Draw var drawn
        var next: Int { mutating get { draws += 1; return draws } }
        subscript(index: Int) -> Int { mutating get { draws += index; return draws } }
      }
      extension Counter { var count: Int { 2 } }
      """,
      "var counter = Counter()\nvar counters = [Counter()]", cell,
    ])
    #expect(!found[3].written.isEmpty)
  }

  @Test("Effects of a function or a closure count at its calls")
  func functionsAndClosures() throws {
    let found = try needs([
      "var count = 0\nvar scale = 2", "func bump() { count += 1 }\nlet grow = { scale += 1 }", "bump()", "count",
      "grow()", "scale", "var size: Int { count * 2 }", "size",
    ])
    #expect(found[2] == ["1.count"])
    #expect(found[3] == ["3.count"])
    #expect(found[4].contains("2.grow"))
    #expect(found[5].first?.hasPrefix("5.scale") == true)
    #expect(found[7] == ["3.count"])
  }

  @Test("An object is changed through any name that leads to it")
  func objects() throws {
    let found = try needs([
      "final class Net { var loss = 0.0; func fit() { loss += 1 } }", "let net = Net()\nlet apart = Net()",
      "let same = net", "same.fit()", "net.loss", "apart.loss",
    ])
    #expect(found[3].contains("3.same"))
    #expect(found[4].contains("4.net"))
    #expect(!found[5].contains { $0.hasPrefix("4.") })
  }

  @Test("A stored property of an object is read without a change of it")
  func storedProperties() throws {
    let found = try needs([
      "class Room { var size = 1 }\nfinal class Home { var room: Room? = Room() }", "let home = Home()",
      "let size = home.room!.size", "home.room", "let room = home.room", "room!.size = 2", "home.room",
    ])
    #expect(found[3].contains("2.home"))
    // A part read from it is a part of it.
    #expect(found[6].contains("6.home"))
  }

  @Test(
    "A property that code reads may change its object",
    arguments: [
      "class Home { var reads = 0; var size: Int { reads += 1; return reads } }",
      "class Home { lazy var size = 1 }",
      "class Base { var size = 1 }\nclass Home: Base { override var size: Int { get { 2 } set {} } }",
      "@propertyWrapper struct Own { var wrappedValue = 1 }\nclass Home { @Own var size }",
      "protocol Sized { var size: Int { get } }\nclass Own: Sized { var size: Int { 1 } }\n"
        + "func Home() -> any Sized { Own() }",
    ])
  func computedProperties(type: String) throws {
    let found = try needs([type, "let home = Home()", "let size = home.size", "home.size"])
    #expect(found[3].contains("3.home"))
  }

  @Test("Values of a notebook's own types are not objects, unless they hold one")
  func ownTypes() throws {
    let found = try needs([
      "final class Net {}\nstruct Point { var x = 1 }\nstruct Holder { var net = Net(); var x = 1 }\nenum Tree { case leaf(Int), node([Tree]) }",
      "let p = Point()\nlet h = Holder()\nlet t = Tree.leaf(1)", "print(p, t)", "print(h)", "print(p, t, h)",
    ])
    #expect(found[4] == ["2.p", "2.t", "4.h"])
  }

  @Test("Tensors are values, and lead to an object that they were computed from")
  func tensors() throws {
    let found = try needs([
      "let plain = Tensor([1, 2])\nlet weight = Parameter(Tensor([3]))", "let loss = (weight.value * plain).sum()",
      "loss.backward()", "plain.shape", "weight.value",
    ])
    #expect(found[3] == ["1.plain"])
    // The loss shares the region of its parameter, because all of its inputs may be used.
    #expect(found[4] == ["1.plain", "3.loss", "3.weight"])
  }

  @Test("Witnesses and overrides are reached without their names")
  func witnesses() throws {
    let found = try needs([
      "var log: [Int] = []\nclass Base { func go() {} }\nstruct Point {}", "let base = Base()\nlet point = Point()",
      "extension Point: CustomStringConvertible { var description: String { log.append(1); return \"p\" } }",
      "print(point)", "log",
    ])
    #expect(found[4].first?.hasPrefix("4.log") == true)
  }

  @Test("Changes of the process are needed by all later steps")
  func process() throws {
    let found = try needs([
      "let a = 1", "setenv(\"ETUDE_TEST\", \"1\", 1)", "a",
      "func move() { FileManager.default.changeCurrentDirectoryPath(\"/\") }",
      "move()", "1",
    ])
    #expect(found == [[], [], ["1.a", "2"], ["2"], ["2"], ["2", "5"]])
  }

  @Test("Draws of the C library need each other; draws without a seed are reported")
  func randomNumbers() throws {
    let found = try effects([
      "srand(1)", "let a = rand()", "let b = Int.random(in: 1...6)",
      "var g = SeededRandom()\nlet c = [1].shuffled(using: &g)\nstruct SeededRandom: RandomNumberGenerator { func next() -> UInt64 { 4 } }",
    ])
    #expect(DependencyGraph(found).ancestors(of: [1]) == [0])
    #expect(found.map(\.drawsUnseeded) == [false, false, true, false])
  }

  @Test("A cell that does not compile needs what its words name, and leaves nothing")
  func uncompiled() throws {
    let found = try effects(["var a = 1", "a.nothing = 1\nlet b = 2", "a"])
    #expect(DependencyGraph(found).needs[1].map(\.maker) == [0])
    #expect(found[1].declared.isEmpty && found[1].written.isEmpty)
    #expect(DependencyGraph(found).ancestors(of: [2]) == [0])
  }

  @Test("Of a cell that stopped, only the items that began have written")
  func reached() throws {
    let source = "a = 2\nb = 2"
    var start = 0
    let items = source.split(separator: "\n").map { line in
      defer { start += line.utf8.count + 1 }
      return TopLevelItem(kind: .expression, range: start..<start + line.utf8.count, text: String(line))
    }
    func variable(_ name: String, _ roles: SymbolOccurrence.Roles, line: Int, column: Int) -> SymbolOccurrence {
      SymbolOccurrence(
        symbol: "s:6Cell_11\(name)Sivp", name: name, kind: .variable, roles: roles, line: line, column: column)
    }
    let first = "var a = 1, b = 1"
    let firstItems = [TopLevelItem(kind: .binding, range: 0..<16, text: first)]
    let definitions = [
      variable("a", .definition, line: 1, column: 5), variable("b", .definition, line: 1, column: 12),
    ]
    let uses = [variable("a", .write, line: 1, column: 1), variable("b", .write, line: 2, column: 1)]
    var analysis = EffectsAnalysis()
    _ = analysis.effects(of: CellReferences(definitions, in: first, line: 1, items: firstItems), items: firstItems)
    let references = CellReferences(uses, in: source, line: 1, items: items)
    #expect(analysis.effects(of: references, items: items, reached: 1).written.map(\.name) == ["a"])
    #expect(analysis.effects(of: references, items: items).written.count == 2)
  }
}
