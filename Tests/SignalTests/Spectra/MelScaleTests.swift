import Foundation
import Signal
import TestSupport
import Testing

@Suite("Mel scales")
struct MelScaleTests {
  @Test("A mel scale inverts itself", arguments: MelScale.allCases)
  func scalesInvertThemselves(scale: MelScale) {
    for frequency in [0, 27.5, 440, 999.9, 1000, 7902.13] {
      #expect(abs(scale.frequency(mels: scale.mels(frequency: frequency)) - frequency) < 1e-9 * max(1, frequency))
    }
  }

  @Test("Frequencies have the mels that librosa gives them")
  func melsAgreeWithLibrosa() throws {
    let tables = try #require(try Fixtures.json("spectral/pitch_tables") as? [String: [[Any]]])
    for row in try #require(tables["hz_to_mel"] as? [[Double]]) {
      for (mels, expected) in [
        (MelScale.slaney.mels(frequency: row[0]), row[1]), (MelScale.htk.mels(frequency: row[0]), row[2]),
      ] {
        #expect(abs(mels - expected) <= 1e-12 * max(1, abs(expected)))
      }
    }
  }
}
