import Foundation
import TestSupport
import Testing

/// Extensions of what an earlier cell or a module declares, without `public` and without warnings.
@Suite("Conformances and extensions in later cells")
struct ConformancesInLaterCellsTests {
  /// Runs cells that must all succeed and returns the outputs of the last.
  private func lastOutputs(_ cells: [String], sourceLocation: SourceLocation = #_sourceLocation) throws -> [String] {
    let notebook = try ScratchNotebook(cells)
    defer { notebook.remove() }
    let result = try notebook.run(["--keep-going"])
    #expect(result.status == 0, "\(result.errors)", sourceLocation: sourceLocation)
    let outputs = try notebook.outputs()
    let isSilent = outputs.dropLast().allSatisfy { $0.isEmpty }
    #expect(isSilent, "\(outputs)", sourceLocation: sourceLocation)
    return outputs.last ?? []
  }

  @Test("Own types conform to own and library protocols")
  func ownTypesConformToOwnAndLibraryProtocols() throws {
    let cells = [
      """
      struct Point { var x = 1, y = 2 }
      enum Side { case left, right }
      struct Box<Content> { var content: Content }
      class Animal { func sound() -> String { "…" } }
      protocol Shape { func area() -> Double }
      """,
      """
      extension Point: CustomStringConvertible { var description: String { "(\\(x), \\(y))" } }
      extension Point: Shape { func area() -> Double { Double(x * y) } }
      extension Side: CustomStringConvertible { public var description: String { self == .left ? "l" : "r" } }
      """,
      """
      extension Point: Comparable {
        static func < (a: Point, b: Point) -> Bool { a.x < b.x }
        static func == (a: Point, b: Point) -> Bool { a.x == b.x }
      }
      extension Point: Hashable { func hash(into hasher: inout Hasher) { hasher.combine(x) } }
      extension Point: ExpressibleByIntegerLiteral { init(integerLiteral: Int) { self.init(x: integerLiteral) } }
      extension Box: CustomStringConvertible where Content: CustomStringConvertible {
        var description: String { "[" + content.description + "]" }
      }
      extension Animal: Shape { func area() -> Double { 0 } }
      final class Dog: Animal { override func sound() -> String { "woof" } }
      """,
      """
      let p: Point = 5
      print(p, Side.left, Box(content: 3), p.area(), Dog().sound(), Dog().area(), p < 7, Set([p, 5]).count)
      """,
    ]
    #expect(try lastOutputs(cells) == ["stdout: (5, 2) l [3] 10.0 woof 0.0 true 1\n"])
  }

  @Test("Imported types conform to own and imported protocols")
  func importedTypesConformToOwnAndImportedProtocols() throws {
    let cells = [
      "protocol Shape { func area() -> Double }",
      "extension Int: Shape { func area() -> Double { Double(self) } }",
      """
      extension Array: Shape where Element: Shape { func area() -> Double { map { $0.area() }.reduce(0, +) } }
      extension Optional: Shape where Wrapped: Shape { func area() -> Double { self?.area() ?? 0 } }
      extension DateFormatter: Shape { func area() -> Double { 1 } }
      """,
      "extension String: Error {}",
      """
      struct Square: Shape { func area() -> Double { 4 } }
      let shapes: [any Shape] = [Square(), 3, [1, 2], Optional(5)]
      do { throw "thrown" } catch { print(error, shapes.map { $0.area() }) }
      """,
    ]
    #expect(try lastOutputs(cells) == ["stdout: thrown [4.0, 3.0, 3.0, 5.0]\n"])
  }

