import CSndFile
import Display
import Files
import Foundation
import Images
import NotebookKit
import Signal

extension FuzzTarget {
  /// Images, sounds and notes.
  static let media: [FuzzTarget] =
    [
      FuzzTarget(
        "png",
        seeds: {
          try [1, 3, 4].map { channels in
            let pixels = (0..<8 * 6 * channels).map { UInt8(truncatingIfNeeded: $0 * 37) }
            return try Image(width: 8, height: 6, channels: channels, pixels: pixels)
              .pngData(pixelsPerMeter: 5669, filter: .adaptive)
          }
        }
      ) { data in
        _ = try page([.result(.init().adding(data, as: .png))])
        _ = try Image(data: Data([0x89, 0x50, 0x4E, 0x47]) + data.dropFirst(4))
      },
      FuzzTarget(
        "jpeg", seeds: { [smallJPEG, progressiveJPEG].compactMap { Data(base64Encoded: $0) } }
      ) { data in
        _ = try Image(data: Data([0xFF, 0xD8]) + data.dropFirst(2))
      },
      FuzzTarget(
        "midi",
        seeds: {
          let phrase = try Phrase(chord: ["C4", "E4"])
          let events: [MIDIFile.Event] = [
            .init(tick: 0, .programChange(channel: 1, program: 3)),
            .init(tick: 0, .noteOn(channel: 1, key: 60, velocity: 9)),
            .init(tick: 96, .noteOff(channel: 1, key: 60, velocity: 0)),
          ]
          let timed = MIDIFile(
            division: .timeCode(framesPerSecond: 25, ticksPerFrame: 40), tracks: [events])
          return [Data(try phrase.midiFile().bytes), Data(try timed.bytes)]
        }
      ) { data in
        let file = try MIDIFile([UInt8](data))
        if let bytes = try? file.bytes {
          precondition((try? MIDIFile(bytes)) != nil, "MIDI that was written is not read")
        }
      },
    ] + sounds

  /// One target for each container that libsndfile reads for us.
  private static let sounds: [FuzzTarget] = [
    ("wav", SF_FORMAT_WAV, SF_FORMAT_PCM_16), ("wav-float", SF_FORMAT_WAV, SF_FORMAT_FLOAT),
    ("aiff", SF_FORMAT_AIFF, SF_FORMAT_PCM_24), ("flac", SF_FORMAT_FLAC, SF_FORMAT_PCM_16),
    ("vorbis", SF_FORMAT_OGG, SF_FORMAT_VORBIS), ("opus", SF_FORMAT_OGG, SF_FORMAT_OPUS),
    ("mp3", SF_FORMAT_MPEG, SF_FORMAT_MPEG_LAYER_III),
  ].map { name, container, encoding in
    FuzzTarget(name, seeds: { [try encodedSound(Int32(container) | Int32(encoding))] }) { data in
      // The page draws sounds with its own reader.
      if name.hasPrefix("wav") { _ = try page([.result(.init().adding(data, as: .wav))]) }
      let bytes = [UInt8](data)
      _ = try? Waveform(
        fileContent: bytes, sampleRate: nil, isMono: false, offset: 0.01, duration: 0.01)
      // A header of a few bytes may announce hours; what is there is little.
      _ = try Waveform(fileContent: bytes, sampleRate: nil, isMono: false, duration: 10)
    }
  }

  /// A short tone as libsndfile writes it.
  private static func encodedSound(_ format: Int32) throws -> Data {
    let file = FileManager.default.temporaryDirectory.appending(
      path: "etude-fuzz-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    var info = SF_INFO(
      frames: 0, samplerate: 8000, channels: 1, format: format, sections: 0, seekable: 0)
    guard let handle = sf_open(file.path, Int32(SFM_WRITE), &info) else { return Data() }
    let samples = (0..<600).map { sin(Float($0) / 9) / 2 }
    sf_writef_float(handle, samples, sf_count_t(samples.count))
    sf_close(handle)
    return try Data(contentsOf: file)
  }

  private static let smallJPEG = """
    /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYV\
    pQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wAARCAAI\
    AAgDASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhBy\
    JxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKT\
    lJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAA\
    AAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRom\
    JygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExc\
    bHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwBiabbL+7it7KGVWwwlnDY9RjjBooornqZpib/Ed6y+hbY//9k=
    """
  private static let progressiveJPEG = """
    /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABQODxIPDRQSEBIXFRQYHjIhHhwcHj0sLiQySUBMS0dARkVQWnNiUFVtVkVGZIhlbXd7gYKBTmCNl4\
    x9lnN+gXz/2wBDARUXFx4aHjshITt8U0ZTfHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHz/wgARCAAI\
    AAgDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAH/xAAVAQEBAAAAAAAAAAAAAAAAAAACA//aAAwDAQACEAMQAAABgFf/xAAWEAADAA\
    AAAAAAAAAAAAAAAAAAARL/2gAIAQEAAQUChH//xAAWEQADAAAAAAAAAAAAAAAAAAAAAhP/2gAIAQMBAT8Bkp//xAAXEQADAQAAAAAAAAAAAAAA\
    AAAAAQID/9oACAECAQE/AXtZ/8QAGBAAAgMAAAAAAAAAAAAAAAAAAAECMYH/2gAIAQEABj8CqK0//8QAFxABAAMAAAAAAAAAAAAAAAAAAQAxYf\
    /aAAgBAQABPyEoEbH/2gAMAwEAAgADAAAAEAv/xAAXEQADAQAAAAAAAAAAAAAAAAAAAREx/9oACAEDAQE/EFHD/8QAFhEAAwAAAAAAAAAAAAAA\
    AAAAABEx/9oACAECAQE/EGKf/8QAGBAAAwEBAAAAAAAAAAAAAAAAAREhAGH/2gAIAQEAAT8QBjJRWVxTf//Z
    """
}
