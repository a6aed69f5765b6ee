import Foundation
import Signal
import Tensors
import TestSupport
import Testing

@Suite("Pitch tracking with YIN")
struct YinTests {
  @Test("Frequencies agree with librosa's")
  func frequenciesAgreeWithLibrosa() throws {
    let golden = try Fixtures.tensor("spectral/yin")
    let frequencies = try Yin(minimumFrequency: Pitch("C2").frequency, maximumFrequency: Pitch("C7").frequency)(
      SignalFixtures.waveform("chroma/detuned.wav"))
    #expect(frequencies.shape == golden.shape)
    // The first frame and the last two are half in the padding, where any period fits.
    let inner = 1..<golden.count - 2
    let error = try expectMatches(
      Tensor(Array(frequencies.scalars[inner])), Tensor(Array(golden.scalars[inner])),
      tolerance: Fixtures.tolerance("spectral/yin"), named: "spectral/yin")
    ErrorTable.add("spectral/yin", Double(error))
  }

  @Test("The frequency of a tone is found")
  func tonesAreFound() throws {
    let frequencies = try Yin(minimumFrequency: 65, maximumFrequency: 2000)(sine(440)).scalars
    #expect(frequencies.dropFirst(4).dropLast(4).allSatisfy { abs($0 - 440) < 1 })
  }
}
