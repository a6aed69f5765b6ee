import NotebookKit
import Testing

/// Which words are blanked. In the tests' sources `·` stands for a blanked character.
@Suite("Access modifiers")
struct AccessModifiersTests {
  private func expectBlanked(
    _ source: String, _ expected: String, sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    #expect(
      AccessModifiers.blank(source) == expected.replacing("·", with: " "), sourceLocation: sourceLocation)
  }

  @Test("Modifier of a declaration is blanked", arguments: ["public", "open", "package"])
  func modifierOfADeclarationIsBlanked(_ word: String) {
    let blank = String(repeating: " ", count: word.count)
    for declaration in [
      "struct S {}", "final class C {}", "static func f() {}", "let a = 1", "@MainActor var b = 2", "extension Int {}",
      "protocol P {}", "init() {}", "subscript(i: Int) -> Int { i }", "typealias T = Int", "actor A {}",
      "nonisolated(unsafe) var c = 3", "private(set) var d = 4",
      "macro m() = #externalMacro(module: \"M\", type: \"T\")",
    ] {
      #expect(AccessModifiers.blank("\(word) \(declaration)") == "\(blank) \(declaration)")
    }
  }

  @Test("Lines and columns stay")
  func linesAndColumnsStay() {
    expectBlanked("public\nstruct S {\n  public var a = 1 }", "······\nstruct S {\n  ······ var a = 1 }")
  }

  @Test("Access of a setter is blanked whole")
  func accessOfASetterIsBlankedWhole() {
    expectBlanked("public(set) var a = 1", "··········· var a = 1")
    expectBlanked("public internal(set) var a = 1", "······ internal(set) var a = 1")
  }

  @Test("Attributes of public code are blanked")
  func attributesOfPublicCodeAreBlanked() {
    expectBlanked("@inlinable public func f() {}", "·········· ······ func f() {}")
    expectBlanked("@frozen public struct S {}", "······· ······ struct S {}")
    expectBlanked("@usableFromInline let a = 1", "················· let a = 1")
  }

  @Test("Imports stay")
  func importsStay() {
    expectBlanked("public import Foundation", "public import Foundation")
  }

  @Test("Names stay")
  func namesStay() {
    for source in [
      "let file = open(\"/dev/null\", O_RDONLY)", "open(path)\nfunc f() {}", "package = 3", "let package = Package()",
      "enum E { case open\nfunc f() {} }", "enum E { case closed, open\nvar a: Int { 1 } }", "x.open\nfunc f() {}",
      "f(package: 1)", "\"public func\"", "// public func\n/* open class */", "let a = open\nfunc f() {}",
      "`public`()", "package.actor = 1", "func package() {}", "window.open { class A {} }",
    ] {
      expectBlanked(source, source)
    }
  }
}
