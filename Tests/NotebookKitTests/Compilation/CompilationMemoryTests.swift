import NotebookKit
import Testing

/// The compilations of a session, counted by a compiler.
@Suite("Compilations that a session remembers")
struct CompilationMemoryTests {
  private static let first = ["var v1 = 1", "var v2 = v1 + 1", "print(v2)"]

  private static func text(_ cells: [String]) -> String {
    cells.map { "Prose.\n\n```swift\n\($0)\n```\n" }.joined(separator: "\n")
  }

  /// Adopts versions one after another and returns the number of compilations for each.
  private func compilations(_ versions: [[String]]) async throws -> [Int] {
    let fixture = try LiveFixture(Self.text(versions[0]))
    var counts: [Int] = []
    for version in versions {
      let before = fixture.compiler.compilations
      try await fixture.adopt(Self.text(version))
      counts.append(fixture.compiler.compilations - before)
    }
    await fixture.session.end()
    return counts
  }

  @Test("A version that was compiled before compiles nothing, whatever was compiled in between")
  func undoing() async throws {
    let edited = ["var v1 = 1", "var v2 = v1 + 1", "print(v1)"]
    #expect(try await compilations([Self.first, edited, Self.first, edited]) == [3, 1, 0, 0])
  }

  @Test("A moved cell compiles nothing, and neither does one that is removed and added again")
  func moving() async throws {
    let cells = ["var v1 = 1", "var v2 = 1", "print(v1)"]
    #expect(
      try await compilations([
        cells, ["var v2 = 1", "var v1 = 1", "print(v1)"], ["var v1 = 1", "print(v1)"], cells,
      ]) == [3, 0, 0, 0])
  }

  @Test("Cells with the same code are separate modules")
  func repetitions() async throws {
    let cells = ["var v1 = 1", "v1 += 1", "v1 += 1", "print(v1)"]
    let fixture = try LiveFixture(Self.text(cells))
    try await fixture.adopt(Self.text(cells))
    #expect(fixture.compiler.compilations == 4)
    #expect(fixture.outputs.last == ["3"])
    await fixture.session.end()
  }

  @Test("An edited cell gets an unused module name")
  func names() async throws {
    let fixture = try LiveFixture(Self.text(Self.first))
    try await fixture.adopt(Self.text(Self.first))
    for number in 1...5 {
      try await fixture.adopt(
        Self.text([
          "var v1 = 1", "var v2 = v1 + \(Array(repeating: "v1", count: number).joined(separator: " + ")) + 1",
          "print(v2)",
        ]))
      #expect(fixture.outputs.last == ["\(number + 2)"])
    }
    await fixture.session.end()
  }

  @Test("A cell that uses what another module now declares is compiled again")
  func imports() async throws {
    #expect(
      try await compilations([Self.first, ["var v1 = 1", "var v1 = 1", "var v2 = v1 + 1", "print(v2)"]]) == [3, 3])
  }
}
