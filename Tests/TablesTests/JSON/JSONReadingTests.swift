import Foundation
import Tables
import Testing

@Suite("Reading JSON")
struct JSONReadingTests {
  private func frame(_ text: String) throws -> DataFrame { try DataFrame(jsonData: Data(text.utf8)) }

  @Test("Members become columns in order of appearance, and are missing where they are not")
  func columns() throws {
    let frame = try frame(
      #"[{"name": "Ada", "age": 12, "x": 1}, {"name": null, "on": "2026-01-31", "x": 1.5}, {"age": 9, "ok": true}]"#)
    #expect(
      frame == [
        "name": ["Ada", nil, nil], "age": [12, nil, 9], "x": [1, 1.5, nil],
        "on": [nil, Date(timeIntervalSince1970: 1_769_817_600), nil], "ok": [nil, nil, true],
      ])
  }

  @Test("Mixed values are strings")
  func mixed() throws { #expect(try frame(#"[{"a": 1}, {"a": "x"}]"#) == ["a": ["1", "x"]]) }

  @Test("A value that is not a list of objects is an error that says what it is")
  func wrong() {
    #expect(throws: TableError.noRowsInJSON(path: "JSON", found: "an object")) { try frame("{}") }
    #expect(throws: TableError.noRowsInJSON(path: "JSON", found: "a number as item 1 of its list")) {
      try frame("[{}, 3]")
    }
    #expect(
      TableError.noRowsInJSON(path: "x.json", found: "an object").description
        == #"“x.json” contains an object. Give a list of objects, as [{"name": "Ada", "age": 12}]."#)
  }

  @Test("A list in a member is an error with object and name")
  func nested() {
    do {
      _ = try frame(#"[{"a": 1}, {"a": [1]}]"#)
      Issue.record("no error")
    } catch {
      #expect(
        "\(error)"
          == "“JSON”, object 1, member “a”: A column cannot contain a list. Leave the member out with the argument "
          + "columns, or flatten it.")
    }
  }

  @Test("Text that is not JSON is an error with the file")
  func noJSON() {
    do {
      _ = try frame("[{")
      Issue.record("no error")
    } catch { #expect("\(error)".hasPrefix("“JSON” is not JSON: ")) }
  }
}
