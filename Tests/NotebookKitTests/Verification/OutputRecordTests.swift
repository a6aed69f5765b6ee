import Display
import Files
import Foundation
import NotebookKit
import TestSupport
import Testing

@Suite("Records of outputs")
struct OutputRecordTests {
  private static let text = """
    ---
    params:
      hop: 512
    ---

    ```swift
    //| label: one
    print(1)
    ```

    It is `{swift} 2 * 3`.

    ```swift
    //| verify: digits 5
    2
    ```
    """

  private static func outputs(_ bundle: MIMEBundle = MIMEBundle(plainText: "2")) -> [CellRecord] {
    [
      CellRecord(status: .succeeded, outputs: [.stream(.stdout, "a\nb"), .stream(.stderr, "é\n")], duration: 1.5),
      CellRecord(
        status: .succeeded, outputs: [.display(bundle, id: "1"), .notice("cut"), .warning("lesson.md:15: w")]),
    ]
  }

  private static func record(_ text: String = text, _ records: [CellRecord] = outputs()) throws -> OutputRecord {
    var report = try report(text, records)
    report.inlineResults[0] = .value(MIMEBundle(plainText: "6"))
    report.stamp = Stamp(entries: [.init("Made", "today"), .init("Compiler", "Swift 6.3"), .init("Machine", "m")])
    return OutputRecord(report)
  }

  /// The record as it comes back from its files.
  private func stored(_ record: OutputRecord) throws -> OutputRecord {
    try withTemporaryFolder { folder throws in
      let files = RecordFiles(of: folder.appending(path: "note.md"))
      try files.write(record)
      return try files.read()
    }
  }

  @Test("A record read from its files equals the written one")
  func roundTrip() throws {
    let png = Data([0x89, 0x50, 0x4E, 0x47, 0xFF])
    let bundle = MIMEBundle(plainText: "p\n", metadata: .init(alternativeText: "alt", width: 6.5, height: 4))
      .adding(png, as: .png).adding("[1, 2]", as: .json)
    let failure = CellFailure(kind: .thrown, summary: "s", details: "d\ne", line: 3, wasExpected: true)
    var outputs = Self.outputs(bundle)
    outputs[0].outputs.append(.failure(failure))
    let record = try Self.record(Self.text, outputs)
    #expect(try stored(record) == record)
    #expect(record.stamp.map(\.name) == ["Compiler", "Machine"])
    #expect(record.parameters == [.init("hop", "512")])
  }

  @Test("A text without a line end at its end is kept so", arguments: ["", "a", "a\n", "a\n\n", "\n"])
  func lineEnds(_ text: String) throws {
    var record = OutputRecord(notebook: "note.md")
    record.cells = [RecordedCell(name: "a", source: "", outputs: [.stream(.stdout, text)])]
    #expect(try stored(record) == record)
  }

  @Test("The same outputs give the same bytes, at any time and for any prose")
  func sameBytes() throws {
    var later = Self.outputs()
    later[0].duration = 99
    let moved = Self.text.replacingOccurrences(of: "It is", with: "A line.\n\nAnd it is")
      .replacingOccurrences(of: "```swift\n//| label: one", with: "Prose.\n\n```swift\n//| label: one")
    // The warning is on the same line of its cell, four lines below.
    later[1].outputs[2] = .warning("lesson.md:19: w")
    let first = try Self.record().encoded().json.fileData
    #expect(try Self.record(moved, later).encoded().json.fileData == first)
    #expect(String(decoding: first, as: UTF8.self).contains("lesson.md:cell-2:1: w"))
  }

  @Test("A content that is too large is stored as a hash, like an image's dark rendering")
  func hashes() throws {
    let large = String(repeating: "x", count: RecordedContent.largestKept + 1)
    let bundle = MIMEBundle(plainText: large).adding(Data([1]), as: .png).adding(Data([2]), as: .darkPNG)
    let value = try #require(try stored(Self.record(Self.text, Self.outputs(bundle))).cells[1].outputs.first)
    guard case .display(let value) = value else {
      Issue.record("not a display: \(value)")
      return
    }
    #expect(value[.png] == .bytes(Data([1])))
    #expect(value[.darkPNG] == .hash(ContentHash(Data([2])).hexadecimal, count: 1))
    #expect(value[.plainText] == .hash(ContentHash(Data(large.utf8)).hexadecimal, count: large.utf8.count))
  }

  @Test("Outputs of a cell with `verify: skip` are not recorded")
  func skipped() throws {
    let record = try Self.record(Self.text.replacingOccurrences(of: "digits 5", with: "skip"))
    #expect(record.cells[1].outputs.isEmpty)
    #expect(try stored(record).cells[1].check == .skip)
  }

