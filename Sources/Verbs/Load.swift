import Foundation
import Signal

/// Reads a sound file: its channels averaged, at 22 050 Hz unless told otherwise, as `librosa.load` does.
///
/// ```swift
/// let note = try load("lesson2_assets/A3_1.wav")
/// let bar = try load("song.flac", sampleRate: nil, mono: false, offset: 30, duration: 2)
/// ```
///
/// - Parameters:
///   - path: a WAV, AIFF, FLAC, OGG or MP3 file; with ffmpeg installed also M4A, AAC, WMA, WebM or WavPack. `-` is
///     standard input, for programs such as `etude features -`; notebook cells have no standard input.
///   - sampleRate: the rate to resample to in hertz; nil keeps the file's own.
///   - mono: whether to average the channels.
///   - offset: where to start, in seconds.
///   - duration: how much to read, in seconds; nil for all.
/// - Throws: `SignalError`, which names the file and the problem.
public func load(
  _ path: String, sampleRate: Int? = 22050, mono: Bool = true, offset: Double = 0, duration: Double? = nil
) throws -> Waveform {
  if path == "-" {
    let content = try FileHandle.standardInput.readToEnd() ?? Data()
    guard !content.isEmpty else {
      throw SignalError.unreadableAudio(path: "standard input", reason: "It is empty.")
    }
    return try Waveform(
      fileContent: [UInt8](content), name: "standard input", sampleRate: sampleRate, isMono: mono, offset: offset,
      duration: duration)
  }
  return try load(URL(filePath: path), sampleRate: sampleRate, mono: mono, offset: offset, duration: duration)
}

/// Reads the sound file at an address; see `load(_:sampleRate:mono:offset:duration:)` for paths.
///
/// ```swift
/// let note = try load(URL(filePath: "A3_1.wav"), duration: 2)
/// ```
/// - Throws: `SignalError`.
public func load(
  _ url: URL, sampleRate: Int? = 22050, mono: Bool = true, offset: Double = 0, duration: Double? = nil
) throws -> Waveform {
  try Waveform(contentsOf: url, sampleRate: sampleRate, isMono: mono, offset: offset, duration: duration)
}
