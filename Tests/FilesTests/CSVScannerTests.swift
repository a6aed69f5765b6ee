import Files
import Testing

@Suite("Cutting CSV into fields")
struct CSVScannerTests {
  private func rows(_ text: String, ignoresEmptyLines: Bool = true) throws -> [[String]] {
    var text = text
    return try text.withUTF8 { bytes in
      var scanner = CSVScanner(bytes, ignoresEmptyLines: ignoresEmptyLines)
      var rows: [[String]] = []
      while !scanner.isAtEnd {
        var fields: [CSVField] = []
        if try scanner.readLine(into: &fields) > 0 { rows.append(fields.map { $0.string(in: bytes) }) }
      }
      return rows
    }
  }

  @Test("Lines end as on any system", arguments: ["\n", "\r\n", "\r"])
  func lineEnds(end: String) throws {
    #expect(try rows("a,b\(end)\(end)1,\(end)") == [["a", "b"], ["1", ""]])
    #expect(try rows("a\(end)\(end)b", ignoresEmptyLines: false) == [["a"], [""], ["b"]])
  }

  @Test("A quoted field holds delimiters, line ends and quotes")
  func quotes() throws {
    #expect(try rows("\"a,\nb\",\"say \"\"hi\"\"\" \n\"\",1 \"x\"") == [["a,\nb", "say \"hi\""], ["", "1 \"x\""]])
  }

  @Test("A quote without an end and letters behind one are mistakes with their place")
  func mistakes() {
    #expect(throws: CSVMistake.openQuote(line: 2, field: 2, text: "two")) { try rows("a,b\n1,\"two\n3") }
    #expect(throws: CSVMistake.textBehindQuote(line: 2, field: 1, text: "y")) { try rows("a\n\"x\"y\n") }
  }

  @Test("A line with another number of fields than there are columns is a mistake with its line")
  func uneven() {
    var text = "1,2\n\"\n\",4\n5\n"
    #expect(throws: CSVMistake.unevenLine(line: 4, fieldCount: 1, columnCount: 2)) {
      try text.withUTF8 { bytes in
        var (scanner, fields) = (CSVScanner(bytes), [CSVField]())
        _ = try scanner.readLines(10, columnCount: 2, into: &fields)
      }
    }
  }
}