  @Test("An update keeps recorded outputs that agree, unless they are another machine's")
  func updates() throws {
    struct NoMedia: MediaComparer {
      func compare(_ old: Data, _ new: Data, as kind: MediaKind, isTolerant: Bool) -> MediaAnswer {
        MediaAnswer(agrees: false, summary: "other bytes")
      }
    }
    func record(_ time: String, _ digit: String, machine: String = "m") -> OutputRecord {
      let outputs = [RecordedOutput.stream(.stdout, "took \(time) s\n")]
      return OutputRecord(
        notebook: "note.md", stamp: [.init("Machine", machine)],
        cells: [
          RecordedCell(name: "a", source: "1", outputs: outputs),
          RecordedCell(name: "b", source: "2", outputs: [.stream(.stdout, "\(digit) in \(time) s\n")]),
        ])
    }
    var same = record("0.7", "2")
    try same.keepOutputs(of: record("0.5", "1"), inlineCheck: .standard, media: NoMedia())
    #expect(same.cells[0] == record("0.5", "1").cells[0])
    #expect(same.cells[1] == record("0.7", "2").cells[1])
    var elsewhere = record("0.7", "2")
    try elsewhere.keepOutputs(of: record("0.5", "1", machine: "another"), inlineCheck: .standard, media: NoMedia())
    #expect(elsewhere == record("0.7", "2"))
  }

  // MARK: Files

  @Test("Two images of one cell are two files, and files that go out of the record go from the folder")
  func filesOfTheRecord() throws {
    try withTemporaryFolder { folder throws in
      let files = RecordFiles(of: folder.appending(path: "note.md"))
      let picture = CellOutput.display(MIMEBundle().adding(Data([1]), as: .png), id: "1")
      let sound = CellOutput.display(MIMEBundle().adding(Data([2]), as: .wav), id: "2")
      var records = Self.outputs()
      records[0].outputs = [picture, sound]
      try files.write(Self.record(Self.text, records))
      func names() -> Set<String> {
        Set((try? FileManager.default.contentsOfDirectory(atPath: files.folder.path)) ?? [])
      }
      #expect(names() == ["one.png", "one+2.wav"])
      try Data("mine".utf8).write(to: files.folder.appending(path: "mine.txt"))
      #expect(try files.write(Self.record()) == 1)
      #expect(names() == ["mine.txt"])
      #expect(try files.write(Self.record()) == 0)
    }
  }

  @Test("A file of another program is not overwritten")
  func foreignFile() throws {
    try withTemporaryFolder { folder throws in
      let files = RecordFiles(of: folder.appending(path: "note.md"))
      try FileManager.default.createDirectory(at: files.folder, withIntermediateDirectories: true)
      let file = files.folder.appending(path: "one.png")
      try Data("mine".utf8).write(to: file)
      var records = Self.outputs()
      records[0].outputs = [.display(MIMEBundle().adding(Data([1]), as: .png), id: "1")]
      #expect(throws: VerificationError.foreignFile(path: file.path)) {
        try files.write(Self.record(Self.text, records))
      }
      #expect(try Data(contentsOf: file) == Data("mine".utf8))
      #expect(!FileManager.default.fileExists(atPath: files.record.path))
    }
  }

  @Test("A record that is missing, damaged, or of another version is refused with a remedy")
  func refusedRecords() throws {
    try withTemporaryFolder { folder throws in
      let files = RecordFiles(of: folder.appending(path: "note.md"))
      func refusal(_ text: String) throws -> String {
        try Data(text.utf8).write(to: files.record)
        do {
          _ = try files.read()
          return "none"
        } catch { return "\(error)".replacingOccurrences(of: folder.path + "/", with: "") }
      }
      do { _ = try files.read() } catch {
        #expect(
          "\(error)".replacingOccurrences(of: folder.path + "/", with: "")
            == "note.outputs.json: The notebook has no record of its outputs. "
            + "Create one with `etude verify --update note.md`.")
      }
      let advice = "Restore it, or record again with `etude verify --update`."
      #expect(
        try refusal("{") == "note.outputs.json: The record is damaged: a quotation mark is missing at byte 1. \(advice)"
      )
      #expect(try refusal("{}") == "note.outputs.json: The record is damaged: it has no `format`. \(advice)")
      #expect(
        try refusal(#"{"format": "Etude outputs 9"}"#)
          == "note.outputs.json: The record's format is “Etude outputs 9”, but this version reads “Etude outputs 1”. "
          + "Record again with `etude verify --update`.")
      #expect(
        try refusal(#"{"format": "Etude outputs 1"}"#)
          == "note.outputs.json: The record is damaged: `notebook` is missing. \(advice)")
      let picture = """
        {"format": "Etude outputs 1", "notebook": "n", "stamp": {}, "parameters": {}, "inline values": [], "cells": [
        {"cell": "a", "source": "", "outputs": [{"display": {"image/png": {"file": "NAME", "sha256": "00", "bytes": 1}}}]}]}
        """
      for name in ["a.png", "../note.md", ".hidden"] {
        #expect(
          try refusal(picture.replacingOccurrences(of: "NAME", with: name))
            == "note.outputs.json: The record is damaged: its file \(name) is missing or was changed. \(advice)")
      }
    }
  }
}
