import Foundation
import Signal
import Tensors
import TestSupport
import Testing

@Suite("Pre-emphasis and de-emphasis")
struct EmphasisTests {
  @Test("De-emphasis undoes pre-emphasis")
  func deEmphasisUndoesPreEmphasis() throws {
    let note = try SignalFixtures.halfSecond()
    let back = try note.preEmphasized().deEmphasized()
    for index in 0..<note.frameCount { #expect(abs(back.samples[index] - note.samples[index]) < 1e-5) }
  }

  @Test("Blocks with their states are the whole")
  func blocksAreTheWhole() throws {
    let note = try SignalFixtures.note(samples: 0..<1000)
    let (first, second) = (note[samples: 0..<400], note[samples: 400..<1000])
    let whole = try note.preEmphasized(state: 0)
    let parts = [
      try first.preEmphasized(state: 0), try second.preEmphasized(state: -0.97 * Double(first.samples[399])),
    ]
    #expect(parts.flatMap(\.samples) == whole.samples)
  }

  @Test("Filtered sounds agree with librosa's")
  func filteredSoundsAgreeWithLibrosa() throws {
    let note = try SignalFixtures.halfSecond()
    try expectMatches(SignalFixtures.thinned(note.preEmphasized()), fixture: "signal_time/preemphasis")
    try expectMatches(
      SignalFixtures.thinned(note.preEmphasized(coefficient: 0.8, state: 0.25)),
      fixture: "signal_time/preemphasis_options")
    try expectMatches(SignalFixtures.thinned(note.deEmphasized()), fixture: "signal_time/deemphasis")
    try expectMatches(
      SignalFixtures.thinned(note.deEmphasized(coefficient: 0.8, state: 0.25)),
      fixture: "signal_time/deemphasis_options")
  }

  @Test("One sample without a state and a coefficient that is not finite are refused")
  func otherInputIsRefused() throws {
    let one = try Waveform(samples: [1], sampleRate: 22050)
    #expect(throws: SignalError.tooShort(sampleCount: 1, needed: 2, method: "Pre-emphasis")) {
      try one.preEmphasized()
    }
    #expect(try one.preEmphasized(state: 0.5).samples == [1.5])
    #expect(throws: SignalError.self) { try one.deEmphasized(coefficient: .nan, state: 0) }
    #expect(throws: SignalError.self) { try one.preEmphasized(state: 1e300) }
    #expect(try Waveform(samples: [], sampleRate: 22050).preEmphasized().frameCount == 0)
    // Above 1, the filter grows without bound.
    let note = try SignalFixtures.halfSecond()
    #expect(throws: SignalError.self) { try note.deEmphasized(coefficient: 2) }
  }
}
