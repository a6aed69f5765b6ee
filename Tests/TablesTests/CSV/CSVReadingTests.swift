import Foundation
import Tables
import Testing

@Suite("Reading CSV")
struct CSVReadingTests {
  private func frame(_ text: String, types: [String: CSVType] = [:], options: CSVReadingOptions = .init()) throws
    -> DataFrame
  {
    try DataFrame(csvData: Data(text.utf8), types: types, options: options)
  }

  private func message(_ text: String, types: [String: CSVType] = [:], options: CSVReadingOptions = .init()) -> String {
    do {
      _ = try frame(text, types: types, options: options)
      return "no error"
    } catch { return "\(error)" }
  }

  @Test("Types are the first of integer, number, truth value, date and string that all values are")
  func typesAreGuessed() throws {
    let frame = try frame("a,b,c,d,e\n1,1,true,2026-01-31,x\n-2,2.5,FALSE,2026-02-28T09:30:00Z,7\n")
    #expect(frame["a", Int.self].present == [1, -2])
    #expect(frame["b", Double.self].present == [1, 2.5])
    #expect(frame["c", Bool.self].present == [true, false])
    #expect(frame["d", Date.self].present.map(\.timeIntervalSince1970) == [1_769_817_600, 1_772_271_000])
    #expect(frame["e", String.self].present == ["x", "7"])
  }

  @Test("A wide file takes no more memory than its fields")
  func wide() throws {
    let row = Array(repeating: "1", count: 5_000).joined(separator: ",") + "\n"
    let heading = (0..<5_000).map { "c\($0)" }.joined(separator: ",") + "\n"
    let frame = try frame(heading + String(repeating: row, count: 20))
    #expect(frame.shape == (20, 5_000))
  }

  @Test("With a decimal comma a point between thousands is not a decimal point")
  func thousands() throws {
    let frame = try frame("a;b\n1,5;x\n1.234;y\n", options: CSVReadingOptions(decimalSeparator: ","))
    #expect(frame["a", String.self].present == ["1,5", "1.234"])
  }

  @Test("A file of one column has no delimiter in its first line")
  func oneColumn() throws {
    #expect(try frame("note\nhello; world\nok\n")["note", String.self].present == ["hello; world", "ok"])
  }

  @Test("A requested type replaces the guess")
  func typesAreSettable() throws {
    let frame = try frame("code,n\n007,1\n", types: ["code": .string, "n": .double])
    #expect(frame["code", String.self][0] == "007")
    #expect(frame["n", Double.self][0] == 1)
  }

  @Test("Quoted fields hold delimiters, line ends and doubled quotes", arguments: ["\n", "\r\n", "\r"])
  func quoting(lineEnd: String) throws {
    let text = ["a,b", "\"1,5\",\"say \"\"hi\"\"\(lineEnd)twice\"", "2,plain \"quotes\" inside"].joined(
      separator: lineEnd)
    let frame = try frame(text)
    #expect(frame["a", String.self].present == ["1,5", "2"])
    #expect(frame["b", String.self].present == ["say \"hi\"\(lineEnd)twice", "plain \"quotes\" inside"])
  }

  @Test("Empty fields and NA are missing, an empty quoted string is a string")
  func missingValues() throws {
    let frame = try frame("n,s\n1,\nNA,\"\"\n\"\",x\n")
    #expect(Array(frame["n", Int.self]) == [1, nil, nil])
    #expect(Array(frame["s", String.self]) == [nil, "", "x"])
  }

  @Test(
    "A mark of the byte order is passed over", arguments: [String.Encoding.utf8, .utf16LittleEndian, .utf16BigEndian])
  func marks(encoding: String.Encoding) throws {
    let data = try #require("\u{FEFF}é,b\n1,2\n".data(using: encoding))
    #expect(try DataFrame(csvData: data).columnNames == ["é", "b"])
  }

