import Foundation
import Signal
import TestSupport
import Testing

@Suite("Tuning")
struct TuningTests {
  struct Golden: Decodable {
    var input: String
    var bpo36: Double
    var margin36: Int?
    var bpo12: Double
    var margin12: Int?
  }

  @Test("The tuning of a sine is found", arguments: [-0.4, -0.13, 0.0, 0.2, 0.37])
  func tuningIsFound(cents: Double) throws {
    let frequency = Pitch(midi: 69 + cents).frequency
    let sine = (0..<44100).map { Float(0.5 * sin(2 * .pi * frequency * Double($0) / 22050)) }
    // The parabola is not quite the shape of a peak, and a bar of the histogram is 0.01 wide.
    #expect(abs(try Tuning.estimate(Waveform(samples: sine, sampleRate: 22050)) - cents) < 0.04)
  }

  @Test("Estimates agree with librosa's")
  func estimatesAgreeWithLibrosa() throws {
    let golden = try Fixtures.json("chroma/tuning", as: [String: Golden].self)
    var decided = 0
    for (name, entry) in golden {
      let waveform = try SignalFixtures.waveform(entry.input)
      for (bins, expected, margin) in [(36, entry.bpo36, entry.margin36), (12, entry.bpo12, entry.margin12)] {
        let error = abs(try Tuning.estimate(waveform, binsPerOctave: bins) - expected)
        ErrorTable.add("chroma/tuning.json \(name) at \(bins)", error)
        // Bars of almost equal height may swap: those within 3 votes are listed but not required.
        guard margin ?? 3 >= 3 else { continue }
        decided += 1
        #expect(error < 1e-9, "\(name) at \(bins)")
      }
    }
    #expect(decided > golden.count)
  }
}
