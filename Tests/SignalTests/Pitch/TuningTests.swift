import Fixtures
import Foundation
import Signal
import Testing

struct TuningTests {
  struct Golden: Decodable {
    var input: String
    var bpo36: Double
    var margin36: Int?
    var bpo12: Double
    var margin12: Int?
  }

  @Test func estimatesAgreeWithLibrosa() throws {
    let golden = try Fixtures.json("chroma/tuning", as: [String: Golden].self)
    for (name, entry) in golden {
      let waveform = try SignalFixtures.waveform(entry.input)
      let thirds = try Tuning.estimate(waveform, binsPerOctave: 36)
      let semitones = try Tuning.estimate(waveform, binsPerOctave: 12)
      // Bars of almost equal height may swap: those within 3 votes are listed but not required.
      if entry.margin36 ?? 3 >= 3 { #expect(abs(thirds - entry.bpo36) < 1e-9, "\(name) at 36") }
      if entry.margin12 ?? 3 >= 3 { #expect(abs(semitones - entry.bpo12) < 1e-9, "\(name) at 12") }
      if abs(thirds - entry.bpo36) > 1e-9 { print("tuning of \(name) at 36: \(thirds), librosa \(entry.bpo36)") }
      if abs(semitones - entry.bpo12) > 1e-9 { print("tuning of \(name) at 12: \(semitones), librosa \(entry.bpo12)") }
    }
  }
}
