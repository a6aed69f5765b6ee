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

  @Test(
    "Energies and crossings are those of the frames one by one",
    arguments: [(700, 100), (64, 100), (5000, 333), (1, 7)])
  func framesOneByOne(length: Int, hop: Int) throws {
    var generator = MersenneTwister(seed: 3)
    let samples = (0..<3000).map { _ in Float(generator.uniform() - 0.4) }
    let noise = try Waveform(samples: samples, sampleRate: 8000)
    func sample(_ place: Int, reflected: Bool) -> Float {
      if samples.indices.contains(place) { return samples[place] }
      guard reflected else { return 0 }
      let turned = abs(place) % (2 * (samples.count - 1))
      return samples[turned < samples.count ? turned : 2 * (samples.count - 1) - turned]
    }
    for (isReflected, padding) in [(false, Padding.zeros), (true, .reflection)] {
      let energies = try FrameEnergy.rootMeanSquare(noise, frameLength: length, hopLength: hop, padding: padding)
      for frame in 0..<energies.count {
        let start = frame * hop - length / 2
        let values = (start..<start + length).map { Double(sample($0, reflected: isReflected)) }
        let expected = (values.reduce(0) { $0 + $1 * $1 } / Double(length)).squareRoot()
        #expect(abs(Double(energies[0, frame]) - expected) < 1e-7, "frame \(frame), \(padding)")
      }
    }
    let rates = try FrameEnergy.zeroCrossingRate(noise, frameLength: length, hopLength: hop)
    for frame in 0..<rates.count {
      let start = frame * hop - length / 2
      let signs = (start..<start + length).map { samples[min(samples.count - 1, max(0, $0))] < -1e-10 }
      let expected = Float(Double(zip(signs, signs.dropFirst()).count { $0 != $1 }) / Double(length))
      #expect(rates[0, frame] == expected, "frame \(frame)")
    }
  }
}