  @Test("Latin-1 is an error with the line, and is read when it is named")
  func latin1() throws {
    let data = Data([0x61, 0x0A, 0x62, 0x0A, 0x63, 0xE9, 0x0A])
    #expect(throws: TableError.unusableByte(path: "CSV", line: 3, byte: 0xE9, encoding: "UTF-8")) {
      try DataFrame(csvData: data)
    }
    #expect(
      try DataFrame(csvData: data, options: .init(encoding: .latin1))["a", String.self].present == ["b", "cé"])
    #expect(
      try DataFrame(csvData: Data([0x61, 0x0A, 0x80]), options: .init(encoding: .windows1252))["a", String.self][0]
        == "€")
  }

  @Test(
    "Every wrong sequence of bytes is found",
    arguments: [[0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF5], [0xE2, 0x82], [0x80], [0]])
  func wrongBytes(bytes: [UInt8]) {
    #expect(throws: TableError.unusableByte(path: "CSV", line: 2, byte: bytes[0], encoding: "UTF-8")) {
      try DataFrame(csvData: Data(Array("a\n".utf8) + bytes))
    }
  }

  @Test("The delimiter is the most frequent candidate of the first line")
  func delimiters() throws {
    for delimiter in [",", ";", "\t", "|"] {
      let text = ["a", "\"b,;\t|\"", "c"].joined(separator: delimiter) + "\n"
      #expect(try frame(text).columnNames == ["a", "b,;\t|", "c"])
    }
    let options = CSVReadingOptions(delimiter: ";", decimalSeparator: ",")
    #expect(try frame("x;y\n1,5;2\n", options: options)["x", Double.self][0] == 1.5)
  }

  @Test("A quote that does not close is an error with its line")
  func openQuote() {
    #expect(
      message("a,b\n1,\"two\n3,4\n")
        == "CSV:2: The quote before “two” in field 2 does not close. Add the closing quote, or double the quote if it "
        + "belongs to the text.")
    #expect(
      message("a\n\"x\"y\n")
        == "CSV:2: “y” follows the closing quote of field 1. Double a quote that belongs to the text.")
  }

  @Test(
    "A line with another number of fields is an error with both numbers",
    arguments: [("1", "1 field"), ("1,2,3", "3 fields")])
  func ragged(line: String, count: String) {
    #expect(
      message("a,b\n1,\"2\n\"\n\(line)\n")
        == "CSV:4: This line has \(count), but there are 2 columns. Quote a field that holds a delimiter, or complete the "
        + "line.")
  }

  @Test("A value that is not of its type is an error with line, column and value")
  func wrongValue() {
    #expect(
      message("a,minutes\n1,30\n2,half\n", types: ["minutes": .integer])
        == "CSV:3: “half” in column “minutes” is not an integer. Correct it, add it to the options' nilEncodings if it "
        + "marks a missing value, or read the column as a string.")
  }

  @Test("A column that is not there is an error with the nearest name")
  func unknownColumn() {
    #expect(
      message("date,minutes\n", types: ["minuts": .integer])
        == "“CSV” has no column “minuts”. Did you mean “minutes”? Its columns are “date”, “minutes”.")
  }

  @Test("A file without a letter is an error, one without rows is not", arguments: ["", "\n\n", "\u{FEFF}"])
  func empty(text: String) throws {
    #expect(message(text) == "“CSV” is empty. Give a file whose first line names the columns.")
    #expect(try frame("a,b").shape == (0, 2))
  }

  @Test("Files without a heading, with empty and with equal names get names of ours")
  func names() throws {
    #expect(try frame("1,2\n", options: .init(hasHeaderRow: false)).columnNames == ["Column 1", "Column 2"])
    #expect(try frame("a,,a, b \n").columnNames == ["a", "Column 2", "a.1", "b"])
  }

  @Test("Columns and rows are chosen")
  func choice() throws {
    let data = Data("a,b\n1,2\n3,4\n5,6\n".utf8)
    let frame = try DataFrame(csvData: data, columns: ["b"], rows: 1..<2)
    #expect(frame == ["b": [4]])
  }

  @Test(
    "Numbers are read as Swift reads them",
    arguments: ["0.1", "-12.75", "1e300", "123456789.123456789", "9007199254740993.5", "+3.", ".5", "4.9e-324", "inf"])
  func numbers(text: String) throws {
    let value = try frame("a\n0.5\n\(text)\n")["a", Double.self][1]
    #expect(value == Double(text.hasPrefix(".") ? "0" + text : text.hasSuffix(".") ? text + "0" : text))
  }

  @Test("A malformed number is a string", arguments: ["0x1p3", "1e", "--1", "1.2.3", "-", "2026-02-30", "1_000"])
  func notNumbers(text: String) throws {
    #expect(try frame("a\n\(text)\n")["a", String.self][0] == text)
  }

  @Test("Integers are read to the last one that is one")
  func integers() throws {
    #expect(try frame("a\n\(Int.max)\n\(Int.min)\n")["a", Int.self].present == [.max, .min])
    #expect(try frame("a\n9223372036854775808\n")["a", Double.self][0] == 0x1p63)
  }

  @Test("A file that is not there is an error with its path")
  func noFile() {
    let error = TableError.unreadable(path: "/nowhere/x.csv", reason: "No such file or directory")
    #expect(throws: error) { try DataFrame(contentsOfCSVFile: URL(filePath: "/nowhere/x.csv")) }
    #expect(
      error.description
        == "“/nowhere/x.csv” cannot be read: No such file or directory. Check the name and the permissions.")
  }

  @Test("A delimiter that cannot be one is an error", arguments: ["\"", "\n", "€"] as [Character])
  func wrongDelimiter(delimiter: Character) {
    #expect(throws: TableError.unusableDelimiter(delimiter)) {
      try DataFrame(csvData: Data("a".utf8), options: .init(delimiter: delimiter))
    }
  }

  @Test(
    "A column whose type shows late is read whole with that type",
    arguments: [
      ("1", "2.5", CSVType.double), ("1", "x", .string), ("", "true", .boolean), ("", "2026-01-31", .date),
      ("\"\"", "x", .string), ("-0", "0.5", .double),
    ])
  func lateTypes(early: String, late: String, type: CSVType) throws {
    let count = 70_000
    let text = "a,n\n" + String(repeating: "\(early),1\n", count: count) + "\(late),1\n"
    let guessed = try frame(text)
    #expect(guessed == (try frame(text, types: ["a": type, "n": .integer])))
    #expect(guessed.shape.rows == count + 1)
    #expect(guessed["n"].sum() == Double(count + 1))
  }

  @Test("A column without values is one of strings, in which an empty text in quotes is there")
  func allMissing() throws {
    let text = "a,b\n" + String(repeating: ",1\n", count: 70_000) + "\"\",1\n"
    #expect(try frame(text)["a", String.self].present == [""])
  }

  @Test("A value that is not of its type is found in the first column that has one, whatever comes first in the file")
  func wrongValues() {
    let text = "a,b\n1,x\n" + String(repeating: "1,2\n", count: 70_000) + "y,2\n"
    #expect(message(text, types: ["a": .integer, "b": .integer]).hasPrefix("CSV:70003: “y” in column “a”"))
  }

  @Test("Rows are chosen across the whole file")
  func farRows() throws {
    let text = "a\n" + (0..<200_000).map { "\($0)\n" }.joined()
    let frame = try DataFrame(csvData: Data(text.utf8), rows: 150_000..<150_003)
    #expect(frame == ["a": [150_000, 150_001, 150_002]])
    #expect(try DataFrame(csvData: Data(text.utf8), rows: 199_999..<300_000) == ["a": [199_999]])
    #expect(try DataFrame(csvData: Data(text.utf8), rows: 300_000..<300_001).isEmpty)
  }

  @Test("Texts of every length are read as they stand", arguments: [1, 7, 8, 9, 15, 16, 40])
  func textLengths(length: Int) throws {
    let texts = (0..<3000).map { String(String(repeating: "x", count: length) + "\($0)").suffix(length) }
    let frame = try frame("s\nx\n" + texts.map { $0 + "\n" }.joined(), types: ["s": .string])
    #expect(Array(frame["s", String.self].present.dropFirst()) == texts.map(String.init))
  }

  @Test("A column that is asked for twice is an error")
  func repeatedColumn() {
    let error = TableError.repeatedColumn(path: "CSV", name: "a")
    #expect(throws: error) { try DataFrame(csvData: Data("a,b\n1,2\n".utf8), columns: ["a", "b", "a"]) }
    #expect(error.description == "The column “a” of “CSV” is asked for twice. Name each column once.")
    #expect(throws: TableError.repeatedColumn(path: "JSON", name: "a")) {
      try DataFrame(jsonData: Data("[{\"a\": 1}]".utf8), columns: ["a", "a"])
    }
  }

  @Test(
    "Bytes that belong to no letter of the encoding are an error with their line",
    arguments: [
      (TextEncoding.utf16, [0x61, 0x00, 0x0A, 0x00, 0x62] as [UInt8], UInt8(0x62), "UTF-16"),
      (.utf16, [0x61, 0x00, 0x0A, 0x00, 0x3D, 0xD8, 0x62, 0x00], 0x3D, "UTF-16"),
      (.automatic, [0xFE, 0xFF, 0x00, 0x61, 0x00, 0x0A, 0xDE, 0x00], 0xDE, "UTF-16"),
      (.windows1252, [0x61, 0x0A, 0x81], 0x81, "Windows-1252"), (.latin1, [0x61, 0x0A, 0x00], 0x00, "Latin-1"),
    ])
  func oddBytes(encoding: TextEncoding, bytes: [UInt8], byte: UInt8, name: String) {
    let error = TableError.unusableByte(path: "CSV", line: 2, byte: byte, encoding: name)
    #expect(throws: error) { try DataFrame(csvData: Data(bytes), options: .init(encoding: encoding)) }
    #expect(
      error.description.hasSuffix(
        "Name the encoding of the file in CSVReadingOptions(encoding:), or see whether the file is damaged."))
  }

  @Test("Pairs of UTF-16 are letters")
  func pairs() throws {
    let data = try #require("\u{FEFF}s\n𝄞x\n".data(using: .utf16LittleEndian))
    #expect(try DataFrame(csvData: data)["s", String.self].present == ["𝄞x"])
  }
}
