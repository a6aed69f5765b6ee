import Foundation
import Signal
import Tensors
import Testing

/// What must hold for any implementation, whatever librosa says.
struct SpectraIdentityTests {
  private func sine(_ frequency: Double, seconds: Double = 1, rate: Int = 22050) throws -> Waveform {
    try Waveform(
      samples: (0..<Int(seconds * Double(rate))).map {
        Float(0.5 * sin(2 * .pi * frequency * Double($0) / Double(rate)))
      },
      sampleRate: rate)
  }

  @Test(arguments: [64, 100, 333, 900])
  func aSineLandsInItsBin(bin: Int) throws {
    let spectrum = try ShortTimeFourierTransform.standard.magnitudes(of: sine(Double(bin) * 22050 / 2048))
    for frame in 4..<spectrum.shape[1] - 4 {
      #expect((0..<1025).max { spectrum[$0, frame] < spectrum[$1, frame] } == bin)
      // A Hann window's sum is half its length, and half of a sine's amplitude is at positive frequencies.
      #expect(abs(spectrum[bin, frame] - 0.5 / 2 * 1024) < 0.01)
    }
  }

  @Test(arguments: [(2048, 512), (512, 128), (600, 150), (1024, 300)], Window.allCases)
  func inverseGivesBackTheSignal(lengths: (Int, Int), window: Window) throws {
    let transform = try ShortTimeFourierTransform(fftLength: lengths.0, hopLength: lengths.1, window: window)
    let signal = try sine(441, seconds: 0.5)
    let back = try transform.inverse(transform(signal), sampleRate: 22050, frameCount: signal.frameCount)
    let error = zip(signal.samples, back.samples).map { abs($0 - $1) }.max() ?? 0
    #expect(back.frameCount == signal.frameCount && error < 1e-6)
  }

  @Test func inverseKeepsChannels() throws {
    let stereo = try Waveform(channels: [sine(300).samples, sine(500).samples], sampleRate: 22050)
    let back = try ShortTimeFourierTransform.standard.inverse(
      ShortTimeFourierTransform.standard(stereo), sampleRate: 22050)
    #expect(back.channelCount == 2)
    #expect(zip(back.channels[1].samples, stereo.channels[1].samples).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test func spectraAreLinear() throws {
    let (a, b) = (try sine(300), try sine(1234))
    let both = try Waveform(samples: zip(a.samples, b.samples).map { $0 + $1 }, sampleRate: 22050)
    let transform = ShortTimeFourierTransform.standard
    let (first, second, sum) = (try transform(a), try transform(b), try transform(both))
    for index in sum.interleaved.indices {
      #expect(abs(sum.interleaved[index] - first.interleaved[index] - second.interleaved[index]) < 1e-3)
    }
  }

  @Test func decibelsAndBack() throws {
    let amplitude = Tensor([0.001, 0.5, 1, 20])
    let back = Decibels.toAmplitude(try Decibels.fromAmplitude(amplitude, range: nil))
    #expect(zip(amplitude.scalars, back.scalars).allSatisfy { abs($0 - $1) <= 1e-5 * $0 })
    let power = Decibels.toPower(try Decibels.fromPower(amplitude, reference: .value(2), range: nil), reference: 2)
    #expect(zip(amplitude.scalars, power.scalars).allSatisfy { abs($0 - $1) <= 1e-5 * $0 })
    #expect(try Decibels.fromPower(Tensor([10, 100]), range: nil).scalars == [10, 20])
  }

  @Test func decibelsSpreadNaNAndRefuseNothing() throws {
    #expect(try Decibels.fromPower(Tensor([1, .nan])).scalars.allSatisfy(\.isNaN))
    #expect(throws: SignalError.self) { try Decibels.fromPower(Tensor(zeros: [0])) }
    #expect(throws: SignalError.self) { try Decibels.fromAmplitude(Tensor([1]), minimum: 0) }
    #expect(throws: SignalError.self) { try Decibels.fromAmplitude(Tensor([1]), range: -1) }
  }

  @Test func melScalesInvertThemselves() {
    for scale in MelScale.allCases {
      for frequency in [0, 27.5, 440, 999.9, 1000, 7902.13] {
        #expect(abs(scale.frequency(mels: scale.mels(frequency: frequency)) - frequency) < 1e-9 * max(1, frequency))
      }
    }
  }

  @Test func shapesOfASine() throws {
    let magnitudes = try ShortTimeFourierTransform.standard.magnitudes(of: sine(3000))
    let (centroid, rollOff) = (
      try SpectralShape.centroid(magnitudes, sampleRate: 22050),
      try SpectralShape.rollOff(magnitudes, sampleRate: 22050)
    )
    #expect(abs(centroid[0, 20] - 3000) < 20 && abs(rollOff[0, 20] - 3000) < 25)
    #expect(try SpectralShape.bandwidth(magnitudes, sampleRate: 22050)[0, 20] < 150)
    #expect(throws: SignalError.self) { try SpectralShape.rollOff(magnitudes, sampleRate: 22050, share: 1) }
  }

  @Test func energyOfASine() throws {
    let signal = try sine(441)
    #expect(abs(try FrameEnergy.rootMeanSquare(signal)[0, 20] - 0.5 / Float(2).squareRoot()) < 1e-3)
    // 441 periods a second cross zero twice each, in 22 050 samples.
    #expect(abs(try FrameEnergy.zeroCrossingRate(signal)[0, 20] - 0.04) < 1e-3)
  }

  @Test func onsetsAreWhereNotesBegin() throws {
    let tone = try sine(440, seconds: 0.5).samples
    let waveform = try Waveform(
      samples: [Float](repeating: 0, count: 11025) + tone, sampleRate: 22050)
    let strength = try OnsetStrength()(waveform).scalars
    let strongest = strength.indices.max { strength[$0] < strength[$1] } ?? 0
    #expect(abs(Double(strongest) * 512 / 22050 - 0.5) < 0.1)
  }
}
