import Foundation
import Signal
import Tensors
import TestSupport
import Testing

@Suite("Onset strength")
struct OnsetStrengthTests {
  @Test("The strongest onset is where the note begins")
  func onsetsAreWhereNotesBegin() throws {
    let tone = try sine(440, seconds: 0.5).samples
    let waveform = try Waveform(
      samples: [Float](repeating: 0, count: 11025) + tone, sampleRate: 22050)
    let strength = try OnsetStrength()(waveform).scalars
    let strongest = try #require(strength.indices.max { strength[$0] < strength[$1] })
    #expect(abs(Double(strongest) * 512 / 22050 - 0.5) < 0.1)
  }
}
