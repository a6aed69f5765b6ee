import Foundation
import Signal
import Tensors
import Testing

@Suite("The Fourier transform of frames")
struct RealFourierTransformTests {
  private func spectrum(of samples: [Float], padding: Padding = .zeros, isCentered: Bool = false) throws -> [Float] {
    let transform = try ShortTimeFourierTransform(
      fftLength: samples.count, hopLength: samples.count, window: .rectangular, isCentered: isCentered,
      padding: padding)
    return try transform(Waveform(samples: samples, sampleRate: 22050)).interleaved
  }

  @Test("An impulse has the same amount of every frequency", arguments: [2, 15, 64])
  func impulsesHaveEveryFrequency(length: Int) throws {
    let bins = try spectrum(of: [1] + [Float](repeating: 0, count: length - 1))
    #expect(bins == (0...length / 2).flatMap { _ in [1, 0] as [Float] })
  }

  @Test("A constant has frequency zero alone", arguments: [2, 15, 64])
  func constantsHaveFrequencyZero(length: Int) throws {
    let bins = try spectrum(of: [Float](repeating: 1, count: length))
    #expect(bins[0] == Float(length) && bins.dropFirst().allSatisfy { abs($0) < 1e-5 })
  }

  @Test("The energy of a spectrum is that of its samples")
  func energyIsKept() throws {
    let samples = (0..<64).map { Float(sin(Double($0 * $0))) }
    let bins = try spectrum(of: samples)
    var powers: [Float] = []
    for bin in 0...32 { powers.append(bins[2 * bin] * bins[2 * bin] + bins[2 * bin + 1] * bins[2 * bin + 1]) }
    // Each frequency but the first and the last also represents its negative.
    let energy: Float = 2 * powers.reduce(0, +) - powers[0] - powers[32]
    let expected: Float = samples.reduce(0) { $0 + $1 * $1 }
    #expect(abs(energy / 64 - expected) < 1e-3)
  }
}
