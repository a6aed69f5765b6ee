import Foundation
import Signal
import Tensors
import TestSupport
import Testing

/// True if ffmpeg is in a folder of `PATH`, as the reader looks for it.
private let hasFFmpeg = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
  access($0 + "/ffmpeg", X_OK) == 0
}

@Suite("Files that ffmpeg decodes")
struct ForeignFormatTests {
  private let sound = Fixtures.url("audio/A3_1.wav")

  /// A fixture as another program's file, encoded by ffmpeg.
  private func encoded(_ name: String, _ arguments: [String]) throws -> URL {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).\(name)")
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["ffmpeg", "-nostdin", "-v", "error", "-i", sound.path] + arguments + [file.path]
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return file
  }

  @Test(
    "Lossless files have the samples of the sound that they were made of",
    .enabled(if: hasFFmpeg, "ffmpeg is not installed (Debian: ffmpeg)."),
    arguments: [("m4a", ["-c:a", "alac"]), ("wv", ["-c:a", "wavpack"])])
  func lossless(name: String, arguments: [String]) throws {
    let file = try encoded(name, arguments)
    defer { try? FileManager.default.removeItem(at: file) }
    let (decoded, original) = (
      try Waveform(contentsOf: file, sampleRate: nil, isMono: false),
      try Waveform(contentsOf: sound, sampleRate: nil, isMono: false)
    )
    #expect(decoded.sampleRate == original.sampleRate)
    #expect(decoded.tensor.scalars == original.tensor.scalars)
    #expect(try Waveform(contentsOf: file, offset: 0.1, duration: 0.1).duration == 0.1)
  }

  @Test(
    "Lossy files are read whole, from disk and from memory",
    .enabled(if: hasFFmpeg, "ffmpeg is not installed (Debian: ffmpeg)."),
    arguments: [
      ("m4a", ["-c:a", "aac"]), ("aac", ["-c:a", "aac"]), ("wma", ["-c:a", "wmav2"]), ("webm", ["-c:a", "libopus"]),
    ])
  func lossy(name: String, arguments: [String]) throws {
    let file = try encoded(name, arguments)
    defer { try? FileManager.default.removeItem(at: file) }
    let (decoded, original) = (try Waveform(contentsOf: file), try Waveform(contentsOf: sound))
    #expect(abs(decoded.duration - original.duration) < 0.2)
    let content = [UInt8](try Data(contentsOf: file))
    #expect(try Waveform(fileContent: content).tensor.scalars == decoded.tensor.scalars)
  }

  @Test("A decoder that hangs ends with the task that waits for it")
  func cancellation() async {
    let errors = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).txt").path
    defer { unlink(errors) }
    let task = Task { try FFmpeg.run(["/bin/sleep", "100000"], errors: errors, name: "song.m4a") }
    task.cancel()
    let error = await #expect(throws: SignalError.self) { try await task.value }
    #expect(error?.description.contains("Reading it was cancelled.") == true)
  }

  @Test("A decoder's exit status is told")
  func exitStatus() throws {
    let errors = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).txt").path
    defer { unlink(errors) }
    #expect(try FFmpeg.run(["/bin/sh", "-c", "exit 3"], errors: errors, name: "song.m4a") == 3)
    #expect(try FFmpeg.run(["/bin/sh", "-c", "kill -9 $$"], errors: errors, name: "song.m4a") == -9)
  }

  @Test("A file that is cut within its header is an error with its name")
  func damaged() {
    for head in [Array("\0\0\0\u{20}ftypM4A ".utf8), [0x1A, 0x45, 0xDF, 0xA3, 1], Array("wvpk".utf8)] {
      #expect(throws: SignalError.self) { try Waveform(fileContent: head, name: "cut") }
    }
  }

  @Test("Without ffmpeg the error says what to install")
  func missingDecoder() {
    #expect(
      SignalError.decoderMissing(path: "song.m4a", format: "M4A").description
        == "song.m4a is an audio file in the format M4A, which needs ffmpeg, but ffmpeg is not installed. Install it (Debian: ffmpeg), or "
        + "convert the file to WAV or FLAC.")
  }

  @Test("MIDI in a RIFF container is read")
  func riffMIDI() throws {
    let phrase: [UInt8] = [
      0x4D, 0x54, 0x68, 0x64, 0, 0, 0, 6, 0, 0, 0, 1, 0, 96, 0x4D, 0x54, 0x72, 0x6B, 0, 0, 0, 12, 0, 0x90, 60, 64, 96,
      0x80, 60, 0, 0, 0xFF, 0x2F, 0,
    ]
    let odd: [UInt8] = Array("DISP".utf8) + [3, 0, 0, 0, 1, 2, 3, 0]
    let body = Array("RMID".utf8) + odd + Array("data".utf8) + [UInt8(phrase.count), 0, 0, 0] + phrase
    let riff = Array("RIFF".utf8) + [UInt8(body.count), 0, 0, 0] + body
    #expect(try MIDIFile(riff) == MIDIFile(phrase))
    #expect(throws: SignalError.self) { try MIDIFile(Array("RIFF\0\0\0\0WAVEfmt ".utf8)) }
  }
}
