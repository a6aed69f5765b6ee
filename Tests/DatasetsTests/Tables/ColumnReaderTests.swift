import Datasets
import Foundation
import Tables
import TestSupport
import Testing

@Suite("Labels and splits out of a table")
struct ColumnReaderTests {
  private let rows = [
    ["file": "a.png", "note": "A3", "chord": "A C E", "pitch": "57", "is_valid": "False"],
    ["file": "b.png", "note": "B3", "chord": "", "pitch": " 59.5", "is_valid": "True"],
    ["file": "low/a.png", "note": "A2", "pitch": "high", "is_valid": "1"],
  ]
  private let folder = URL(filePath: "/notes")

  private func file(_ name: String) -> URL { folder.appending(path: name) }

  @Test("The items are the files of the rows")
  func items() throws {
    let table = try ColumnReader(rows, files: "file")
    #expect(table.items(in: folder).map(\.path) == ["/notes/a.png", "/notes/b.png", "/notes/low/a.png"])
  }

  @Test("A data frame is such a table")
  func dataFrame() throws {
    let frame: DataFrame = ["file": ["a.png", "b.png"], "note": ["A3", "B3"]]
    let table = try ColumnReader(frame, files: "file")
    #expect(try table.label("note")(file("b.png")) == "B3")
  }

  @Test("A label is the cell in the row whose file the path ends with, the longest of several")
  func labels() throws {
    let label = try ColumnReader(rows, files: "file").label("note")
    #expect(try ["a.png", "b.png", "low/a.png", "high/a.png"].map { try label(file($0)) } == ["A3", "B3", "A2", "A3"])
  }

  @Test("Several labels are the parts of a cell, none in one that is empty or missing")
  func severalLabels() throws {
    let labels = try ColumnReader(rows, files: "file").labels("chord")
    #expect(try ["a.png", "b.png", "low/a.png"].map { try labels(file($0)) } == [["A", "C", "E"], [], []])
  }

  @Test("Numbers are read from several columns")
  func numbers() throws {
    let numbers = try ColumnReader(rows, files: "file").numbers("pitch")
    #expect(try numbers(file("b.png")) == [59.5])
    #expect(
      message { try numbers(file("low/a.png")) }
        == "“high” in row 3 of the column “pitch” is not a number. Correct it, or read the column with label(_:).")
  }

  @Test("Rows marked for validation are held back")
  func splitter() throws {
    let table = try ColumnReader(rows, files: "file")
    #expect(try table.splitter("is_valid").split(table.items(in: folder)) == Split(train: [0], valid: [1, 2]))
  }

  @Test("A row that says neither side is an error with its number and its text")
  func noSide() throws {
    let rows = [["file": "a.png", "held": "no"], ["file": "b.png", "held": "maybe"], ["file": "c.png", "held": ""]]
    let splitter = try ColumnReader(rows, files: "file").splitter("held")
    #expect(
      message { try splitter.split([file("a.png"), file("b.png")]) }
        == "“maybe” in row 2 of the column “held” does not say whether the item is held back. Write true or false, or 1 or 0."
    )
    #expect(throws: DatasetError.noCell(column: "held", row: 3)) { try splitter.split([file("c.png")]) }
  }

  @Test("A suffix completes the names of the files")
  func suffix() throws {
    let table = try ColumnReader([["id": "7", "note": "A3"]], files: "id", suffix: ".png")
    #expect(table.items(in: folder).map(\.lastPathComponent) == ["7.png"])
    #expect(try table.label("note")(file("7.png")) == "A3")
  }

  @Test("A column, a row or a cell that is missing is named")
  func missing() throws {
    let table = try ColumnReader(rows, files: "file")
    #expect(
      message { try table.label("octave") }
        == "The table has no column “octave”. It has: chord, file, is_valid, note, pitch.")
    #expect(throws: DatasetError.noRow(file: "c.png")) { try table.label("note")(file("c.png")) }
    #expect(throws: DatasetError.noCell(column: "chord", row: 3)) { try table.label("chord")(file("low/a.png")) }
    #expect(throws: DatasetError.noCell(column: "file", row: 2)) {
      try ColumnReader([["file": "a"], ["note": "B"]], files: "file")
    }
    #expect(throws: DatasetError.repeatedRow(file: "a")) {
      try ColumnReader([["file": "a"], ["file": "a"]], files: "file")
    }
    #expect(throws: DatasetError.noColumn(name: "file", known: [])) {
      try ColumnReader([[String: String]](), files: "file")
    }
  }

  @Test("A data block goes from a table to batches")
  func block() throws {
    let folder = try PictureFolder()
    for index in 0..<8 { try folder.add("\(index).png", shade: UInt8(index * 30)) }
    let rows = (0..<8).map { ["file": "\($0).png", "kind": $0 % 2 == 0 ? "even" : "odd", "held": $0 > 5 ? "1" : "0"] }
    let table = try ColumnReader(rows, files: "file")
    let block = DataBlock(
      blocks: (.image, .category), getItems: table.items, splitter: try table.splitter("held"),
      getY: try table.label("kind"))
    let loaders = try block.dataLoaders(folder.url, batchSize: 3)
    #expect(loaders.classNames == ["even", "odd"])
    #expect(loaders.valid.items.map(\.lastPathComponent) == ["6.png", "7.png"])
  }
}
