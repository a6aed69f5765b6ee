import Foundation
import Signal
import Tensors
import TestSupport
import Testing

/// The sounds that fixtures were computed from.
enum SignalFixtures {
  /// A sound at 22 050 Hz, from an array or a file, by the name that the manifest gives its input.
  static func waveform(_ input: String) throws -> Waveform {
    if input.hasSuffix(".wav") { return try Waveform(contentsOf: Fixtures.url(input), sampleRate: nil) }
    return try Waveform(samples: Fixtures.tensor(input).scalars, sampleRate: 22050)
  }

  /// The piano note that most spectra were computed from, cut as the manifest says.
  static func note(samples: Range<Int>? = nil) throws -> Waveform {
    let scalars = try Fixtures.tensor("audio/A3_1.load22k").scalars
    return try Waveform(samples: samples.map { Array(scalars[$0]) } ?? scalars, sampleRate: 22050)
  }

  /// The first half second of the note, which most spectral fixtures were computed from.
  static func halfSecond() throws -> Waveform { try note(samples: 0..<11025) }

  /// Short sounds of the chroma folder and the notes, by name, with the input that the manifest lists for each.
  static let chromaNames = [
    "A3_1", "B3_25", "E3_33", "G3_43", "chord", "glide", "noise", "silence", "detuned", "short", "gated", "quiet",
  ]

  /// The sound of one of `chromaNames`.
  static func chromaInput(_ name: String) throws -> Waveform {
    let notes = ["A3_1", "B3_25", "E3_33", "G3_43"]
    return try waveform(notes.contains(name) ? "audio/\(name).load22k.npy" : "chroma/\(name).wav")
  }
}
