import Files
import Foundation
import Tensors

/// Everything that can go wrong with sound, its files and its parameters; each message names the value at fault.
///
/// ```swift
/// do { _ = try load("A3_1.wav") } catch let error as SignalError { print(error) }
/// ```
public enum SignalError: UserFacingError, Equatable {
  /// There is no file at this path.
  case fileNotFound(path: String)
  /// The file is there, but it is not a sound that can be read.
  case unreadableAudio(path: String, reason: String)
  /// The file is a sound that ffmpeg decodes, which is not there.
  case decoderMissing(path: String, format: String)
  /// The file is a sound, but from this frame on it is damaged or cut off.
  case damagedAudio(path: String, frame: Int, seconds: Double, reason: String)
  /// The sound could not be written.
  case unwritableAudio(path: String, reason: String)
  /// A sample is NaN or infinite.
  case notFinite(value: Float, index: Int)
  /// A parameter is outside what its method can work with.
  case invalidParameter(name: String, value: String, requirement: String)
  /// A filter, band or frequency reaches beyond half the sample rate.
  case aboveNyquist(name: String, frequency: Double, sampleRate: Double)
  /// The signal has fewer samples than the method needs.
  case tooShort(sampleCount: Int, needed: Int, method: String)
  /// The text is not a note name such as `A3` or `C♯4`.
  case invalidNote(String)
  /// The text is not a key such as `A:min`.
  case invalidKey(String)
  /// The bytes are not a Standard MIDI File.
  case malformedMIDI(reason: String, byteOffset: Int)
  /// A piece of MIDI has nothing that sounds.
  case silentMIDI(reason: String)
  /// None of a phrase's notes has a sample in the sound font.
  case silentPhrase(name: String, instrument: String, notes: [String])
  /// `ETUDE_SOUNDFONT` names something that is not a sound font.
  case soundFontVariable(path: String, reason: String)
  /// No sound font was found at any of the usual places.
  case soundFontMissing(searched: [String])
  /// The file is there, but it is not a sound font that FluidSynth can load.
  case unreadableSoundFont(path: String)
  /// FluidSynth itself is missing or refused to start.
  case synthesizerUnavailable(reason: String)
  /// The resampling library refused the request.
  case resamplingFailed(reason: String)
}

extension SignalError {
  /// The message for users: what is wrong with which value, and what to do.
  public var description: String {
    switch self {
    case .fileNotFound(let path):
      "There is no file at \(path). Check the path and the working folder."
    case .unreadableAudio(let path, let reason):
      "\(path) cannot be read as audio: \(reason) WAV, AIFF, FLAC, OGG and MP3 files can."
    case .decoderMissing(let path, let format):
      "\(path) is an audio file in the format \(format), which needs ffmpeg, but ffmpeg is not installed. Install it (Debian: ffmpeg), or "
        + "convert the file to WAV or FLAC."
    case .damagedAudio(let path, let frame, let seconds, let reason):
      "\(path) is damaged from \(Self.number((seconds * 1000).rounded(.down) / 1000)) s on (frame \(frame)): \(reason). "
        + (frame > 0 ? "Pass a duration to read the part before it." : "No part of it can be read.")
    case .unwritableAudio(let path, let reason):
      "\(path) could not be written: \(reason)"
    case .notFinite(let value, let index):
      "The audio is not finite everywhere: sample \(index) is \(value). Remove NaN and infinite samples first."
    case .invalidParameter(let name, let value, let requirement):
      "\(name) is \(value), but it must be \(requirement)."
    case .aboveNyquist(let name, let frequency, let sampleRate):
      "\(name) reaches \(Self.number(frequency)) Hz, beyond the Nyquist frequency of \(Self.number(sampleRate / 2)) Hz "
        + "at \(Self.number(sampleRate)) Hz. Use fewer or lower bins, or a higher sample rate."
    case .tooShort(let sampleCount, let needed, let method):
      "\(method) needs at least \(needed) samples, but the signal has \(sampleCount)."
    case .invalidNote(let text):
      "“\(text)” is not a note name. Write a letter from A to G, accidentals and an octave, as in A3, C♯4 or Bb2."
    case .invalidKey(let text):
      "“\(text)” is not a key. Write a tonic, a colon and maj, min or a mode, as in C:maj, F♯:min or Bb:dorian."
    case .malformedMIDI(let reason, let byteOffset):
      "This is not a readable Standard MIDI File: \(reason) (byte \(byteOffset))."
    case .silentMIDI(let reason):
      "The MIDI would be rendered as silence: \(reason)."
    case .silentPhrase(let name, let instrument, let notes):
      "“\(name)” would be rendered as silence: the sound font has no sample of "
        + (notes.isEmpty ? "a phrase without notes" : notes.joined(separator: ", "))
        + " on the instrument \(instrument). Leave that instrument out, or choose other notes."
    case .soundFontVariable(let path, let reason):
      "The environment's ETUDE_SOUNDFONT is \(path), but \(reason). Name an .sf2 file, or unset it."
    case .soundFontMissing(let searched):
      "No sound font was found (looked at \(searched.joined(separator: ", "))). Install one with "
        + "`apt install timgm6mb-soundfont`, or name an .sf2 file."
    case .unreadableSoundFont(let path):
      "\(path) is not a sound font that FluidSynth can load. Name an .sf2 file, or install one with "
        + "`apt install timgm6mb-soundfont`."
    case .synthesizerUnavailable(let reason):
      "FluidSynth cannot start: \(reason) Install it with `apt install libfluidsynth3`."
    case .resamplingFailed(let reason):
      "The audio could not be resampled: \(reason)"
    }
  }

