import NotebookKit
import Testing

@Suite("What ranks should do alike")
struct RankComparisonTests {
  private static let calls =
    "All ranks make the same calls in one order: take no decision about them from clocks, machines or the rank."

  private func mark(
    _ step: Int = 0, code: String = "code", calls: Int = 2, digest: String = "a", generators: [String: String] = [:],
    waitsIn: String? = nil
  ) -> RankMark {
    RankMark(
      step: step, place: "cell \(step + 1), line 4", code: code, calls: calls, digest: digest, generators: generators,
      waitsIn: waitsIn)
  }

  /// The findings when the first rank's mark comes first, and when it comes last.
  private func reasons(_ first: RankMark, _ other: RankMark) -> [String?] {
    var early = RankComparison()
    #expect(early.add(first) == nil)
    var late = RankComparison()
    #expect(late.add(other, of: 3) == nil)
    let end = late.add(first)
    if let end { #expect(end.rank == 3) }
    return [early.add(other, of: 3), end?.reason]
  }

  @Test("Ranks that have done the same, each at its time, go on")
  func same() {
    #expect(reasons(mark(generators: ["g": "1"]), mark(generators: ["g": "1"])) == [nil, nil])
    #expect(reasons(mark(0), mark(1, calls: 7, digest: "b")) == [nil, nil])
  }

  @Test("A generator that only one rank has is its own affair")
  func ownGenerator() {
    #expect(reasons(mark(generators: ["g": "1", "own": "2"]), mark(generators: ["g": "1"])) == [nil, nil])
  }

  @Test("A rank that waits for one at work is not at fault")
  func slow() {
    #expect(reasons(mark(), mark(calls: 2, waitsIn: "a wait")) == [nil, nil])
    #expect(reasons(mark(1, calls: 3, waitsIn: "a wait"), mark(1, calls: 3, waitsIn: "a wait")) == [nil, nil])
    #expect(
      reasons(mark(1, calls: 4, waitsIn: "a wait"), mark(1, calls: 3, waitsIn: "a sum of 3 numbers")) == [nil, nil])
  }

  @Test("Other code or parameters are named")
  func code() {
    let reason =
      "it did something else than rank 0 in cell 1, line 4: its code or its parameters are others. Start all ranks with "
      + "one notebook and the same -P."
    #expect(reasons(mark(), mark(code: "other")) == [reason, reason])
  }

  @Test("More calls, and others, are named")
  func otherCalls() {
    let start = "it did something else than rank 0 in cell 1, line 4: "
    let more = start + "it has made 3 calls to other ranks by then, and rank 0 has made 2. \(Self.calls)"
    #expect(reasons(mark(), mark(calls: 3, digest: "b")) == [more, more])
    let other = start + "its 2 calls to other ranks are others, or in another order. \(Self.calls)"
    #expect(reasons(mark(), mark(digest: "b")) == [other, other])
  }

  @Test("A call in which one rank waits, and to which the other does not come, is named")
  func waits() {
    let start = "it did something else than rank 0 in cell 1, line 4: "
    let first = start + "rank 0 waits in a sum of 3 numbers, to which rank 3 does not come. \(Self.calls)"
    #expect(reasons(mark(calls: 3, waitsIn: "a sum of 3 numbers"), mark()) == [first, first])
    let other = start + "it waits in a sum of 3 numbers, to which rank 0 does not come. \(Self.calls)"
    #expect(reasons(mark(), mark(calls: 3, waitsIn: "a sum of 3 numbers")) == [other, other])
    let both = start + "it waits in a wait, and rank 0 in a sum of 3 numbers. \(Self.calls)"
    #expect(
      reasons(mark(calls: 3, waitsIn: "a sum of 3 numbers"), mark(calls: 3, waitsIn: "a wait")) == [both, both])
  }

  @Test("A random generator in another state is named")
  func generator() {
    let reason =
      "it did something else than rank 0 in cell 1, line 4: the random generator `g` is in another state. Seed it with "
      + "the same number, and draw from it on all ranks or on none."
    #expect(reasons(mark(generators: ["g": "1"]), mark(generators: ["g": "2"])) == [reason, reason])
  }
}