  @Test("Overrides reach classes of a third cell", arguments: ["", "execute:\n  optimize: true"])
  func overridesReachClassesOfAThirdCell(_ frontMatter: String) throws {
    let cells = [
      """
      class Base {
        var x: Int { didSet { print("Base", x) } }
        init(x: Int) { self.x = x }
        class func name() -> String { "Base" }
        func kind() -> String { "base" }
        var text: String { "base" }
        subscript(i: Int) -> String { "base" }
      }
      struct Outer { class Inner: Base { override func kind() -> String { "inner" } } }
      """,
      """
      class Middle: Base {
        override class func name() -> String { "Middle" }
        override func kind() -> String { "middle" }
        override var text: String { "middle" }
        override subscript(i: Int) -> String { "middle" }
      }
      class Nested: Outer.Inner { override var text: String { "nested" } }
      """,
      """
      final class Leaf: Middle {}
      class Branch: Middle { override func kind() -> String { "branch of " + super.kind() } }
      class Twig: Nested {}
      """,
      """
      final class Last: Branch { override var x: Int { didSet { print("Last", x) } } }
      let all: [Base] = [Leaf(x: 1), Branch(x: 2), Twig(x: 3), Last(x: 4)]
      for one in all { print(type(of: one).name(), one.kind(), one.text, one[0]) }
      all[3].x = 5
      print(Leaf(x: 1).kind(), Last.name())
      """,
    ]
    let notebook = try ScratchNotebook(cells, frontMatter: frontMatter)
    defer { notebook.remove() }
    let result = try notebook.run()
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      try notebook.outputs().last == [
        "stdout: Middle middle middle middle\nMiddle branch of middle middle middle\nBase inner nested base\n"
          + "Middle branch of middle middle middle\nBase 5\nLast 5\nmiddle Middle\n"
      ])
  }

  @Test("Types of the library are shown by own conformances")
  func typesOfTheLibraryAreShownByOwnConformances() throws {
    let cells = [
      "struct Note { var text: String }",
      "extension Note: Displayable { var mimeBundle: MIMEBundle { MIMEBundle(plainText: \"note: \" + text) } }",
      "Note(text: \"a\")",
    ]
    #expect(try lastOutputs(cells) == ["execute_result: note: a"])
  }

  @Test("Access modifiers mean nothing between cells")
  func accessModifiersMeanNothingBetweenCells() throws {
    let cells = [
      """
      public struct Point { public var x = 1; public init() {}; public private(set) var hidden = 7 }
      open class Animal { public init() {}; open func sound() -> String { "…" } }
      package enum Side { case left }
      """,
      """
      public func make() -> Point { Point() }
      public class Dog: Animal { public override func sound() -> String { "woof" } }
      public protocol Sized { var size: Point { get } }
      extension Side: Sized { public var size: Point { make() } }
      """,
      "print(make().x, Dog().sound(), Side.left.size.hidden)",
    ]
    #expect(try lastOutputs(cells) == ["stdout: 1 woof 7\n"])
  }

  @Test("Private names are seen as in one file")
  func privateNamesAreSeenAsInOneFile() throws {
    let cells = [
      """
      private let secret = 3
      fileprivate func hidden() -> Int { 4 }
      private struct Inner { var a = 5 }
      struct Outer { private var b = 6 }
      """,
      "extension Outer { func revealed() -> Int { b } }",
      "private let secret = 30",
      "print(secret, hidden(), Inner().a, Outer().revealed())",
    ]
    #expect(try lastOutputs(cells) == ["stdout: 30 4 5 6\n"])
  }

  @Test("Names in back ticks are seen")
  func namesInBackTicksAreSeen() throws {
    let cells = [
      "let `default` = 1\nfunc `repeat`() -> Int { 2 }\nstruct `two words` { var a = 3 }",
      "print(`default`, `repeat`(), `two words`().a)",
    ]
    #expect(try lastOutputs(cells) == ["stdout: 1 2 3\n"])
  }

  @Test(
    "Code that would fail in the second of two files is explained",
    arguments: [
      ("extension W: Equatable {}", "Declare it in the cell that declares the type."),
      ("extension W: Codable {}", "Declare it in the cell that declares the type."),
      ("extension Side: CaseIterable {}", "Declare it in the cell that declares the type."),
    ])
  func whatOneFileOfTwoCannotDoIsExplained(_ cell: String, _ advice: String) throws {
    let notebook = try ScratchNotebook(["struct W { var v = 1 }\nenum Side { case left }", cell])
    defer { notebook.remove() }
    let result = try notebook.run()
    #expect(result.status == 1)
    #expect(result.errors.contains(advice), "\(result.errors)")
    #expect(!result.errors.contains("Cell_"))
  }

  @Test("Check knows them as well")
  func checkKnowsThemAsWell() throws {
    let notebook = try ScratchNotebook([
      "private let secret = 3\nstruct W { var v = 1 }",
      "extension W: CustomStringConvertible { var description: String { \"\\(secret)\" } }",
    ])
    defer { notebook.remove() }
    let result = try EtudeProcess().run(["check", "note.md"], in: notebook.folder)
    #expect(result.status == 0, "\(result.errors)")
  }
}
