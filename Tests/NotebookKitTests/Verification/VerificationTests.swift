import Display
import Foundation
import NotebookKit
import Testing

/// A record of one report against another.
@Suite("Verification of a report against a record")
struct VerificationTests {
  /// Images and sounds of other bytes differ, or agree with a tolerance.
  private struct ByTolerance: MediaComparer {
    func compare(_ old: Data, _ new: Data, as kind: MediaKind, isTolerant: Bool) -> MediaAnswer {
      MediaAnswer(agrees: isTolerant, summary: "\(kind.rawValue)s of other bytes")
    }
  }

  /// A cell's text in the notebook, and its output.
  private typealias Content = (code: String, outputs: [CellOutput])

  private func made(_ cells: [Content], statuses: [Int: CellRecord.Status] = [:], front: String = "") throws -> Report {
    let text = cells.map { "```swift\n\($0.code)\n```\n" }.joined(separator: "\n")
    let records = cells.enumerated().map { index, cell in
      CellRecord(status: statuses[index] ?? .succeeded, outputs: cell.outputs)
    }
    return try report(front + text, records)
  }

  private func compared(_ old: [Content], _ new: [Content], elsewhere: Bool = false) throws -> Verification {
    var record = OutputRecord(try made(old)).kept
    if elsewhere { record.stamp = [.init("Machine", "another")] }
    return try Verification(of: try made(new), against: record, media: ByTolerance())
  }

  private func summaries(_ old: [CellOutput], _ new: [CellOutput], option: String? = nil, elsewhere: Bool = false)
    throws
    -> [String]
  {
    let code = (option.map { "//| verify: \($0)\n" } ?? "") + "x"
    return try compared([(code, old)], [(code, new)], elsewhere: elsewhere).cells[0].differences.map(\.summary)
  }

  private func shown(_ type: MIMEType, _ text: String) -> [CellOutput] {
    [.result(MIMEBundle(plainText: "x").adding(text, as: type))]
  }

  // MARK: Kinds of outputs

  @Test("Equal outputs of every kind agree")
  func equalOutputs() throws {
    let outputs: [CellOutput] =
      shown(.html, "<b>x</b>") + shown(.png, "p") + shown(.wav, "w") + shown(.latex, "x^2") + [
        .stream(.stdout, "1.5 s")
      ]
    let verification = try compared([("x", outputs)], [("x", outputs)])
    #expect(verification.agrees)
    #expect(verification.lines(path: "note.md") == ["note.md: 1 cell agrees"])
  }

