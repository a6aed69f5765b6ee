import Foundation
import Signal
import Testing

@Suite("Windows")
struct WindowTests {
  @Test("A window is symmetric about its middle", arguments: Window.allCases)
  func windowsAreSymmetric(window: Window) {
    let weights = window.weights(length: 64)
    #expect((1..<64).allSatisfy { abs(weights[$0] - weights[64 - $0]) < 1e-12 })
    #expect(abs(weights[32] - 1) < 1e-12)
  }

  @Test("Hann windows a half length apart add up to one")
  func hannWindowsAddUp() {
    let weights = Window.hann.weights(length: 64)
    #expect((0..<32).allSatisfy { abs(weights[$0] + weights[$0 + 32] - 1) < 1e-12 })
  }

  @Test("A window of one sample keeps it", arguments: Window.allCases.filter { $0 != .bartlett })
  func windowsOfOneKeepIt(window: Window) {
    #expect(window.weights(length: 1) == [1] && window.weights(length: 0) == [])
  }
}
