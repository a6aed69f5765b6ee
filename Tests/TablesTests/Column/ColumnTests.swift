import Foundation
import Tables
import Testing

private enum Instrument: String, ColumnElement { case violin, piano }
private enum Level: String, CaseIterable, ColumnElement { case low, high }

@Suite("Columns")
struct ColumnTests {
  @Test("A column holds values and missing ones")
  func values() {
    var column = Column(name: "n", contents: [1, nil])
    column.append(3)
    column[0] = nil
    #expect(Array(column) == [nil, nil, 3])
    #expect(column.missingCount == 2 && column.present == [3])
    #expect(column.filled(with: 0).present == [0, 0, 3])
    #expect(Array(column.distinct()) == [nil, 3])
    #expect(column.description == "n [–, –, 3]")
  }

  @Test("A type of the caller's is a column's, in the order of its texts")
  func ownType() {
    let frame: DataFrame = ["instrument": [Instrument.violin, .piano]]
    #expect(frame.sorted(on: "instrument")["instrument", Instrument.self].present == [.piano, .violin])
    #expect(frame.description == "instrument\nviolin\npiano")
  }

  @Test("A type with a list of cases is sorted in their order")
  func cases() {
    let frame: DataFrame = ["level": [Level.high, .low, .high]]
    #expect(frame.sorted(on: "level")["level", Level.self].present == [.low, .high, .high])
  }

  @Test(
    "Dates are cut to the beginning of a stretch",
    arguments: [
      (DateUnit.day, "2026-05-31"), (.week, "2026-05-25"), (.month, "2026-05-01"), (.quarter, "2026-04-01"),
      (.year, "2026-01-01"),
    ])
  func truncation(unit: DateUnit, text: String) throws {
    let frame = try DataFrame(csvData: Data("d\n2026-05-31T10:00:00Z\n".utf8))
    #expect(frame["d", Date.self].truncated(to: unit).eraseToAnyColumn().texts == [text])
    #expect(frame["d", Date.self].weekdays()[0] == .sunday)
  }

  @Test(
    "Dates are written as ISO 8601, and read back",
    arguments: [0.0, -86_400, 951_782_400, 4_102_444_799.5, -62_135_596_800])
  func dates(seconds: Double) throws {
    let text = Date.columnText(of: Date(timeIntervalSince1970: seconds))
    let frame = try DataFrame(csvData: Data("d\n\(text)\n".utf8))
    #expect(frame["d", Date.self][0]?.timeIntervalSince1970 == seconds)
  }

  @Test(
    "Offsets from Greenwich are taken off",
    arguments: [("2026-01-31T10:30:00+01:00", 9.5), ("2026-01-31 08:30-0100", 9.5), ("2026-01-31T09:30Z", 9.5)])
  func offsets(text: String, hours: Double) throws {
    let frame = try DataFrame(csvData: Data("d\n\(text)\n".utf8))
    #expect(frame["d", Date.self][0]?.timeIntervalSince1970 == 1_769_817_600 + hours * 3600)
  }

  @Test("A row that is not there stops with the count")
  func wrongRow() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Column(name: "n", contents: [1])[1]
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains("the column “n” has no row 1; its 1 rows are numbered from 0"))
  }
}
