import Display
import Foundation
import Testing

/// The text of values that say nothing of their own display.
@Suite struct DefaultTextTests {
  private func text(_ value: Any) -> String? { MIMEBundle(showing: value).text(.plainText) }

  @Test func numbers() {
    #expect(text(42) == "42")
    #expect(text(-0.5) == "-0.5")
    #expect(text(Float(0.1)) == "0.1")
    #expect(text(Double.nan) == "nan")
    #expect(text(UInt8.max) == "255")
    #expect(text(true) == "true")
  }

  @Test func stringsStandBareOutsideAndQuotedInside() {
    #expect(text("a\n\"b\"") == "a\n\"b\"")
    #expect(text("abc".dropFirst()) == "bc")
    #expect(text(Character("é")) == "é")
    #expect(text(["a", "b\n"]) == #"["a", "b\n"]"#)
    #expect(text([Character("x")]) == #"["x"]"#)
  }

  @Test func nestedCollections() {
    #expect(text([[1, 2], [3]]) == "[[1, 2], [3]]")
    #expect(text([Int]()) == "[]")
    #expect(text([1, 2, 3][1...]) == "[2, 3]")
    #expect(text(["a": [1, 2], "b": []]) == #"["a": [1, 2], "b": []]"#)
    #expect(text([String: Int]()) == "[:]")
    #expect(text((1, label: "two")) == #"(1, label: "two")"#)
    #expect(text(0..<5) == "0..<5")
    #expect(text(Data([1, 2, 3])) == "3 bytes")
  }

  @Test func dictionariesAndSetsAreInOrder() {
    #expect(text([10: "j", 9: "i", 100: "c"]) == #"[9: "i", 10: "j", 100: "c"]"#)
    #expect(text(["b": 2, "a": 1, "C": 3]) == #"["C": 3, "a": 1, "b": 2]"#)
    #expect(text(Set([10, 9, 1])) == "[1, 9, 10]")
    #expect(text(Set(["b", "a"])) == #"["a", "b"]"#)
  }

  @Test func optionals() {
    #expect(text(Int?.none as Any) == "nil")
    #expect(text(Int?.some(5) as Any) == "5")
    #expect(text(String??.some(.some("s")) as Any) == "s")
    #expect(text([1, nil, 3] as [Int?]) == "[1, nil, 3]")
    #expect(text(["a": Int?.none]) == #"["a": nil]"#)
  }

  @Test func errorsAreTheirSentences() {
    enum Plain: Error { case missing(file: String) }
    struct Described: Error, CustomStringConvertible { var description: String { "it broke" } }
    struct Localized: LocalizedError { var errorDescription: String? { "it broke here" } }
    #expect(text(Plain.missing(file: "x")) == #"missing(file: "x")"#)
    #expect(text(Described()) == "it broke")
    #expect(text(Localized()) == "it broke here")
  }

  struct Note { var name: String, frequency: Double?, harmonics: [Int] }

  @Test func structuresNameTheirFields() {
    #expect(
      text(Note(name: "A4", frequency: 440, harmonics: [1, 2]))
        == #"Note(name: "A4", frequency: 440.0, harmonics: [1, 2])"#)
    #expect(text(Note(name: "?", frequency: nil, harmonics: [])) == #"Note(name: "?", frequency: nil, harmonics: [])"#)
  }

  final class Node {
    var value: Int
    var next: Node?
    init(_ value: Int) { self.value = value }
  }

  /// A value that leads back to itself once took the kernel down with a stack overflow.
  @Test func cyclesEnd() {
    let first = Node(1)
    first.next = Node(2)
    first.next?.next = first
    #expect(text(first) == "Node(value: 1, next: Node(value: 2, next: Node(…)))")
    first.next = nil
  }

  @Test func whatIsSharedIsWrittenTwice() {
    let node = Node(7)
    #expect(text([node, node]) == "[Node(value: 7, next: nil), Node(value: 7, next: nil)]")
  }

  @Test func longListsEnd() throws {
    var list: Node?
    for value in 0..<10_000 {
      let node = Node(value)
      node.next = list
      list = node
    }
    let written = try #require(text(list as Any))
    #expect(written.hasSuffix("…" + String(repeating: ")", count: 16)))
    // Released one by one: a chain that is released at once recurses as deep as it is long.
    while let node = list { (list, node.next) = (node.next, nil) }
  }

  @Test func longCollectionsShowTheirEnds() throws {
    #expect(text(Array(0..<100))?.contains("…") == false)
    #expect(text(Array(0..<101)) == "[0, 1, 2, 3, 4, …, 96, 97, 98, 99, 100  // 101 elements]")
    let cube = [[[Int]]](repeating: [[Int]](repeating: Array(0..<50), count: 50), count: 50)
    #expect(try #require(text(cube)).utf8.count < 200_000)
  }

  @Test func displayablesShowThemselvesWhereverTheyStand() {
    struct Interval: Displayable {
      var mimeBundle: MIMEBundle { MIMEBundle(plainText: "a fifth").adding("<b>5</b>", as: .html) }
    }
    #expect(MIMEBundle(showing: Interval()).text(.html) == "<b>5</b>")
    #expect(MIMEBundle(showing: Interval?.some(Interval()) as Any).text(.html) == "<b>5</b>")
  }
}
