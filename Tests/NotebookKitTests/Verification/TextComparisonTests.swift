import Foundation
import NotebookKit
import Testing

/// Texts compared like the outputs of two runs, through the verdict on a cell that printed them.
@Suite("Comparison of texts")
struct TextComparisonTests {
  private struct NoMedia: MediaComparer {
    func compare(_ old: Data, _ new: Data, as kind: MediaKind, isTolerant: Bool) -> MediaAnswer {
      MediaAnswer(agrees: false, summary: "not expected")
    }
  }

  /// The verdict on a cell that printed `old` when it was recorded, and now prints `new`.
  private func verdict(_ old: String, _ new: String, option: String? = nil, elsewhere: Bool = false) throws
    -> CellVerdict
  {
    let text = "```swift\n\(option.map { "//| verify: \($0)\n" } ?? "")print(x)\n```\n"
    func made(_ output: String) throws -> Report {
      try report(text, [CellRecord(status: .succeeded, outputs: [.stream(.stdout, output)])])
    }
    var record = OutputRecord(try made(old))
    if elsewhere { record.stamp = [.init("Machine", "another")] }
    return try Verification(of: try made(new), against: record, media: NoMedia()).cells[0]
  }

  private func agrees(_ old: String, _ new: String, option: String? = nil, elsewhere: Bool = false) throws -> Bool {
    try verdict(old, new, option: option, elsewhere: elsewhere).agrees
  }

  @Test(
    "A changed letter, digit, blank, line or line end is a difference",
    arguments: [
      ("loss 0.1234", "loss 0.1235"), ("a", "b"), ("a b", "a  b"), ("a\nb", "a\nb\nc"), ("a\n", "a"), ("7", "8"),
      ("", "a"),
      ("é", "e\u{301}"), ("1.0", "1.00"), ("conv1", "conv2"), ("- 5", "-5"),
    ])
  func differences(_ old: String, _ new: String) throws {
    #expect(try !agrees(old, new))
    #expect(try !agrees(new, old))
  }

  @Test(
    "Durations may differ, and the comparison says so",
    arguments: [
      ("took 0.52 s", "took 12.61 s"), ("3 ms a step", "12 ms a step"), ("epoch 1  00:03", "epoch 1  00:12"),
      ("1:02:03 left", "0:59:07 left"), ("2 min 5 s", "3 min 11 s"), ("0.1 seconds", "0.2 seconds"), ("15µs", "9µs"),
    ])
  func durations(_ old: String, _ new: String) throws {
    let verdict = try verdict(old, new)
    #expect(verdict.agrees)
    #expect(verdict.remarks == ["durations differ"])
    #expect(try !agrees(old, new, option: "exact"))
  }

  @Test(
    "Text that only looks like a duration is compared",
    arguments: [
      ("440 steps", "441 steps"), ("3 sharps", "4 sharps"), ("a.swift:12:33", "a.swift:12:34"), ("2 : 1", "3 : 1"),
      ("12 m", "13 m"), ("1:2", "1:3"), ("0x3s1", "0x4s1"),
    ])
  func noDurations(_ old: String, _ new: String) throws {
    #expect(try !agrees(old, new))
  }

  @Test("Fractions agree to the requested number of digits")
  func digits() throws {
    #expect(try agrees("x = 0.123456", "x = 0.123459", option: "digits 5"))
    #expect(try !agrees("x = 0.12345", "x = 0.12347", option: "digits 5"))
    #expect(try agrees("1.23456e-7 and -2.5", "1.23457e-07 and −2.5", option: "digits 5"))
    #expect(try agrees("[0.1, 0.30000000000000004]", "[0.1, 0.3]", option: "digits 10"))
    #expect(try !agrees("0.5", "-0.5", option: "digits 2"))
    #expect(try !agrees("0.5", "0.5 0.5", option: "digits 2"))
    #expect(try agrees("   9.999999\n", "  10.000001\n", option: "digits 5"))
    #expect(try !agrees("0.12345", "0.12346"))
  }

  @Test("Whole numbers are always compared exactly")
  func wholeNumbers() throws {
    #expect(try !agrees("1234567 notes", "1234568 notes", option: "digits 3"))
    #expect(try !agrees("A3_1", "A3_2", option: "digits 1"))
    #expect(try !agrees("1.5 of 3", "1.5 of 4", option: "digits 1"))
  }

  @Test(
    "Parts of a version, a date or an address, and huge numbers, are not fractions",
    arguments: [
      ("1.10.3", "1.1.3"), ("v1.10.3", "v1.10.30"), ("Swift-6.3.10", "Swift-6.3.1"), ("-1.10.3", "-1.1.3"),
      ("10.10.20.3", "10.1.20.3"), ("2026.10.1", "2026.1.1"), ("1.10.3rc1", "1.1.3rc1"), ("7e1234", "8e1234"),
    ])
  func dottedNumbers(_ old: String, _ new: String) throws {
    #expect(try !agrees(old, new, option: "digits 2"))
    #expect(try agrees(old + " 0.123", old + " 0.1234", option: "digits 2"))
  }

  @Test("Fractions of a record from another machine agree to five digits")
  func elsewhere() throws {
    #expect(try agrees("0.1234567", "0.1234568", elsewhere: true))
    #expect(try !agrees("0.12345", "0.12346", elsewhere: true))
    #expect(try !agrees("0.1234567", "0.1234568", option: "exact", elsewhere: true))
    #expect(try agrees("0.1234567", "0.1239999", option: "digits 2", elsewhere: true))
  }

  @Test("A difference names its line, old and new")
  func summary() throws {
    let summaries = try verdict("a\nb 1\nc\n", "a\nb 2\nc\n").differences.map(\.summary)
    #expect(summaries == ["standard output: line 2 was “b 1”, is “b 2”"])
    let more = try verdict("a\nb\nc\nd", "a\nx\nc\ny").differences.map(\.summary)
    #expect(more == ["standard output: line 2 was “b”, is “x” (and 1 more)"])
    #expect(try verdict("a\nc", "a\nb\nc").differences.map(\.summary) == ["standard output: line 2 is new: “b”"])
    #expect(try verdict("a\nb\nc", "a\nc").differences.map(\.summary) == ["standard output: line 2 was “b”, is gone"])
  }

  @Test("A long line is shown from where it begins to differ")
  func excerpt() throws {
    let start = String(repeating: "x", count: 100)
    #expect(
      try verdict(start + " 1.5 end", start + " 1.6 end").differences.map(\.summary)
        == [
          "standard output: line 1 was “…\(String(repeating: "x", count: 17)) 1.5 end”, "
            + "is “…\(String(repeating: "x", count: 17)) 1.6 end”"
        ])
  }

  @Test("Two long texts without a common line are compared in bounded time and space")
  func longTexts() throws {
    let old = (0..<20_000).map { "old \($0)" }.joined(separator: "\n")
    let new = (0..<20_000).map { "new \($0)" }.joined(separator: "\n")
    guard case .text(let comparison, _, _)? = try verdict(old, new).differences.first?.kind else {
      Issue.record("no difference of texts")
      return
    }
    #expect(comparison.rows.count == 20_000)
  }
}
