import Display
import Foundation
import NotebookKit
import Testing

@Suite("Table of a sweep")
struct SweepTableTests {
  private static func row(
    _ rate: Double, _ values: [PublishedValue], failure: String? = nil, isFinished: Bool = true
  ) -> SweepTable.Row {
    let parameters = [Parameter(name: "lr", value: .number(0.1), line: 3)]
    let point = SweepPoint([SweepPoint.Setting("lr", .number(rate))], of: parameters)
    let result = PointResult(
      run: "x", status: failure == nil ? .succeeded : .failed, failure: failure, values: values)
    return SweepTable.Row(
      point: point, result: isFinished ? result : nil, report: "points/\(point.folderName)/note.html")
  }

  private static let table = SweepTable(
    notebook: "note.md",
    rows: [
      row(1, [PublishedValue("error", .number(0.5)), PublishedValue("model", .text("a, \"b\""))]),
      row(0.1, [PublishedValue("error", .number(.nan))]),
      row(0.01, [], failure: "line 7: it | broke"),
      row(0.001, [PublishedValue("error", .number(0.123456789012)), PublishedValue("lr", .boolean(true))]),
      row(0.0001, [], isFinished: false),
    ])

  @Test("The file for programs has the points in their order, all digits and quotes where they are needed")
  func csv() {
    #expect(
      Self.table.csv == #"""
        lr,error,model,lr (published),status,failure,report
        1,0.5,"a, ""b""",,succeeded,,points/lr=1/note.html
        0.1,nan,,,succeeded,,points/lr=0.1/note.html
        0.01,,,,failed,line 7: it | broke,points/lr=0.01/note.html
        0.001,0.123456789012,,true,succeeded,,points/lr=0.001/note.html
        0.0001,,,,unfinished,,points/lr=0.0001/note.html

        """#)
  }

  private static func order(_ table: SweepTable) -> [String] { table.rows.map(\.point.label) }

  @Test("Rows are sorted by the first value or another, without it last")
  func sorting() throws {
    #expect(
      Self.order(try Self.table.sorted(by: nil)) == ["lr=0.001", "lr=1", "lr=0.1", "lr=0.01", "lr=0.0001"])
    #expect(
      Self.order(try Self.table.sorted(by: "error", descending: true)) == [
        "lr=1", "lr=0.001", "lr=0.1", "lr=0.01", "lr=0.0001",
      ])
    #expect(Self.order(try Self.table.sorted(by: "model")).first == "lr=1")
  }

  @Test("A value that nobody published is an error with the nearest name")
  func unknownValue() {
    let error = #expect(throws: SweepError.self) { try Self.table.sorted(by: "eror") }
    #expect(
      error?.description
        == "No value “eror” was published. Did you mean `error`? These were: error, model, lr.")
  }

  @Test("The report's notebook is a table with links, failures and a plot of each value over each parameter")
  func report() throws {
    let text = SweepReport(try Self.table.sorted(by: nil)).source
    #expect(text.hasPrefix("---\ntitle: \"Sweep of note.md\"\n"))
    #expect(text.contains("5 points: 3 succeeded, 1 failed, 1 unfinished."))
    #expect(text.contains("| [1](<points/lr=0.001/note.html>) | 0.001 | 0.123457 |  | true | succeeded |\n"))
    #expect(text.contains("| [2](<points/lr=1/note.html>) | 1 | 0.5 | a, \\\"b\\\" |  | succeeded |\n"))
    #expect(text.contains("| 5 | 0.0001 |  |  |  | unfinished |\n"))
    #expect(text.contains("- [lr=0.01](<points/lr=0.01/note.html>): line 7: it \\| broke\n"))
    #expect(text.contains("scatter(x: numbers(\"0.001 1.0\"), y: numbers(\"0.123456789012 0.5\"))"))
    #expect(text.contains(".xScale(.log)"))
    // A text has no plot.
    #expect(!text.contains("yLabel(\"model\")"))
  }
}
