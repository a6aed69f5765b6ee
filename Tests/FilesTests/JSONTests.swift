import Files
import Foundation
import Testing

@Suite("JSON") struct JSONTests {
  private func parse(_ text: String) throws -> JSON { try JSON(parsing: text.utf8) }

  @Test("Members keep their order and numbers their digits") func order() throws {
    let text = #"{"z":1,"a":12345678901234567890123,"m":[1.50,-0,2e3]}"#
    #expect(try parse(text).line == text)
  }

  @Test("Whole numbers are read as integers, however they are written") func integers() throws {
    #expect(
      try parse("[7, 7.0, 7e2, 7.5, 9223372036854775807, 9223372036854775808]").array?.map(\.integer)
        == [7, 7, 700, nil, .max, nil])
  }

  @Test("Escapes and surrogate pairs become characters") func escapes() throws {
    #expect(try parse(#""\u00e9\ud83d\ude00\n\/\\""#) == .string("é😀\n/\\"))
    #expect(try parse(JSON.quote("\u{1}\"é\u{2028}\t")) == .string("\u{1}\"é\u{2028}\t"))
  }

  @Test(
    "A text that is not JSON is refused with the position",
    arguments: [
      ("", "a value is missing", 0), ("[1,]", "a value is missing", 3), ("01", "something follows the value", 1),
      (#"{"a":1,"a":2}"#, "“a” occurs twice", 10), ("nul", "an unknown word", 0), ("+1", "a value is missing", 0),
      ("1.", "a value is missing", 2), ("[1 2]", "a closing bracket is missing", 3),
      ("\"\u{1}\"", "a control character is in a string", 1),
      (#""\ud800""#, "half a surrogate pair", 7), ("NaN", "a value is missing", 0),
    ])
  func refusals(text: String, reason: String, offset: Int) {
    let error = #expect(throws: JSONError.self) { try parse(text) }
    #expect(error?.reason == reason)
    #expect(error?.offset == offset)
  }

  @Test("Nesting beyond the limit is refused instead of overflowing the stack") func depth() throws {
    let deep = String(repeating: "[", count: 100_000)
    #expect(throws: JSONError.self) { try parse(deep) }
    #expect(throws: JSONError.self) { try JSON(parsing: "[[1]]".utf8, maximumDepth: 2) }
    #expect(try JSON(parsing: "[[1]]".utf8, maximumDepth: 3) == [[.integer(1)]])
  }

  @Test("A file has one space a level and no trailing blanks") func file() {
    let value: JSON = ["a": [.integer(1), .null], "b": [:], "c": []]
    #expect(
      String(decoding: value.fileData, as: UTF8.self) == """
        {
         "a": [
          1,
          null
         ],
         "b": {},
         "c": []
        }

        """)
  }

  @Test("A member can be replaced in place, added at the end and removed") func members() {
    var object: JSON.Object = ["a": "1", "b": "2"]
    object["a"] = "3"
    object["c"] = "4"
    object["b"] = nil
    #expect(JSON.object(object).line == #"{"a":"3","c":"4"}"#)
    object.fill(from: ["c": "other", "d": "5"])
    #expect(JSON.object(object).line == #"{"a":"3","c":"4","d":"5"}"#)
  }

  @Test("Numbers that JSON does not have are written as null") func nonFinite() {
    #expect(
      JSON.array([.number(.init(.nan)), .number(.init(.infinity)), .number(.init(0.5))]).line == "[null,null,0.5]")
  }
}
