import Foundation
import Signal
import Testing

/// A file that was cut or damaged is an error with its place, and never a shorter sound.
@Suite("Damaged sound files")
struct DamagedAudioTests {
  /// The result of a damaged file: an error, or samples that must equal those of the intact file.
  private func check(_ damaged: [UInt8], whole: Waveform, missing: Int = 0, _ label: String) throws {
    do {
      let samples = try EncodedSound.read(damaged)
      #expect(samples.channelCount == whole.channelCount, "\(label)")
      #expect(samples.frameCount >= whole.frameCount - missing, "\(label): \(samples.frameCount) frames")
      #expect(samples.samples[...] == whole.samples.prefix(samples.frameCount), "\(label)")
    } catch SignalError.damagedAudio(_, let frame, _, _) {
      // Data before the damage can be read, and is correct.
      let before = try EncodedSound.read(damaged, duration: Double(frame) / Double(whole.sampleRate))
      #expect(before.frameCount >= frame - 1, "\(label): \(before.frameCount) of \(frame)")
      #expect(before.samples[...] == whole.samples.prefix(before.frameCount), "\(label)")
    } catch SignalError.unreadableAudio {
      // It is not recognised as sound any more.
    }
  }

  @Test("A cut file is an error", arguments: EncodedSound.allCases)
  func aCutFileIsAnError(format: EncodedSound) throws {
    let content = try format.content(frames: 30000)
    let whole = try EncodedSound.read(content)
    let step = max(1, content.count / 150)
    // MP3 files that end within their last frame are common, and are read as far as they go.
    for length in Array(stride(from: 0, to: content.count, by: step)) + Array(content.count - 40..<content.count) {
      try check(
        Array(content[..<length]), whole: whole, missing: format == .mp3 ? 2304 : 0, "\(format) cut at \(length)")
    }
  }

  @Test("A flipped byte is an error if there are checksums", arguments: [EncodedSound.flac, .vorbis, .opus])
  func aFlippedByteIsAnErrorWhereThereAreCheckSums(format: EncodedSound) throws {
    let content = try format.content(frames: 30000)
    let whole = try EncodedSound.read(content)
    // FLAC's header has no checksum, except through the last block.
    let start = format == .flac ? 200 : 0
    for index in stride(from: start, to: content.count, by: max(1, content.count / 200)) {
      var damaged = content
      damaged[index] ^= UInt8(1 << (index % 8))
      if format == .flac, content[..<index].count < Self.firstFLACFrame(content) { continue }
      try check(damaged, whole: whole, "\(format) with byte \(index) flipped")
    }
  }

  private static func firstFLACFrame(_ content: [UInt8]) -> Int {
    var position = 4
    while position + 4 < content.count {
      let isLast = content[position] & 0x80 != 0
      position += 4 + content[position + 1..<position + 4].reduce(0) { $0 << 8 | Int($1) }
      if isLast { break }
    }
    return position
  }

  @Test("Wrong lengths are errors") func lengthsThatLieAreErrors() throws {
    for (format, sizeBytes) in [
      (EncodedSound.wav, 40..<44), (.flac, 22..<26), (.aiff, 42..<46), (.sun, 8..<12),
    ] {
      let content = try format.content(frames: 30000)
      let whole = try EncodedSound.read(content)
      for index in sizeBytes {
        for bit in 0..<8 {
          var damaged = content
          damaged[index] ^= 1 << bit
          try check(damaged, whole: whole, "\(format) with bit \(bit) of byte \(index) flipped")
        }
      }
    }
  }

