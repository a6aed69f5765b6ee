import Foundation
import Signal
import Tensors
import TestSupport
import Testing

@Suite("Stacked memory")
struct StackMemoryTests {
  @Test("A frame is on the one before it, zeros before the first")
  func framesStandOnEarlierOnes() throws {
    #expect(
      try StackMemory()(Tensor([1, 2, 3])) == Tensor(shape: [2, 3], scalars: [1, 2, 3, 0, 1, 2]))
    #expect(
      try StackMemory(delay: -1)(Tensor([1, 2, 3])) == Tensor(shape: [2, 3], scalars: [1, 2, 3, 2, 3, 0]))
  }

  @Test("Stacks agree with librosa's")
  func stacksAgreeWithLibrosa() throws {
    let all = try Fixtures.tensor("spectral/mfcc")
    let four = Tensor(shape: [4, all.shape[1]], scalars: Array(all.scalars[..<(4 * all.shape[1])]))
    try expectMatches(StackMemory()(four), fixture: "signal_time/stack")
    try expectMatches(StackMemory(steps: 3, delay: -2, padding: .edge)(four), fixture: "signal_time/stack_options")
  }

  @Test("A delay of 0, no steps and no frames are refused")
  func otherParametersAreRefused() {
    let delay = SignalError.invalidParameter(name: "delay", value: "0", requirement: "a number of frames but 0")
    #expect(throws: delay) { try StackMemory(delay: 0)(Tensor([1])) }
    #expect(throws: SignalError.self) { try StackMemory(steps: 0)(Tensor([1])) }
    #expect(throws: SignalError.self) { try StackMemory()(Tensor(zeros: [3, 0])) }
  }
}