  /// Up to three decimals, none where the number is whole.
  private static func number(_ value: Double) -> String {
    let rounded = (value * 1000).rounded() / 1000
    return rounded == rounded.rounded() && abs(rounded) < 1e15 ? "\(Int(rounded))" : "\(rounded)"
  }
}

/// Checks of parameters that several methods share.
enum Require {
  /// More samples, bins or frames than any analysis has use for, and few enough to be held in memory.
  static let greatest = 1 << 24

  /// Throws unless `value` is at least 1 and at most ``greatest``.
  static func positive(_ value: Int, _ name: String) throws(SignalError) {
    guard value >= 1 else {
      throw .invalidParameter(name: name, value: "\(value)", requirement: "a positive integer")
    }
    guard value <= greatest else {
      throw .invalidParameter(name: name, value: "\(value)", requirement: "at most \(greatest)")
    }
  }

  /// Throws if a table of all pairs of frames would not fit into memory.
  static func pairs(_ rows: Int, _ columns: Int) throws(SignalError) {
    let (pairs, overflows) = rows.multipliedReportingOverflow(by: columns)
    guard !overflows, pairs <= 1 << 30 else {
      throw .invalidParameter(
        name: "features", value: "\(rows) by \(columns) frames", requirement: "few enough for 2³⁰ pairs of frames")
    }
  }

  /// Throws unless `value` is a finite number above zero.
  static func positive(_ value: Double, _ name: String) throws(SignalError) {
    guard value > 0, value.isFinite else {
      throw .invalidParameter(name: name, value: "\(value)", requirement: "a number above 0")
    }
  }

  /// Throws unless `value` is a finite number of at least zero.
  static func nonNegative(_ value: Double, _ name: String) throws(SignalError) {
    guard value >= 0, value.isFinite else {
      throw .invalidParameter(name: name, value: "\(value)", requirement: "a number of at least 0")
    }
  }

  /// Throws unless an array is `[bins, frames]` with at least one bin, or several of them if channels are allowed.
  static func spectrogram(_ array: Tensor, _ name: String, mayHaveChannels: Bool = true) throws(SignalError) {
    let rank = array.rank
    guard rank == 2 || rank == 3 && mayHaveChannels, array.shape[rank - 2] > 0 else {
      throw .invalidParameter(
        name: name, value: "an array of shape \(array.shape)",
        requirement: "[bins, frames]" + (mayHaveChannels ? " or [channels, bins, frames]" : ""))
    }
  }
}
