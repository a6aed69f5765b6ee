import Display
import Foundation
import Testing

@Suite("The text of values without a display")
struct DefaultTextTests {
  private func text(_ value: Any) -> String? { MIMEBundle(showing: value).text(.plainText) }

  @Test("A number is written in its shortest form")
  func numbersAreShort() {
    #expect(text(42) == "42")
    #expect(text(-0.5) == "-0.5")
    #expect(text(Float(0.1)) == "0.1")
    #expect(text(Double.nan) == "nan")
    #expect(text(UInt8.max) == "255")
    #expect(text(true) == "true")
  }

  @Test("A string has no quotes alone, and has quotes in a collection")
  func stringsStandBareOutsideAndQuotedInside() {
    #expect(text("a\n\"b\"") == "a\n\"b\"")
    #expect(text("abc".dropFirst()) == "bc")
    #expect(text(Character("é")) == "é")
    #expect(text(["a", "b\n"]) == #"["a", "b\n"]"#)
    #expect(text([Character("x")]) == #"["x"]"#)
  }

  @Test("A collection is written as Swift writes its literal")
  func collectionsAreLiterals() {
    #expect(text([[1, 2], [3]]) == "[[1, 2], [3]]")
    #expect(text([Int]()) == "[]")
    #expect(text([1, 2, 3][1...]) == "[2, 3]")
    #expect(text(["a": [1, 2], "b": []]) == #"["a": [1, 2], "b": []]"#)
    #expect(text([String: Int]()) == "[:]")
    #expect(text((1, label: "two")) == #"(1, label: "two")"#)
    #expect(text(0..<5) == "0..<5")
    #expect(text(Data([1, 2, 3])) == "3 bytes")
  }

  @Test("Dictionaries and sets are in order")
  func dictionariesAndSetsAreInOrder() {
    #expect(text([10: "j", 9: "i", 100: "c"]) == #"[9: "i", 10: "j", 100: "c"]"#)
    #expect(text(["b": 2, "a": 1, "C": 3]) == #"["C": 3, "a": 1, "b": 2]"#)
    #expect(text(Set([10, 9, 1])) == "[1, 9, 10]")
    #expect(text(Set(["b", "a"])) == #"["a", "b"]"#)
  }

  @Test("An optional is its value, or nil")
  func optionalsAreTheirValues() {
    #expect(text(Int?.none as Any) == "nil")
    #expect(text(Int?.some(5) as Any) == "5")
    #expect(text(String??.some(.some("s")) as Any) == "s")
    #expect(text([1, nil, 3] as [Int?]) == "[1, nil, 3]")
    #expect(text(["a": Int?.none]) == #"["a": nil]"#)
  }

  @Test("An error is its own description")
  func errorsAreTheirSentences() {
    enum Plain: Error { case missing(file: String) }
    struct Described: Error, CustomStringConvertible { var description: String { "it broke" } }
    struct Localized: LocalizedError { var errorDescription: String? { "it broke here" } }
    #expect(text(Plain.missing(file: "x")) == #"missing(file: "x")"#)
    #expect(text(Described()) == "it broke")
    #expect(text(Localized()) == "it broke here")
  }

  struct Note { var name: String, frequency: Double?, harmonics: [Int] }

  @Test("A structure names its fields")
  func structuresNameTheirFields() {
    #expect(
      text(Note(name: "A4", frequency: 440, harmonics: [1, 2]))
        == #"Note(name: "A4", frequency: 440.0, harmonics: [1, 2])"#)
    #expect(text(Note(name: "?", frequency: nil, harmonics: [])) == #"Note(name: "?", frequency: nil, harmonics: [])"#)
  }
}
