import Foundation
import Signal
import Tensors
import TestSupport
import Testing

@Suite("Reassigned spectrograms")
struct ReassignedSpectrogramTests {
  private func transform(fft: Int = 512, window: Int? = nil, isCentered: Bool = true) throws
    -> ShortTimeFourierTransform
  {
    try ShortTimeFourierTransform(fftLength: fft, hopLength: 256, windowLength: window, isCentered: isCentered)
  }

  @Test("All loud bins of a tone are moved to its frequency")
  func tonesAreMovedTogether() throws {
    let spectrogram = try ReassignedSpectrogram(transform: transform())(sine(1000))
    let frames = spectrogram.magnitudes.shape[1]
    var count = 0
    for (place, magnitude) in spectrogram.magnitudes.scalars.enumerated()
    where (4..<frames - 4).contains(place % frames) && magnitude > 20 {
      count += 1
      #expect(abs(spectrogram.frequencies.scalars[place] - 1000) < 1)
    }
    #expect(count > frames)
  }

  @Test("All loud bins of a click are moved to its time")
  func clicksAreMovedTogether() throws {
    var samples = [Float](repeating: 0, count: 4000)
    samples[1500] = 1
    let spectrogram = try ReassignedSpectrogram(transform: transform())(Waveform(samples: samples, sampleRate: 8000))
    for (time, magnitude) in zip(spectrogram.times.scalars, spectrogram.magnitudes.scalars) where magnitude > 0.2 {
      // The middle of the window is half a sample before its centre.
      #expect(abs(time - 1500.5 / 8000) < 1e-4)
    }
  }

  @Test("Places agree with librosa's where there is something")
  func placesAgreeWithLibrosa() throws {
    let spectrograms: [(String, ReassignedSpectrogram)] = [
      ("reassigned", ReassignedSpectrogram(transform: try transform())),
      (
        "reassigned_filled",
        ReassignedSpectrogram(transform: try transform(isCentered: false), referencePower: 1e-3, fillsGaps: true)
      ),
      (
        "reassigned_times",
        ReassignedSpectrogram(
          transform: try transform(), reassignsFrequencies: false, referencePower: 1e-2, isClipped: false)
      ),
      (
        "reassigned_odd", ReassignedSpectrogram(transform: try transform(fft: 301, window: 255), reassignsTimes: false)
      ),
    ]
    for (name, spectrogram) in spectrograms {
      let found = try spectrogram(SignalFixtures.note(samples: 2000..<6096))
      let magnitudes = try Fixtures.tensor("signal_features/\(name)_magnitudes").scalars
      for (part, array) in [
        ("frequencies", found.frequencies), ("times", found.times), ("magnitudes", found.magnitudes),
      ] {
        let loud = zip(array.scalars, magnitudes).map { $1 == 0 ? 0 : $0 }
        try expectMatches(
          Tensor(shape: array.shape, scalars: loud), fixture: "signal_features/\(name)_\(part)")
      }
    }
  }

  @Test("Bins with next to nothing have no place, unless gaps are filled")
  func weakBinsHaveNoPlace() throws {
    let silence = try Waveform(samples: [Float](repeating: 0, count: 2000), sampleRate: 8000)
    #expect(try ReassignedSpectrogram()(silence).frequencies.scalars.allSatisfy(\.isNaN))
    let filled = try ReassignedSpectrogram(transform: transform(), fillsGaps: true)(silence)
    #expect(filled.frequencies.scalars[filled.frequencies.shape[1]] == 15.625)
    #expect(filled.times.scalars[1] == 0.032)
    #expect(
      message { try ReassignedSpectrogram(referencePower: -1)(silence) }
        == "referencePower is -1.0, but it must be a number of at least 0.")
  }
}
