import Foundation
import NotebookKit
import Signal

/// Two sounds compared sample by sample, at their own rates and with all their channels.
struct SoundComparison {
  /// Outcome of the comparison.
  let answer: MediaAnswer

  /// The difference of two samples that is tolerated, as a fraction of full scale: -60 dB. It covers the rounding of
  /// other versions of a synthesiser or decoder, and is inaudible beside the sound.
  static let tolerance: Float = 1e-3

  /// A sound that cannot be decoded differs from any other.
  init(_ old: URL, _ new: URL, isTolerant: Bool) throws {
    let sounds: (old: Waveform, new: Waveform)
    do {
      sounds = (try Self.read(old, name: "old"), try Self.read(new, name: "new"))
    } catch let error as SignalError {
      answer = MediaAnswer(agrees: false, summary: "the bytes differ, and the samples cannot be compared: \(error)")
      return
    }
    let (before, now) = sounds
    guard before.sampleRate == now.sampleRate, before.channelCount == now.channelCount else {
      answer = MediaAnswer(
        agrees: false, summary: "the sound was \(Self.description(before)), is \(Self.description(now))")
      return
    }
    answer = try Self.compare(before, now, tolerance: isTolerant ? Self.tolerance : 0)
  }

  private static func read(_ file: URL, name: String) throws -> Waveform {
    try Waveform(fileContent: [UInt8](Data(contentsOf: file)), name: name, sampleRate: nil, isMono: false)
  }

  private static func description(_ sound: Waveform) -> String {
    "\(sound.channelCount) \(sound.channelCount == 1 ? "channel" : "channels") at \(sound.sampleRate) Hz"
  }

  private static func compare(_ old: Waveform, _ new: Waveform, tolerance: Float) throws -> MediaAnswer {
    let frames = min(old.frameCount, new.frameCount)
    var differences = [Float](repeating: 0, count: frames * old.channelCount)
    var (count, largest) = (0, Float(0))
    var range: ClosedRange<Int>?
    for channel in 0..<old.channelCount {
      for frame in 0..<frames {
        let distance =
          new.samples[channel * new.frameCount + frame] - old.samples[channel * old.frameCount + frame]
        differences[channel * frames + frame] = distance
        largest = max(largest, distance.magnitude)
        guard distance.magnitude > tolerance else { continue }
        count += 1
        range = min(frame, range?.lowerBound ?? frame)...max(frame, range?.upperBound ?? frame)
      }
    }
    var words: [String] = []
    if old.frameCount != new.frameCount {
      words.append("the sound was \(grouped(old.frameCount)) samples long, is \(grouped(new.frameCount))")
    }
    let size = String(format: "%.2g", Double(largest))
    if let range {
      func time(_ frame: Int) -> String { String(format: "%.3f s", Double(frame) / Double(old.sampleRate)) }
      let place =
        range.count == 1
        ? "at \(time(range.lowerBound))" : "from \(time(range.lowerBound)) to \(time(range.upperBound))"
      words.append(
        "\(grouped(count)) of \(grouped(differences.count)) samples differ, by up to \(size) of full scale, \(place)")
    }
    guard !words.isEmpty else {
      let summary = largest == 0 ? "every sample is the same" : "no sample differs by more than \(size) of full scale"
      return MediaAnswer(agrees: true, summary: summary)
    }
    let channels = (0..<old.channelCount).map { Array(differences[$0 * frames..<($0 + 1) * frames]) }
    let sound = frames > 0 && count > 0 ? try Waveform(channels: channels, sampleRate: old.sampleRate) : nil
    return MediaAnswer(agrees: false, summary: words.joined(separator: "; "), difference: try sound?.fileContent())
  }
}
