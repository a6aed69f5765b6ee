import Foundation
import Signal
import Tensors
import TestSupport
import Testing

@Suite("Energy of frames")
struct FrameEnergyTests {
  @Test("The root mean square of a sine is its amplitude over the root of 2")
  func rootMeanSquareOfASine() throws {
    #expect(abs(try FrameEnergy.rootMeanSquare(sine(441))[0, 20] - 0.5 / Float(2).squareRoot()) < 1e-3)
  }

  @Test("A sine crosses zero twice a period")
  func sinesCrossZeroTwiceAPeriod() throws {
    // 441 periods per second cross zero twice each, in 22 050 samples.
    #expect(abs(try FrameEnergy.zeroCrossingRate(sine(441))[0, 20] - 0.04) < 1e-3)
  }
}
