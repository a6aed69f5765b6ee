import Display
import Foundation
import Testing

extension ChannelTests {
  @Suite("Progress bars", .serialized)
  struct ProgressTests {
    @Test("A bar reports each step from zero to its end")
    func barFromZeroToItsEnd() {
      let receiver = Receiver()
      let bar = ProgressBar("rendering", total: 3)
      bar.advance()
      bar.advance(by: 2, detail: "loss 0.3")
      #expect(receiver.progress("rendering").map(\.completed) == [0, 1, 3])
      #expect(receiver.progress("rendering").map(\.isFinished) == [false, false, true])
      #expect(receiver.progress("rendering").last?.detail == "loss 0.3")
      #expect(Set(receiver.progress("rendering").map(\.id)).count == 1)
    }

    @Test("A bar of unknown length is finished by hand")
    func barOfUnknownLengthIsFinishedByHand() {
      let receiver = Receiver()
      let bar = ProgressBar("counting", total: nil)
      bar.advance(by: 7)
      #expect(receiver.progress("counting").last?.isFinished == false)
      bar.finish()
      #expect(receiver.progress("counting").last?.total == 7)
      #expect(receiver.progress("counting").last?.isFinished == true)
    }

    @Test("A bar estimates the time that is left")
    func barSaysHowLongTheRestTakes() throws {
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

    @Test(
      "A remark contains the detail and the time left",
      arguments: [
        (nil, "loss 0.3"), (0, "loss 0.3, 0 s left"), (59, "loss 0.3, 59 s left"), (65, "loss 0.3, 1:05 left"),
        (3_661, "loss 0.3, 1:01:01 left"),
      ])
    func remark(seconds: Int?, expected: String) {
      let report = ProgressReport(
        id: "1", label: "epoch 1/5", completed: 1, total: 2, detail: "loss 0.3", secondsLeft: seconds)
      #expect(report.remark == expected)
    }

    @Test("A bar never moves backwards, however many threads advance it")
    func barNeverGoesBack() {
      let receiver = Receiver()
      let bar = ProgressBar("threads", total: 2000)
      DispatchQueue.concurrentPerform(iterations: 2000) { _ in bar.advance() }
      #expect(receiver.progress("threads").map(\.completed) == Array(0...2000))
    }
  }
}
