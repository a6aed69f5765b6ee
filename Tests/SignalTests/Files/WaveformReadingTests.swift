import Foundation
import Signal
import Tensors
import TestSupport
import Testing

@Suite("Reading of sound files")
struct WaveformReadingTests {
  @Test(
    "A file is loaded as librosa loads it",
    arguments: [
      "A3_1", "B3_25", "E3_33", "G3_43", "st44f", "m48_24", "m8_u8", "m11_16", "st22f", "m96_24",
    ])
  func defaultLoadingAgreesWithLibrosa(name: String) throws {
    let waveform = try Waveform(contentsOf: Fixtures.url("audio/\(name).wav"))
    #expect(waveform.sampleRate == 22050)
    try expectMatches(waveform.tensor, fixture: "audio/\(name).load22k")
  }

  @Test("A part of a file is loaded as librosa loads it")
  func offsetAndDurationAgreeWithLibrosa() throws {
    let waveform = try Waveform(contentsOf: Fixtures.url("audio/A3_1.wav"), offset: 0.25, duration: 0.3)
    try expectMatches(waveform.tensor, fixture: "audio/A3_1.offset")
  }

  @Test("The rate and the channels of a file are kept on request")
  func nativeRateAndChannelsAreKept() throws {
    let waveform = try Waveform(
      contentsOf: Fixtures.url("audio/A3_1.wav"), sampleRate: nil, isMono: false, duration: 0.05)
    #expect(waveform.sampleRate == 44100)
    try expectMatches(waveform.tensor, fixture: "audio/A3_1.native")
  }

  @Test("A cut file is an error, and gives the samples before the cut on request")
  func cutFilesAreErrors() throws {
    let whole = [UInt8](try Data(contentsOf: Fixtures.url("audio/m48_24.wav")))
    for length in [44, 45, 100, 5000, whole.count - 1] {
      let part = Array(whole[..<length])
      #expect(throws: SignalError.self) { try Waveform(fileContent: part, sampleRate: nil) }
      let frames = (length - 44) / 3
      let before = try Waveform(fileContent: part, sampleRate: nil, duration: (Double(frames) + 0.5) / 48000)
      #expect(before.frameCount == frames)
    }
  }

  @Test("A file that is cut within its header is refused")
  func filesWithoutAHeaderAreRefused() throws {
    let whole = [UInt8](try Data(contentsOf: Fixtures.url("audio/m48_24.wav")))
    #expect(throws: SignalError.self) { try Waveform(fileContent: Array(whole[..<20])) }
    #expect(throws: SignalError.self) { try Waveform(fileContent: []) }
  }

  @Test("A file with NaN is refused")
  func filesWithNaNAreRefused() throws {
    var content = [UInt8](try Waveform(samples: [0.1, 0.2, 0.3], sampleRate: 44100).fileContent(encoding: .float32))
    content.replaceSubrange(content.count - 4..<content.count, with: [0, 0, 0xC0, 0x7F])
    for (rate, isMono) in [(22050, true), (44100, true), (nil, false)] as [(Int?, Bool)] {
      #expect(throws: SignalError.self) { try Waveform(fileContent: content, sampleRate: rate, isMono: isMono) }
    }
  }
}
