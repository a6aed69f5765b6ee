import Foundation
import Signal
import Tensors
import TestSupport
import Testing

@Suite("Short-time Fourier transforms")
struct ShortTimeFourierTransformTests {
  @Test("A sine lands in its bin with its amplitude", arguments: [64, 100, 333, 900])
  func aSineLandsInItsBin(bin: Int) throws {
    let spectrum = try ShortTimeFourierTransform.standard.magnitudes(of: sine(Double(bin) * 22050 / 2048))
    for frame in 4..<spectrum.shape[1] - 4 {
      #expect((0..<1025).max { spectrum[$0, frame] < spectrum[$1, frame] } == bin)
      // A Hann window's sum is half its length, and half of a sine's amplitude is at positive frequencies.
      #expect(abs(spectrum[bin, frame] - 0.5 / 2 * 1024) < 0.01)
    }
  }

  @Test("The spectrum of a sum is the sum of spectra")
  func spectraAreLinear() throws {
    let (a, b) = (try sine(300), try sine(1234))
    let both = try Waveform(samples: zip(a.samples, b.samples).map { $0 + $1 }, sampleRate: 22050)
    let transform = ShortTimeFourierTransform.standard
    let (first, second, sum) = (try transform(a), try transform(b), try transform(both))
    for index in sum.interleaved.indices {
      #expect(abs(sum.interleaved[index] - first.interleaved[index] - second.interleaved[index]) < 1e-3)
    }
  }

  @Test("Magnitudes agree with librosa's")
  func magnitudesAgreeWithLibrosa() throws {
    try expectMatches(
      ShortTimeFourierTransform.standard.magnitudes(of: SignalFixtures.halfSecond()), fixture: "spectral/stft_mag")
  }

  @Test("Complex spectra agree with librosa's")
  func complexSpectraAgreeWithLibrosa() throws {
    let complex = try ShortTimeFourierTransform(fftLength: 512, hopLength: 160)(
      SignalFixtures.note(samples: 0..<2205))
    try expectMatches(
      Tensor(shape: complex.shape + [2], scalars: complex.interleaved), fixture: "spectral/stft_complex")
  }

  @Test("Frames that are not centred agree with librosa's")
  func framesAgreeWithLibrosa() throws {
    try expectMatches(
      ShortTimeFourierTransform(windowLength: 1200, isCentered: false)
        .magnitudes(of: SignalFixtures.note(samples: 0..<4096)), fixture: "spectral/stft_nocenter")
  }

  @Test("A signal of any length has librosa's frames", arguments: [1, 511, 512, 700, 2047, 2048, 2049])
  func everyLength(length: Int) throws {
    let note = try SignalFixtures.note(samples: 1000..<1000 + length)
    let spectrum = try ShortTimeFourierTransform.standard.magnitudes(of: note)
    let frames = spectrum.shape[1]
    try expectMatches(
      Tensor(shape: [200, frames], scalars: Array(spectrum.scalars[..<(200 * frames)])),
      fixture: "spectral/stft_len\(length)")
  }
}