  @Test("A changed cell of a table is named by its row and column")
  func tables() throws {
    func table(_ value: String, _ rows: [[String]] = []) -> [CellOutput] {
      let table = Table(columns: ["note", "hertz"], evenRows: [["A3", "220.00"], ["A4", value]] + rows)
      return [.result(table.mimeBundle)]
    }
    #expect(
      try summaries(table("440.00"), table("441.00")) == ["table: row 2, “hertz” was “440.00”, is “441.00”"])
    #expect(try summaries(table("440.0000001"), table("440.0000002"), option: "digits 6").isEmpty)
    #expect(try summaries(table("0.5 s"), table("0.6 s")).isEmpty)
    #expect(
      try summaries(table("440"), table("440", [["A5", "880"]]))
        == ["table: row 3, “note” was “nothing”, is “A5” (and 1 more)"])
  }

  @Test("HTML agrees when only blanks, comments, quotes and the order of attributes differ")
  func markup() throws {
    let old = shown(.html, "<p class=a id='b'>one  two</p><!-- 1 --><br/>")
    #expect(try summaries(old, shown(.html, "<P id=\"b\"\n class=\"a\">\n one two </p>\n<br>")).isEmpty)
    #expect(
      try summaries(old, shown(.html, "<p class=a id='b'>one three</p><br/>"))
        == ["HTML: line 2 was “one two”, is “one three”"])
    #expect(try summaries(old, shown(.html, "<p class=c id='b'>one two</p><br/>")).count == 1)
    #expect(try summaries(shown(.html, "<pre>a  b</pre>"), shown(.html, "<pre>a b</pre>")).count == 1)
    #expect(try summaries(shown(.html, "a < b <"), shown(.html, "a < b <")).isEmpty)
  }

  @Test(
    "A blank that HTML shows is compared",
    arguments: [
      ("<p>a <b>b</b></p>", "<p>a<b>b</b></p>"), ("<b>a</b> <i>b</i>", "<b>a</b><i>b</i>"), ("a <x-y>b", "a<x-y>b"),
      ("<td>1 <sub>2</sub></td>", "<td>1<sub>2</sub></td>"),
    ])
  func blanksInMarkup(_ old: String, _ new: String) throws {
    #expect(try summaries(shown(.html, old), shown(.html, new)).count == 1)
  }

  @Test("Blanks beside the tags of blocks are not compared")
  func blanksBesideBlocks() throws {
    let table = "<table><tr><td>a</td><td><b>b</b></td></tr></table>"
    let spread = " <table>\n <tr>\n  <td> a </td>\n <td>\n<b>b</b> </td>\n</tr></table>\n"
    #expect(try summaries(shown(.html, table), shown(.html, spread)).isEmpty)
  }

  @Test("The caption of a table is compared as its cells are")
  func captions() throws {
    func table(_ caption: String?) -> [CellOutput] {
      [.result(Table(columns: ["a"], evenRows: [["1"]], caption: caption).mimeBundle)]
    }
    #expect(
      try summaries(table("loss 0.1234"), table("loss 0.1235")) == [
        "table: the caption was “loss 0.1234”, is “loss 0.1235”"
      ])
    #expect(try summaries(table("loss 0.1234"), table("loss 0.1235"), option: "digits 3").isEmpty)
    #expect(try summaries(table("in 1.5 s"), table("in 1.6 s")).isEmpty)
    #expect(try summaries(table(nil), table("")).count == 1)
    #expect(try summaries(table("é"), table("e\u{301}")).count == 1)
  }

  @Test("Formulas and drawings are compared exactly")
  func exactTypes() throws {
    for type in [MIMEType.latex, .svg] {
      #expect(try summaries(shown(type, "x 1.5 s"), shown(type, "x 1.6 s"), option: "digits 1").count == 1)
    }
  }

  @Test("Images and sounds are compared with a tolerance if digits are given or the record is from another machine")
  func media() throws {
    for (type, kind) in [(MIMEType.png, "picture"), (.jpeg, "picture"), (.wav, "sound")] {
      #expect(try summaries(shown(type, "1"), shown(type, "2")) == ["\(kind): \(kind)s of other bytes"])
      #expect(try summaries(shown(type, "1"), shown(type, "2"), option: "digits 5").isEmpty)
      #expect(try summaries(shown(type, "1"), shown(type, "2"), elsewhere: true).isEmpty)
      #expect(try summaries(shown(type, "1"), shown(type, "2"), option: "exact", elsewhere: true).count == 1)
    }
  }

  @Test("Content known by its hash must be the same, and is reported as skipped if it may differ a little")
  func hashes() throws {
    let large = String(repeating: "x", count: RecordedContent.largestKept + 1)
    let (old, new) = (shown(.wav, large), shown(.wav, large + "y"))
    #expect(
      try summaries(old, new)
        == ["sound: the bytes differ; the recorded one is too large to be stored except as a hash"])
    #expect(try summaries(old, old).isEmpty)
    let verdict = try compared([("x", old)], [("x", new)], elsewhere: true).cells[0]
    #expect(verdict.agrees)
    #expect(
      verdict.remarks
        == ["sound: not compared, since it is too large to be stored except as a hash and may differ a little"])
    #expect(
      try summaries(shown(.darkPNG, "1"), shown(.darkPNG, "2"))
        == ["image for dark pages: the bytes differ; the recorded one is stored as a hash"])
  }

  @Test("An output that was added or removed is named, among others of its kind")
  func addedAndRemoved() throws {
    let (one, two, three) = (shown(.png, "1"), shown(.png, "2"), shown(.png, "3"))
    #expect(try summaries(one + two + three, one + three) == ["picture: only in the record, “x”"])
    #expect(try summaries(one + three, one + two + three) == ["picture: not in the record, “x”"])
    #expect(
      try summaries(one, [.stream(.stdout, "hello\n")])
        == ["picture: only in the record, “x”", "standard output: not in the record, “hello”"])
    #expect(try summaries(shown(.html, "a"), [.result(MIMEBundle(plainText: "x"))]).count == 2)
  }

  @Test("Alternative text and size on the page are compared")
  func metadata() throws {
    func picture(_ text: String, _ width: Double) -> [CellOutput] {
      [.result(MIMEBundle(plainText: "x", metadata: .init(alternativeText: text, width: width, height: 4)))]
    }
    #expect(try summaries(picture("a", 6), picture("b", 6)) == ["alternative text: line 1 was “a”, is “b”"])
    #expect(
      try summaries(picture("a", 6), picture("a", 7)) == ["size on the page: line 1 was “6.0 × 4.0”, is “7.0 × 4.0”"])
  }

  @Test("An expected failure is compared by its kind, summary and details, whatever line it is on")
  func failures() throws {
    func failure(_ kind: CellFailure.Kind, _ summary: String, line: Int) -> [CellOutput] {
      [
        .failure(
          CellFailure(kind: kind, summary: summary, details: "lesson.md:\(line): x", line: line, wasExpected: true))
      ]
    }
    let first = failure(.thrown, "e", line: 2)
    let prose = OutputRecord(try report("```swift\nx\n```\n", [CellRecord(status: .succeeded, outputs: first)]))
    let below = try report(
      "More.\n\n```swift\nx\n```\n",
      [CellRecord(status: .succeeded, outputs: failure(.thrown, "e", line: 4))])
    #expect(try Verification(of: below, against: prose, media: ByTolerance()).agrees)
    #expect(try summaries(first, failure(.thrown, "f", line: 2)) == ["expected failure: line 1 was “e”, is “f”"])
    #expect(try summaries(first, failure(.trap, "e", line: 2)).count == 2)
  }

  // MARK: Cells

  private func cell(_ name: String, _ output: String = "1", label: Bool = true) -> Content {
    ((label ? "//| label: \(name)\n" : "") + "print(\(name))", [.stream(.stdout, output)])
  }

  private func outcomes(_ verification: Verification) -> [String] {
    verification.cells.map { cell in
      ([cell.name, "\(cell.outcome)"] + cell.changes + [cell.agrees ? "" : "differs"]).filter { !$0.isEmpty }
        .joined(separator: " ")
    }
  }

  @Test("An added and a removed cell are reported as such", arguments: [true, false])
  func addedAndRemovedCells(_ labels: Bool) throws {
    let (a, b, c) = (cell("a", label: labels), cell("b", label: labels), cell("c", label: labels))
    let names = labels ? ["a", "b", "c"] : ["cell-1", "cell-2", "cell-3"]
    let added = try compared([a, c], [a, b, c])
    #expect(outcomes(added) == ["\(names[0]) compared", "\(names[1]) added differs", "\(names[2]) compared"])
    #expect(!added.agrees)
    let removed = try compared([a, b, c], [a, c])
    #expect(removed.cells.map(\.outcome) == [.compared, .removed, .compared])
    #expect(!removed.agrees)
    #expect(
      removed.lines(path: "note.md")
        == ["note.md: \(names[1]): The cell is only in the record.", "note.md: 2 cells agree, 1 was removed"])
  }

  @Test("A moved and an edited cell are reported as such, and agree if their outputs do", arguments: [true, false])
  func movedAndEdited(_ labels: Bool) throws {
    let (a, b, c) = (cell("a", label: labels), cell("b", label: labels), cell("c", label: labels))
    let moved = try compared([a, b, c], [c, a, b])
    #expect(moved.agrees)
    #expect(moved.cells.map(\.changes) == [["moved"], [], []])
    var edited = b
    edited.code += " // more"
    let verification = try compared([a, b, c], [a, edited, c])
    #expect(verification.agrees)
    #expect(verification.cells.map(\.changes) == [[], ["edited"], []])
    edited.outputs = [.stream(.stdout, "2")]
    let differing = try compared([a, b, c], [a, edited, c])
    #expect(
      differing.lines(path: "n.md").first
        == "n.md:\(labels ? 8 : 6): \(labels ? "b" : "cell-2") (edited): standard output: line 1 was “1”, is “2”")
  }

  @Test("A cell that got a label is the same cell")
  func relabelled() throws {
    let verification = try compared([cell("a", label: false)], [cell("a")])
    #expect(outcomes(verification) == ["a compared called cell-1 before"])
    #expect(verification.agrees)
  }

  @Test("Equal cells without labels are matched by their order")
  func equalCells() throws {
    let cells = ["1", "2", "3"].map { (code: "next()", outputs: [CellOutput.stream(.stdout, $0)]) }
    #expect(try compared(cells, cells).agrees)
    let fewer = try compared(cells, Array(cells.prefix(2)))
    #expect(fewer.cells.map(\.outcome) == [.compared, .compared, .removed])
  }

  @Test("A cell with `verify: skip` is not compared, and counted")
  func skipped() throws {
    let option = "//| verify: skip\n"
    let verification = try compared(
      [(option + "x", [.stream(.stdout, "1")])], [(option + "x", [.stream(.stdout, "2")])])
    #expect(verification.agrees)
    #expect(verification.counts == "0 cells agree, 1 is not compared")
  }

  @Test("`verify` under `execute` applies to cells without a value of their own")
  func defaultOption() throws {
    let notebook = try parse(
      "---\nexecute:\n  verify: digits 3\n---\n\n```swift\n1\n```\n\n```swift\n//| verify: exact\n1\n```\n")
    #expect(notebook.cells.map(\.options.verify) == [.digits(3), .exact])
  }

  @Test(
    "An invalid value of `verify` is refused",
    arguments: ["digits", "digits 0", "digits 16", "5", "true", "skip it"])
  func wrongOption(_ text: String) {
    #expect {
      try parse("```swift\n//| verify: \(text)\n```\n")
    } throws: { error in
      "\(error)".hasPrefix(
        "lesson.md:2: `verify` must be `exact`, `digits N` with N from 1 to 15, or `skip`, not `\(text)`")
    }
  }

  @Test("A cell that failed or did not run keeps a notebook from agreeing, though its outputs are as recorded")
  func failedCells() throws {
    let cells = [cell("a"), cell("b")]
    let record = OutputRecord(try made(cells))
    let current = try made(cells, statuses: [0: .failed, 1: .notRun(reason: "The kernel ended.")])
    let verification = try Verification(of: current, against: record, media: ByTolerance())
    #expect(!verification.agrees)
    #expect(verification.cells.map(\.problem) == ["The cell failed.", "The cell did not run: The kernel ended."])
  }

  // MARK: The whole notebook

  @Test("A parameter of another value keeps a notebook from agreeing")
  func parameters() throws {
    let cells = [cell("a")]
    let record = OutputRecord(try made(cells, front: "---\nparams:\n  hop: 512\n  old: 1\n---\n"))
    let current = try made(cells, front: "---\nparams:\n  hop: 256\n  rate: 2\n---\n")
    let verification = try Verification(of: current, against: record, media: ByTolerance())
    #expect(
      verification.parameterChanges == [
        "The parameter `hop` was 512, is 256.", "The parameter `rate`, 2, is not in the record.",
        "The parameter `old`, 1, is only in the record.",
      ])
    #expect(!verification.agrees)
  }

  @Test("Inline values are compared, by the line of the prose")
  func inlineValues() throws {
    func made(_ value: String) throws -> Report {
      var made = try report("Prose `{swift} x` and.\n", [])
      made.inlineResults[0] = .value(MIMEBundle(plainText: value))
      return made
    }
    let record = OutputRecord(try made("0.25"))
    #expect(try Verification(of: try made("0.25"), against: record, media: ByTolerance()).agrees)
    let verification = try Verification(of: try made("0.26"), against: record, media: ByTolerance())
    #expect(
      verification.lines(path: "note.md") == [
        "note.md:1: inline value `x`: result: line 1 was “0.25”, is “0.26”",
        "note.md: 0 cells agree, 1 inline value differs",
      ])
  }

  @Test("Another machine or compiler is reported")
  func elsewhere() throws {
    var current = try made([cell("a")])
    current.stamp = Stamp(entries: [.init("Made", "now"), .init("Compiler", "Swift 7"), .init("Machine", "m")])
    var record = OutputRecord(current)
    record.stamp[0].value = "Swift 6.3"
    let verification = try Verification(of: current, against: record, media: ByTolerance())
    #expect(verification.agrees)
    #expect(
      verification.lines(path: "note.md").prefix(2) == [
        "note.md: The record was made on another machine: unless a cell says otherwise, fractions are compared to 5 digits, "
          + "and images and sounds with a tolerance.",
        "  Compiler: Swift 6.3 when recorded, Swift 7 now",
      ])
  }
}
