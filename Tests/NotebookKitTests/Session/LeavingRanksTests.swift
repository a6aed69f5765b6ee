import KernelProtocol
import NotebookKit
import Synchronization
import Testing

/// The other ranks, as a script has them.
private final class FakeRanks: OtherRanks {
  let patience: Double
  private let answers: Mutex<(asked: Int, left: [(rank: Int, reason: String)?])>
  private let end: @Sendable () -> (rank: Int, reason: String)?

  /// - Parameters:
  ///   - answers: What ``askLeave()`` returns, one after the other; the last again and again.
  ///   - end: What ``otherEnd`` is.
  init(
    patience: Double = 600, _ answers: [(rank: Int, reason: String)?],
    end: @escaping @Sendable () -> (rank: Int, reason: String)? = { nil }
  ) {
    self.patience = patience
    self.answers = Mutex((0, answers))
    self.end = end
  }

  func askLeave() -> (rank: Int, reason: String)? {
    answers.withLock { answers in
      answers.asked += 1
      return answers.left.count > 1 ? answers.left.removeFirst() : answers.left[0]
    }
  }

  /// Number of times that ``askLeave()`` was called.
  var questions: Int { answers.withLock { $0.asked } }
  var otherEnd: (rank: Int, reason: String)? { end() }
}

@Suite("The end of a run on ranks", .timeLimit(.minutes(20)))
struct LeavingRanksTests {
  private func begin(_ others: FakeRanks, _ kernel: FakeKernel) throws -> (SessionFixture, Task<RunSummary, any Error>)
  {
    let fixture = try SessionFixture(SessionFixture.text(["1", "2"]), kernel: kernel, others: others)
    return (fixture, Task { try await fixture.run() })
  }

  @Test("The kernel takes leave once no rank is left to wait for")
  func leave() async throws {
    let kernel = FakeKernel()
    let others = FakeRanks([(1, "it was still at work."), (1, "it was still at work."), nil])
    let (fixture, run) = try begin(others, kernel)
    await fixture.clock.pass(.milliseconds(50)) { fixture.front.events.contains("ended") }
    #expect(try await run.value.isSuccess)
    #expect(others.questions == 3 && kernel.hasTakenLeave)
  }

  @Test("A rank that does not come to its end in time is named, and so is what to do")
  func late() async throws {
    let kernel = FakeKernel()
    let (fixture, run) = try begin(FakeRanks(patience: 1, [(1, "it was still at work.")]), kernel)
    await fixture.clock.pass(.milliseconds(50)) { fixture.front.events.contains("ended") }
    let summary = try await run.value
    let reason =
      "it had not done its work 1 s after this one: it was still at work. If it needs more time, give it by "
      + "ETUDE_RANK_TIMEOUT."
    #expect(summary.otherRank?.rank == 1 && summary.otherRank?.reason == reason)
    #expect(!summary.isSuccess && !kernel.hasTakenLeave)
    #expect(fixture.outputs[1] == ["notice: Rank 1 ended the run: \(reason)"])
  }

  @Test("A rank that is killed while all take leave fails the run")
  func killed() async throws {
    let kernel = FakeKernel(leaving: .exited(1))
    let (fixture, run) = try begin(FakeRanks([nil]) { kernel.hasTakenLeave ? (2, "it was killed.") : nil }, kernel)
    let summary = try await run.value
    #expect(summary.otherRank?.rank == 2)
    #expect(fixture.outputs[1] == ["notice: Rank 2 ended the run: it was killed."])
  }

  @Test("A rank of which another says that it failed waits for nobody")
  func failed() async throws {
    let kernel = FakeKernel()
    let others = FakeRanks([(1, "it was still at work.")])
    let (fixture, run) = try begin(others, kernel)
    await fixture.clock.pass(.milliseconds(50)) { others.questions > 0 }
    fixture.session.end(becauseOf: 1, reason: "line 7: late")
    await fixture.clock.pass(.milliseconds(50)) { fixture.front.events.contains("ended") }
    #expect(try await run.value.otherRank?.reason == "line 7: late")
    #expect(!kernel.hasTakenLeave)
  }
}
