import Foundation
import Signal
import TestSupport
import Testing

@Suite("Writing of sound files")
struct WaveformWritingTests {
  @Test(
    "A sound that is written reads back within the rounding of its encoding", arguments: [1, 2, 3, 8],
    [8000, 22050, 192_000])
  func whatIsWrittenComesBack(channels: Int, rate: Int) throws {
    let waveform = try noise(channels: channels, rate: rate)
    for (format, encoding, error) in [
      (AudioFormat.wav, AudioEncoding.float32, 0), (.wav, .pcm24, 0x1p-22), (.wav, .pcm16, 0x1p-14),
      (.flac, .pcm16, 0x1p-14), (.flac, .pcm24, 0x1p-22),
    ] as [(AudioFormat, AudioEncoding, Float)] {
      let content = try waveform.fileContent(format: format, encoding: encoding)
      let back = try Waveform(fileContent: [UInt8](content), sampleRate: nil, isMono: false)
      #expect(back.sampleRate == rate && back.channelCount == channels && back.frameCount == 500)
      #expect(zip(waveform.samples, back.samples).allSatisfy { abs($0 - $1) <= error })
      #expect(try waveform.fileContent(format: format, encoding: encoding) == content, "the same bytes each time")
    }
  }

  @Test("Samples beyond full scale clip")
  func loudSamplesClip() throws {
    let content = try Waveform(samples: [3, -3], sampleRate: 8000).fileContent()
    let back = try Waveform(fileContent: [UInt8](content), sampleRate: nil)
    #expect(back.samples == [32767.0 / 32768, -1])
  }

  @Test("The extension of a file chooses its format")
  func extensionsChooseTheFormat() throws {
    try withTemporaryFolder { folder throws in
      let waveform = try noise(channels: 1)
      for name in ["a.wav", "b.FLAC"] {
        try waveform.write(to: folder.appending(path: name))
        #expect(try Waveform(contentsOf: folder.appending(path: name)).frameCount == 500)
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["a.wav", "b.FLAC"])
    }
  }

  @Test("An extension of an unknown format is refused with the known ones")
  func otherExtensionsAreRefused() throws {
    try withTemporaryFolder { folder throws in
      let waveform = try noise(channels: 1)
      let error = #expect(throws: SignalError.self) { try waveform.write(to: folder.appending(path: "c.mp4")) }
      #expect(error?.description.hasSuffix("c.mp4, but it must be that of a .wav or .flac file.") == true)
    }
  }

  @Test("A folder that is not there is refused")
  func missingFoldersAreRefused() throws {
    try withTemporaryFolder { folder throws in
      let waveform = try noise(channels: 1)
      #expect(throws: SignalError.self) { try waveform.write(to: folder.appending(path: "no/where.wav")) }
    }
  }

  @Test("An encoding that its format does not have is refused")
  func otherEncodingsAreRefused() throws {
    let waveform = try noise(channels: 1)
    #expect(throws: SignalError.self) { try waveform.fileContent(format: .flac, encoding: .float32) }
  }

  private func noise(channels: Int, frames: Int = 500, rate: Int = 22050) throws -> Waveform {
    var state: UInt32 = 1
    return try Waveform(
      channels: (0..<channels).map { _ in
        (0..<frames).map { _ in
          state = state &* 1_664_525 &+ 1_013_904_223
          return Float(Int32(bitPattern: state)) / 0x1p31 * 0.9
        }
      }, sampleRate: rate)
  }
}
