import Foundation
import NotebookKit
import TestSupport
import Testing

@Suite("Points of a sweep")
struct SweepRequestTests {
  private static let parameters = [
    Parameter(name: "lr", value: .number(0.1), line: 3),
    Parameter(name: "seed", value: .integer(1), line: 4),
    Parameter(name: "model", value: .text("tiny"), line: 5),
    Parameter(name: "frozen", value: .boolean(false), line: 6),
    Parameter(name: "sizes", value: .list([.integer(1), .integer(2)]), line: 7),
  ]

  private static func labels(_ arguments: String..., random: Int? = nil, seed: UInt64 = 42) throws -> [String] {
    try SweepRequest(arguments: arguments, randomCount: random, seed: seed).points(of: parameters).map(\.label)
  }

  @Test("A grid has every combination, the notebook's last parameter changing fastest")
  func grid() throws {
    #expect(
      try Self.labels("lr=0.1,0.01", "seed=1..3") == [
        "lr=0.1, seed=1", "lr=0.1, seed=2", "lr=0.1, seed=3", "lr=0.01, seed=1", "lr=0.01, seed=2", "lr=0.01, seed=3",
      ])
  }

  @Test(
    "Values are lists, ranges and steps of the parameter's type",
    arguments: [
      ("seed=3..5", ["seed=3", "seed=4", "seed=5"]),
      ("seed=3...5", ["seed=3", "seed=4", "seed=5"]),
      ("seed=1..9..4", ["seed=1", "seed=5", "seed=9"]),
      ("seed=7,1..2", ["seed=7", "seed=1", "seed=2"]),
      ("seed=-1..1", ["seed=-1", "seed=0", "seed=1"]),
      // In decimal digits: 0.1 three times is 0.3.
      ("lr=0.1..0.35..0.1", ["lr=0.1", "lr=0.2", "lr=0.3"]),
      ("lr=1e-2,1", ["lr=0.01", "lr=1"]),
      ("model=tiny,deep", ["model=tiny", "model=deep"]),
      ("model=a..b", ["model=a..b"]),
      ("frozen=true,false", ["frozen=true", "frozen=false"]),
      ("sizes=[1, 2],[3]", ["sizes=[1, 2]", "sizes=[3]"]),
      // A value that occurs twice is one point.
      ("lr=0.1,0.10", ["lr=0.1"]),
    ])
  func values(argument: String, expected: [String]) throws { #expect(try Self.labels(argument) == expected) }

  @Test(
    "Errors in values are reported with the remedy",
    arguments: [
      (["seed=5..1"], "-P seed=5..1: The range is empty. Put the smaller number first, and a step above 0 last."),
      (["lr=0..1..0"], "-P lr=0..1..0: The range is empty. Put the smaller number first, and a step above 0 last."),
      (
        ["seed=0x1..0x10"],
        "-P seed=0x1..0x10: This is not a range of whole numbers. Write `1..5`, or `1..9..2` for every second one."
      ),
      (
        ["seed=1..x"],
        "-P seed=1..x: This is not a range of whole numbers. Write `1..5`, or `1..9..2` for every second one."
      ),
      (
        ["lr=0.1..0.5"],
        "-P lr: A range of numbers needs a step, as in lr=0.1..0.5..0.1. With --random N it needs none."
      ),
      (["lr="], "-P lr=: A value is missing. Write them with commas between, as in -P lr=0.1,0.01."),
      (["lr=0.1,,0.2"], "-P lr=0.1,,0.2: A value is missing. Write them with commas between, as in -P lr=0.1,0.01."),
      (
        ["lrr=0.1"],
        "-P lrr: The notebook has no parameter of this name; did you mean `lr`?"
      ),
      (["lr"], "-P lr: Write it as `-P name=value`."),
      (["seed=x"], "-P seed: The parameter is a whole number (its default is 1), but \"x\" is not."),
      (["seed=1", "seed=2"], "-P seed: The parameter is given twice."),
      (
        ["seed=1..20000"],
        "The sweep has 20000 points; up to 10000 are run. Give fewer values, or draw some with --random."
      ),
      (
        ["seed=1..9000000000", "lr=0..9000000..0.001"],
        "The sweep has too many points; up to 10000 are run. Give fewer values, or draw some with --random."
      ),
      (
        [],
        "The sweep has no points. Give values, as in -P lr=0.1,0.01 or -P seed=1..5, or a file of points with --points."
      ),
      (
        ["lr=log:0..1"], "-P lr=log:0..1: Zero and negative numbers have no logarithm. Start the range above 0."
      ),
    ])
  func mistakes(arguments: [String], message: String) {
    let error = #expect(throws: (any Error).self) { try SweepRequest(arguments: arguments).points(of: Self.parameters) }
    #expect(error.map { String(describing: $0) } == message)
  }

  @Test("Drawn points follow from the seed, differ and are within their ranges")
  func drawing() throws {
    let request = SweepRequest(
      arguments: ["lr=log:1e-4..1e-1", "seed=1..1000", "model=tiny,deep"], randomCount: 50, seed: 7)
    let points = try request.points(of: Self.parameters)
    #expect(points.count == 50)
    #expect(try request.points(of: Self.parameters) == points)
    var other = request
    other.seed = 8
    #expect(try other.points(of: Self.parameters) != points)
    #expect(Set(points.map(\.label)).count == 50)
    for point in points {
      guard case .number(let rate) = point.settings[0].value, case .integer(let seed) = point.settings[1].value else {
        Issue.record("\(point.label) has other types.")
        continue
      }
      #expect((1e-4...1e-1).contains(rate) && (1...1000).contains(seed))
    }
    // Half of a logarithmic range's numbers are below the middle of the exponents.
    let low = points.count { if case .number(let rate) = $0.settings[0].value { rate < 0.00316 } else { false } }
    #expect((15...35).contains(low))
  }

  @Test("No more points are drawn than there are")
  func drawingAll() throws {
    #expect(try Set(Self.labels("seed=1..3", random: 10)) == ["seed=1", "seed=2", "seed=3"])
  }

  @Test("A folder is named by the point if the name is a valid file name, else by a hash")
  func folderNames() throws {
    func name(_ arguments: String...) throws -> String? {
      try SweepRequest(arguments: arguments).points(of: Self.parameters).first?.folderName
    }
    #expect(try name("lr=0.1", "seed=1") == "lr=0.1,seed=1")
    let strange = try #require(try name("model=a/../b"))
    #expect(strange.wholeMatch(of: /point-[0-9a-f]{16}/) != nil)
    #expect(try name("model=a b") != strange)
  }

  // MARK: - Files

  private static func rows(_ text: String, as name: String, _ arguments: String...) throws -> [String] {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: name)
      try Data(text.utf8).write(to: file)
      return try SweepRequest(arguments: arguments, pointsFile: file).points(of: parameters).map(\.label)
    }
  }

  @Test("A CSV file has names in its first line and one point per row, with quotes around values with commas")
  func csv() throws {
    #expect(
      try Self.rows("\u{FEFF}model,lr\r\n\"a, \"\"b\"\"\",0.1\r\n\r\ndeep,1\r\n", as: "points.csv") == [
        "lr=0.1, model=a, \"b\"", "lr=1, model=deep",
      ])
  }

  @Test("A JSON file is an array of objects, which need not set the same parameters")
  func json() throws {
    #expect(
      try Self.rows(#"[{"lr": 0.1, "frozen": true}, {"sizes": [3], "model": "a,b"}]"#, as: "points.json") == [
        "lr=0.1, frozen=true", "model=a,b, sizes=[3]",
      ])
  }

  @Test("A file's points are combined with those of the command line")
  func combined() throws {
    #expect(
      try Self.rows("lr\n0.1\n1\n", as: "points.csv", "seed=1,2") == [
        "lr=0.1, seed=1", "lr=0.1, seed=2", "lr=1, seed=1", "lr=1, seed=2",
      ])
  }

  @Test(
    "Errors in a file of points are reported",
    arguments: [
      ("points.csv", "lr,seed\n0.1\n", "row 1 has 1 values for 2 names"),
      ("points.csv", "lr\n\"0.1\n", "the quote that opens on line 2 is never closed"),
      ("points.csv", "lr\n", "it has no points"),
      ("points.json", "{\"lr\": 1}", "it is not an array such as [{\"lr\": 0.1}, {\"lr\": 0.01}]"),
      ("points.json", "[1]", "element 1 is not an object"),
      ("points.json", "[{\"lr\": null}]", "lr of element 1 is null or an object"),
    ])
  func damagedFiles(name: String, text: String, reason: String) {
    let error = #expect(throws: SweepError.self) { try Self.rows(text, as: name) }
    guard case .pointsFile(_, reason: let found)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(found == reason)
  }

  @Test("A column that is not a parameter, and one that -P sets as well, are refused")
  func columns() {
    let unknown = #expect(throws: NotebookErrors.self) { try Self.rows("lrr\n1\n", as: "points.csv") }
    #expect(unknown?.description.contains("did you mean `lr`?") == true)
    let twice = #expect(throws: SweepError.self) { try Self.rows("lr\n1\n", as: "points.csv", "lr=1,2") }
    #expect(twice?.description.hasPrefix("lr is set by -P and by ") == true)
  }
}
