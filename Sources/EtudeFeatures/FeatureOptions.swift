import ArgumentParser
import Etude
import Foundation

/// How sounds are read, named as the parameters of `librosa.load`.
struct LoadingOptions: ParsableArguments {
  @Option(
    parsing: .unconditional, help: ArgumentHelp("The rate to resample to, in hertz, or “native”.", valueName: "rate"))
  var sr = "22050"

  @Flag(inversion: .prefixedNo, help: "Average the channels.")
  var mono = true

  @Option(parsing: .unconditional, help: "Where to start, in seconds.")
  var offset = 0.0

  @Option(parsing: .unconditional, help: "How much to read, in seconds.")
  var duration: Double?

  func load(_ file: String) throws -> Waveform {
    let rate = Int(sr)
    guard rate != nil || sr == "native" else {
      throw ValidationError("--sr is “\(sr)”, but it must be a rate in hertz or “native”.")
    }
    guard file.lowercased().hasSuffix(".npy") else {
      return try Etude.load(file, sampleRate: rate, mono: mono, offset: offset, duration: duration)
    }
    let samples = try Tensor(npy: URL(filePath: file))
    guard samples.rank == 1 || samples.rank == 2 else {
      throw ValidationError("\(file) has the shape \(samples.shape), but samples are [frames] or [channels, frames].")
    }
    let frames = samples.shape[samples.rank - 1]
    let scalars = samples.scalars
    let channels = stride(from: 0, to: max(1, scalars.count), by: max(1, frames)).map {
      Array(scalars[$0..<min($0 + frames, scalars.count)])
    }
    return try Waveform(channels: channels, sampleRate: rate ?? 22050)
  }
}

/// How spectra are taken, named as the parameters of `librosa.stft` and the functions upon it.
struct SpectraOptions: ParsableArguments {
  @Option(parsing: .unconditional, help: "Samples in a transform.") var nFft: Int?
  @Option(parsing: .unconditional, help: "Samples between frames.") var hopLength: Int?
  @Option(parsing: .unconditional, help: "Samples under the window.") var winLength: Int?
  @Option(help: "The window of spectra and wavelets.") var window: Window = .hann
  @Flag(inversion: .prefixedNo, help: "Centre frames on their samples.") var center = true
  @Option(parsing: .unconditional, help: "What lies beyond the ends: constant (zeros), reflect, edge.") var padMode:
    Padding = .zeros
  @Option(parsing: .unconditional, help: "0 dB: an amplitude, or “max”.") var ref = "max"
  @Option(parsing: .unconditional, help: "The least amplitude that decibels tell apart.") var amin: Double?
  @Option(parsing: .unconditional, help: "Decibels below the maximum at which to cut, or “none”.") var topDb = "80"
  @Option(parsing: .unconditional, help: "Samples in a frame of yin, pyin, rms and zero-crossing-rate.")
  var frameLength: Int?
  @Option(parsing: .unconditional, help: "Below which a dip counts as a period in yin.") var troughThreshold: Double?
  @Option(parsing: .unconditional, help: "The share that lies below the roll-off.") var rollPercent: Double?

  var reference: DecibelReference { Double(ref).map { .value($0) } ?? .maximum }

  var range: Double? { Double(topDb) }

  func validate() throws {
    guard ref == "max" || Double(ref) != nil else {
      throw ValidationError("--ref is “\(ref)”, but it must be a number or “max”.")
    }
    guard topDb == "none" || Double(topDb) != nil else {
      throw ValidationError("--top-db is “\(topDb)”, but it must be a number or “none”.")
    }
  }
}

/// Which pitches are told apart, named as the parameters of `librosa.cqt` and `librosa.feature.chroma_cqt`.
struct ScaleOptions: ParsableArguments {
  @Option(parsing: .unconditional, help: "Bins an octave.") var binsPerOctave: Int?
  @Option(parsing: .unconditional, help: "Bins in all, for cqt.") var nBins: Int?
  @Option(parsing: .unconditional, help: "The lowest frequency, in hertz or as a note such as C1.") var fmin: String?
  @Option(parsing: .unconditional, help: "The highest frequency, in hertz or as a note.") var fmax: String?
  @Option(parsing: .unconditional, help: "The shift of the scale in fractions of a bin, or “estimate”.") var tuning:
    String?
  @Option(parsing: .unconditional, help: "What frames are divided by: inf, 1, 2, … or “none”.") var norm = "inf"
  @Option(parsing: .unconditional, help: "Below which chroma becomes 0.") var threshold: Double?
  @Option(help: "How chroma-cqt transforms: full, or hybrid.") var cqtMode = "full"
  @Option(parsing: .unconditional, help: "Rows of a chromagram.") var nChroma: Int?
  @Option(parsing: .unconditional, help: "Octaves that a chromagram adds up.") var nOctaves: Int?
  @Option(parsing: .unconditional, help: "The scale of the wavelets' lengths.") var filterScale: Double?
  @Option(parsing: .unconditional, help: "The share of each wavelet that is dropped.") var sparsity: Double?
  @Flag(inversion: .prefixedNo, help: "Divide each bin by the root of its wavelet's length.") var scale = true

  func lowest() throws -> Double? { try fmin.map { try Double($0) ?? Pitch($0).frequency } }

  func highest() throws -> Double? { try fmax.map { try Double($0) ?? Pitch($0).frequency } }

  func tuning(default standard: Double?) throws -> Double? {
    guard let tuning else { return standard }
    if tuning == "estimate" { return nil }
    guard let value = Double(tuning) else {
      throw ValidationError("--tuning is “\(tuning)”, but it must be a number or “estimate”.")
    }
    return value
  }

  func validate() throws {
    guard ["full", "hybrid"].contains(cqtMode) else {
      throw ValidationError("--cqt-mode is “\(cqtMode)”, but it must be full or hybrid.")
    }
    _ = try normalization()
    _ = try tuning(default: nil)
    _ = (try lowest(), try highest())
  }

  func normalization() throws -> Normalization {
    switch norm {
    case "inf": return .maximum
    case "none": return .none
    default:
      guard let p = Double(norm) else {
        throw ValidationError("--norm is “\(norm)”, but it must be inf, none or a number.")
      }
      return .norm(p)
    }
  }
}

/// Mel bands and what is made of them, named as the parameters of `librosa.feature.melspectrogram` and `mfcc`.
struct BandOptions: ParsableArguments {
  @Option(parsing: .unconditional, help: "Mel bands.") var nMels: Int?
  @Flag(help: "The Hidden Markov Toolkit's mel scale.") var htk = false
  @Option(parsing: .unconditional, help: "The exponent of magnitudes: 1 or 2.") var power: Double?
  @Option(parsing: .unconditional, help: "Cepstral coefficients.") var nMfcc: Int?
  @Option(parsing: .unconditional, help: "The lifter of the coefficients.") var lifter: Double?
}

extension Window: ExpressibleByArgument {}
extension Padding: ExpressibleByArgument {}
