import Foundation
import Tables
import Testing

@Suite("Writing CSV")
struct CSVWritingTests {
  private let frame: DataFrame = [
    "name": ["Ada, \"the first\"", "", nil, " x"], "n": [1, nil, 3, 4], "x": [0.1, 1e21, nil, -2],
    "day": [Date(timeIntervalSince1970: 0), Date(timeIntervalSince1970: 34_200.25), nil, nil],
    "ok": [true, false, nil, nil],
  ]

  @Test("Fields are quoted where they must be")
  func text() throws {
    #expect(
      String(decoding: try frame.csvRepresentation(), as: UTF8.self)
        == """
        name,n,x,day,ok
        "Ada, ""the first""\",1,0.1,1970-01-01,true
        "",,1e+21,1970-01-01T09:30:00.250Z,false
        ,3,,,
        " x",4,-2.0,,

        """)
  }

  @Test("A data frame that is written and read is the same")
  func roundTrip() throws {
    #expect(try DataFrame(csvData: frame.csvRepresentation()) == frame)
    let tabs = try frame.csvRepresentation(options: .init(nilEncoding: "NA", delimiter: "\t"))
    #expect(try DataFrame(csvData: tabs) == frame)
  }

  @Test("A missing value in a single column keeps its line")
  func singleColumn() throws {
    let frame: DataFrame = ["a": [1, nil, 3]]
    #expect(try DataFrame(csvData: frame.csvRepresentation()) == frame)
  }

  @Test("A name with other delimiters in it keeps its column")
  func otherDelimiters() throws {
    let frame: DataFrame = ["a;b|c;d": [1], "e": [2]]
    #expect(try DataFrame(csvData: frame.csvRepresentation()) == frame)
  }

  @Test("A text that reads like a missing value is quoted")
  func quotedMissing() throws {
    let frame: DataFrame = ["a": ["NA", nil]]
    let text = String(decoding: try frame.csvRepresentation(options: .init(nilEncoding: "NA")), as: UTF8.self)
    #expect(text == "a\n\"NA\"\nNA\n")
  }

  @Test("A file below another file is an error, and its folder is made if there is none")
  func files() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "x.csv")
    try frame.writeCSV(to: file)
    #expect(try DataFrame(contentsOfCSVFile: file) == frame)
    #expect(throws: (any Error).self) { try frame.writeCSV(to: file.appending(path: "y.csv")) }
  }
}
