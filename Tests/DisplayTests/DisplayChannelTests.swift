import Display
import Foundation
import Synchronization
import Testing

/// What goes through the one channel of the process; serialized, since there is one, and blind to what tests of other
/// modules send meanwhile.
@Suite(.serialized) struct DisplayChannelTests {
  private final class Receiver: Sendable {
    private let list = Mutex<[DisplayEvent]>([])
    init() { DisplayChannel.connect { event in self.list.withLock { $0.append(event) } } }
    var events: [DisplayEvent] { list.withLock { $0 } }

    func progress(_ label: String) -> [ProgressReport] {
      events.compactMap { if case .progress(let report) = $0, report.label == label { report } else { nil } }
    }

    func values(at place: String) -> [DisplayEvent] {
      events.filter { event in
        switch event {
        case .display(_, let id), .update(_, let id): id == place
        case .progress: false
        }
      }
    }
  }

  @Test func valuesAndTheirUpdates() {
    let receiver = Receiver()
    display("first", id: "place").update("second")
    DisplayHandle(id: "place").update(3)
    #expect(
      receiver.values(at: "place") == [
        .display(MIMEBundle(plainText: "first"), id: "place"), .update(MIMEBundle(plainText: "second"), id: "place"),
        .update(MIMEBundle(plainText: "3"), id: "place"),
      ])
  }

  @Test func namesAreNeverGivenTwice() {
    let receiver = Receiver()
    let names = (0..<3).map { display($0).id }
    #expect(Set(names).count == 3)
    for name in names { #expect(receiver.values(at: name).count == 1) }
  }

  @Test func barFromZeroToItsEnd() {
    let receiver = Receiver()
    let bar = ProgressBar("rendering", total: 3)
    bar.advance()
    bar.advance(by: 2, detail: "loss 0.3")
    #expect(receiver.progress("rendering").map(\.completed) == [0, 1, 3])
    #expect(receiver.progress("rendering").map(\.isFinished) == [false, false, true])
    #expect(receiver.progress("rendering").last?.detail == "loss 0.3")
    #expect(Set(receiver.progress("rendering").map(\.id)).count == 1)
  }

  @Test func barOfUnknownLengthIsFinishedByHand() {
    let receiver = Receiver()
    let bar = ProgressBar("counting", total: nil)
    bar.advance(by: 7)
    #expect(receiver.progress("counting").last?.isFinished == false)
    bar.finish()
    #expect(receiver.progress("counting").last?.total == 7)
    #expect(receiver.progress("counting").last?.isFinished == true)
  }

  @Test func barSaysHowLongTheRestTakes() throws {
    let receiver = Receiver()
    let bar = ProgressBar("waiting", total: 1_000_010, completed: 10)
    #expect(receiver.progress("waiting")[0].secondsLeft == nil)
    Thread.sleep(forTimeInterval: 0.02)
    bar.advance(by: 500_000, label: "still waiting")
    // Half is done, so the rest takes as long again.
    #expect(try (1...60).contains(#require(receiver.progress("still waiting").last?.secondsLeft)))
    bar.finish()
    #expect(receiver.progress("still waiting").last?.secondsLeft == nil)
  }

  @Test(arguments: [
    (nil, "loss 0.3"), (0, "loss 0.3, 0 s left"), (59, "loss 0.3, 59 s left"), (65, "loss 0.3, 1:05 left"),
    (3_661, "loss 0.3, 1:01:01 left"),
  ])
  func remark(seconds: Int?, expected: String) {
    let report = ProgressReport(
      id: "1", label: "epoch 1/5", completed: 1, total: 2, detail: "loss 0.3", secondsLeft: seconds)
    #expect(report.remark == expected)
  }

  @Test func barNeverGoesBack() {
    let receiver = Receiver()
    let bar = ProgressBar("threads", total: 2000)
    DispatchQueue.concurrentPerform(iterations: 2000) { _ in bar.advance() }
    #expect(receiver.progress("threads").map(\.completed) == Array(0...2000))
  }

  /// In a process of its own: loops of other tests would honour the wish.
  @Test func interruption() async {
    await #expect(processExitsWith: .success) {
      try Interruption.check()
      Interruption.request(true)
      #expect(Interruption.isRequested)
      #expect(throws: Interrupted.self) { try Interruption.check() }
      Interruption.request(false)
      try Interruption.check()
    }
    #expect(String(describing: Interrupted()) == "Interrupted: the cell was asked to stop.")
  }

  @Test func runtimeShowsResultsAndWaits() throws {
    let shown = Mutex<[MIMEBundle]>([])
    let canWait = Atomic<Bool>(true)
    CellRuntime.connect(
      result: { bundle in shown.withLock { $0.append(bundle) } },
      inlineValue: { bundle in shown.withLock { $0.append(bundle.adding("inline", as: .html)) } },
      canRunTasks: { canWait.load(ordering: .relaxed) })
    try CellRuntime.result { 5 }
    try CellRuntime.result {}
    try CellRuntime.inlineValue { "text" }
    #expect(
      shown.withLock { $0 } == [
        MIMEBundle(plainText: "5"), MIMEBundle(plainText: "text").adding("inline", as: .html),
      ])
    let value = try CellRuntime.wait {
      try await Task.sleep(for: .milliseconds(1))
      return 9
    }
    #expect(value == 9)
    #expect(throws: CancellationError.self) { try CellRuntime.wait { throw CancellationError() } }
    canWait.store(false, ordering: .relaxed)
    #expect(throws: TasksUnavailable.self) { try CellRuntime.wait { 1 } }
  }
}