  @Test("A header without sound is an error") func aHeaderWithoutSoundIsAnError() throws {
    let content = try EncodedSound.wav.content(frames: 1000)
    let error = #expect(throws: SignalError.self) { try EncodedSound.read(Array(content[..<44])) }
    #expect(
      error?.description
        == "memory is damaged from 0 s on (frame 0): its header announces 2000 bytes of samples, but 0 follow (byte 44). "
        + "No part of it can be read.")
  }

  @Test("Streams of unknown length are read to their end") func streamsOfUnknownLengthAreReadToTheirEnd() throws {
    let content = try EncodedSound.wav.content(frames: 1000)
    let whole = try EncodedSound.read(content)
    var stream = content
    stream.replaceSubrange(40..<44, with: [255, 255, 255, 255])
    stream.replaceSubrange(4..<8, with: [255, 255, 255, 255])
    #expect(try EncodedSound.read(stream) == whole)
    stream += [UInt8](repeating: 0, count: 2)
    #expect(try EncodedSound.read(stream).frameCount == 1001)
    var unfinished = content
    unfinished.replaceSubrange(40..<44, with: [0, 0, 0, 0])
    unfinished.replaceSubrange(4..<8, with: [0, 0, 0, 0])
    #expect(throws: SignalError.self) { try EncodedSound.read(unfinished) }
    var flac = try EncodedSound.flac.content(frames: 30000)
    let all = try EncodedSound.read(flac)
    flac[21] &= 0xF0
    flac.replaceSubrange(22..<26, with: [0, 0, 0, 0])
    #expect(try EncodedSound.read(flac) == all)
    #expect(try EncodedSound.read(flac, offset: 0.5).samples == Array(all.samples[24000...]))
    #expect(throws: SignalError.self) { try EncodedSound.read(Array(flac.dropLast(5))) }
  }

  @Test("A tag of length zero does not hold up the reader", .timeLimit(.minutes(20)))
  func aTagOfNoLengthEnds() throws {
    let content = try EncodedSound.mp3.content(frames: 20_000)
    let whole = try EncodedSound.read(content)
    let read = try? EncodedSound.read(content + Array("APETAGEX".utf8) + [UInt8](repeating: 0, count: 24))
    #expect(read == nil || read == whole)
  }

  @Test("Damage in the middle says where it is") func damageInTheMiddleSaysWhereItIs() throws {
    for format in [EncodedSound.flac, .vorbis, .opus, .mp3] {
      var content = try format.content(frames: 200_000)
      let whole = try EncodedSound.read(content)
      let middle = content.count / 2
      content.replaceSubrange(middle..<middle + 3000, with: (0..<3000).map { UInt8(truncatingIfNeeded: $0 &* 57) })
      try check(content, whole: whole, "\(format)")
      let error = #expect(throws: SignalError.self) { try EncodedSound.read(content) }
      guard case .damagedAudio(let path, let frame, let seconds, _) = error else { continue }
      #expect(path == "memory" && frame > 20_000 && frame < 120_000, "\(format): frame \(frame)")
      #expect(seconds == Double(frame) / 48000)
      // After the damage, samples are right, as FLAC's own checksums show, or there is an error.
      if let rest = try? EncodedSound.read(content, offset: 3.5) {
        #expect(rest.samples == Array(whole.samples[168_000...]), "\(format)")
      }
    }
  }

  @Test("Parts that are missing are errors") func partsThatAreMissingAreErrors() throws {
    // Whole frames of MP3 and whole pages of Ogg, taken out so all others are in order.
    for format in [EncodedSound.vorbis, .opus, .mp3] {
      let content = try format.content(frames: 200_000)
      let starts =
        format == .mp3
        ? content.indices.dropLast(1).filter { content[$0] == 0xFF && content[$0 + 1] >= 0xFA }
        : content.indices.dropLast(4).filter { content[$0...].starts(with: "OggS".utf8) }
      let middle = starts.count / 2
      let damaged = Array(content[..<starts[middle]] + content[starts[middle + 1]...])
      #expect(throws: SignalError.self, "\(format)") { try EncodedSound.read(damaged) }
    }
  }

  @Test("Tags around MP3 frames are not damage") func tagsAroundMP3AreNotDamage() throws {
    let content = try EncodedSound.mp3.content(frames: 30000)
    let whole = try EncodedSound.read(content)
    let zeros = [UInt8](repeating: 0, count: 500)
    var id3: [UInt8] = Array("ID3".utf8)
    id3 += [3, 0, 0, 0, 0, 1, 0]
    id3 += zeros[..<128]
    var old: [UInt8] = Array("TAG".utf8)
    old += [UInt8](repeating: 0x20, count: 125)
    #expect(try EncodedSound.read(id3 + content) == whole)
    #expect(try EncodedSound.read(content + old) == whole)
    #expect(try EncodedSound.read(id3 + content + zeros) == whole)
    let cut = Array(content.dropLast(3000))
    #expect(throws: SignalError.self) { try EncodedSound.read(cut + old) }
  }

  @Test("Files on the disk are checked") func filesOnTheDiskAreChecked() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "etude-cut-\(UUID().uuidString).ogg")
    defer { try? FileManager.default.removeItem(at: url) }
    let content = try EncodedSound.vorbis.content(frames: 200_000)
    try Data(content).write(to: url)
    #expect(try Waveform(contentsOf: url, sampleRate: nil).frameCount == 200_000)
    try Data(content.dropLast(content.count / 3)).write(to: url)
    let error = #expect(throws: SignalError.self) { try Waveform(contentsOf: url) }
    #expect(error?.description.hasPrefix("\(url.path) is damaged from ") == true)
    #expect(error?.description.hasSuffix("Pass a duration to read the part before it.") == true)
  }
}
