import Etude
import TestSupport
import Testing

@Suite("Verbs of spectra")
struct SpectrumVerbTests {
  @Test("The defaults of verbs are librosa's")
  func verbsAreLibrosasDefaults() throws {
    let note = try load(Fixtures.url("audio/A3_1.wav"))
    try expectMatches(chroma(note), fixture: "chroma/A3_1.chroma")
    let half = try Waveform(samples: Array(note.samples[..<11025]), sampleRate: 22050)
    try expectMatches(spectrogram(half), fixture: "spectral/db")
  }

  @Test("Lengths of frames and hops are set by name")
  func lengthsAreSet() throws {
    let note = try load(Fixtures.url("audio/A3_1.wav"))
    let half = try Waveform(samples: Array(note.samples[..<11025]), sampleRate: 22050)
    #expect(try stft(half, fftLength: 512, hopLength: 160).shape == [257, 69])
  }
}
