import Fixtures
import Foundation
import Signal
import Tensors
import Testing

/// What must hold for any chromagram and constant-Q transform.
struct ChromaIdentityTests {
  private func tone(_ midi: Double, seconds: Double = 1.5) throws -> Waveform {
    let frequency = Pitch(midi: midi).frequency
    return try Waveform(
      samples: (0..<Int(22050 * seconds)).map { index in
        let time = Double(index) / 22050
        return Float((1...5).reduce(0.0) { $0 + 0.2 / Double($1) * sin(2 * .pi * frequency * Double($1) * time) })
      }, sampleRate: 22050)
  }

  @Test(arguments: 48...59)
  func transposingRotates(key: Int) throws {
    let chroma = ConstantQChroma(tuning: 0)
    let (original, transposed) = (try chroma(tone(48)), try chroma(tone(Double(key))))
    let frame = original.shape[1] / 2
    for row in 0..<12 {
      #expect(abs(original[row, frame] - transposed[(row + key - 48) % 12, frame]) < 0.01)
    }
  }

  @Test func aBinRespondsMostToItsFrequency() throws {
    let transform = ConstantQTransform(binCount: 72)
    let frequencies = transform.frequencies
    for bin in stride(from: 5, to: 72, by: 11) {
      let samples = (0..<33075).map { Float(sin(2 * .pi * frequencies[bin] * Double($0) / 22050)) }
      let magnitudes = try transform.magnitudes(of: Waveform(samples: samples, sampleRate: 22050))
      let frame = magnitudes.shape[1] / 2
      #expect((0..<72).max { magnitudes[$0, frame] < magnitudes[$1, frame] } == bin)
    }
  }

  @Test func loudnessDoesNotMatter() throws {
    let loud = try tone(57)
    let quiet = try Waveform(samples: loud.samples.map { $0 / 1024 }, sampleRate: 22050)
    let (a, b) = (try ConstantQChroma(tuning: 0)(loud), try ConstantQChroma(tuning: 0)(quiet))
    #expect(zip(a.scalars, b.scalars).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  @Test func threadsDoNotMatter() throws {
    let waveform = try tone(61, seconds: 4)
    let many = try ConstantQChroma()(waveform)
    ThreadPool.shared.setLimit(1)
    defer { ThreadPool.shared.setLimit(ThreadPool.configuredThreadCount) }
    #expect(try ConstantQChroma()(waveform).scalars == many.scalars)
  }

  @Test(arguments: [-0.4, -0.13, 0.0, 0.2, 0.37])
  func tuningIsFound(cents: Double) throws {
    let frequency = Pitch(midi: 69 + cents).frequency
    let sine = (0..<44100).map { Float(0.5 * sin(2 * .pi * frequency * Double($0) / 22050)) }
    // The parabola is not quite the shape of a peak, and a bar of the histogram is 0.01 wide.
    #expect(abs(try Tuning.estimate(Waveform(samples: sine, sampleRate: 22050)) - cents) < 0.04)
  }

  @Test func foldAgreesWithLibrosa() throws {
    #expect(try ConstantQChroma().foldingMatrix.scalars == Fixtures.tensor("chroma/fold").scalars)
  }

  @Test func chromaOfMagnitudesIsTheSame() throws {
    let waveform = try tone(50)
    let magnitudes = try ConstantQTransform(binCount: 252, binsPerOctave: 36, tuning: 0.1).magnitudes(of: waveform)
    let chroma = ConstantQChroma(tuning: 0.1)
    let (folded, direct) = (try chroma(magnitudes: magnitudes), try chroma(waveform))
    #expect(zip(folded.scalars, direct.scalars).allSatisfy { abs($0 - $1) < 1e-6 })
  }
}
