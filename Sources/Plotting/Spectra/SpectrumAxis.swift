import Foundation

/// The quantity of the rows or columns of a matrix of spectra: librosa's `y_axis` and `x_axis`.
///
/// ```swift
/// let picture = specshow(chroma(note), xAxis: .time, yAxis: .chroma)
/// ```
public enum SpectrumAxis: String, Hashable, Sendable, CaseIterable {
  /// Plain indices without ticks.
  case none
  /// Pitch classes from C.
  case chroma
  /// Fourier bins, evenly spaced, in hertz.
  case linear
  /// Fourier bins on a logarithmic axis, in hertz.
  case log
  /// Fourier bins on a logarithmic axis, as note names.
  case fourierNotes
  /// Mel bands, in hertz.
  case mel
  /// Constant-Q bins, in hertz.
  case constantQ
  /// Constant-Q bins, as note names.
  case constantQNotes
  /// Frames as seconds, written as the length asks.
  case time
  /// Frames as seconds.
  case seconds
  /// Frames as milliseconds.
  case milliseconds
  /// Frames as their numbers.
  case frames
  /// Lags of a tempogram, in beats per minute.
  case tempo
}

/// The numbers that turn rows and columns into hertz and seconds; the defaults are librosa's.
///
/// ```swift
/// let settings = SpectrumSettings(sampleRate: 44_100, hopLength: 256, binsPerOctave: 36)
/// ```
public struct SpectrumSettings: Hashable, Sendable {
  /// Samples per second.
  public var sampleRate: Double
  /// Samples from one frame to the next.
  public var hopLength: Int
  /// Samples of a Fourier frame; nil is twice the number of rows less one.
  public var frameLength: Int?
  /// The lowest frequency of mel bands (default 0) and constant-Q bins (default C1), in hertz.
  public var lowestFrequency: Double?
  /// The highest frequency of mel bands, in hertz; nil is half the sample rate.
  public var highestFrequency: Double?
  /// Bins per octave, of constant-Q spectra and chromagrams.
  public var binsPerOctave: Int
  /// The deviation of the tuning from 440 Hz, in bins.
  public var tuning: Double

  /// librosa's defaults, except for the given settings.
  public init(
    sampleRate: Double = 22050, hopLength: Int = 512, frameLength: Int? = nil, lowestFrequency: Double? = nil,
    highestFrequency: Double? = nil, binsPerOctave: Int = 12, tuning: Double = 0
  ) {
    self.sampleRate = sampleRate
    self.hopLength = hopLength
    self.frameLength = frameLength
    self.lowestFrequency = lowestFrequency
    self.highestFrequency = highestFrequency
    self.binsPerOctave = binsPerOctave
    self.tuning = tuning
  }
}

extension SpectrumAxis {
  /// C1 in hertz, the lowest frequency of constant-Q spectra.
  static let c1 = 32.70319566257483

  /// The middle of each of `count` rows or columns.
  func centers(count: Int, settings: SpectrumSettings) -> [Double] {
    let indices = (0..<max(count, 0)).map(Double.init)
    let rate = settings.sampleRate
    switch self {
    case .none, .frames: return indices
    case .chroma: return indices.map { $0 * 12 / Double(settings.binsPerOctave) }
    case .linear, .log, .fourierNotes:
      let length = Double(settings.frameLength ?? max(2 * (count - 1), 1))
      return indices.map { $0 * rate / length }
    case .mel:
      let low = Self.mel(settings.lowestFrequency ?? 0)
      let high = Self.mel(settings.highestFrequency ?? rate / 2)
      return indices.map { Self.frequency(mel: low + (high - low) * $0 / Double(max(count - 1, 1))) }
    case .constantQ, .constantQNotes:
      let bins = Double(settings.binsPerOctave)
      let lowest = (settings.lowestFrequency ?? Self.c1) * pow(2, settings.tuning / bins)
      return indices.map { lowest * pow(2, $0 / bins) }
    case .time, .seconds, .milliseconds: return indices.map { $0 * Double(settings.hopLength) / rate }
    case .tempo: return indices.map { 60 * rate / (Double(settings.hopLength) * ($0 + 1)) }
    }
  }

  /// The borders of `count` rows or columns: half-way between their middles, the outer ones extrapolated.
  package func edges(count: Int, settings: SpectrumSettings) -> [Double] {
    let centers = centers(count: count, settings: settings)
    guard centers.count > 1 else { return centers.isEmpty ? [0] : [centers[0] - 0.5, centers[0] + 0.5] }
    let inner = zip(centers, centers.dropFirst()).map { ($0 + $1) / 2 }
    let last = centers.count - 1
    return [centers[0] - (centers[1] - centers[0]) / 2] + inner
      + [centers[last] + (centers[last] - centers[last - 1]) / 2]
  }

  /// The axis that suits this kind: scale, ticks and label.
  var axis: Axis {
    switch self {
    case .none: Axis(ticks: .none)
    case .chroma: Axis(label: "Pitch class", ticks: .pitchClasses)
    case .linear: Axis(label: "Hz")
    case .log: Axis(label: "Hz", scale: .frequency)
    case .fourierNotes: Axis(label: "Note", scale: .frequency, ticks: .notes)
    case .mel: Axis(label: "Hz", scale: .mel)
    case .constantQ: Axis(label: "Hz", scale: .log(base: 2), ticks: Ticks(kind: .octavesOfTwo))
    case .constantQNotes: Axis(label: "Note", scale: .log(base: 2), ticks: .notes)
    case .time: Axis(label: "Time", ticks: .librosaTime())
    case .seconds: Axis(label: "Time (seconds)", ticks: .librosaTime(.seconds))
    case .milliseconds: Axis(label: "Time (milliseconds)", ticks: .librosaTime(.milliseconds))
    case .frames: Axis(label: "Frames")
    case .tempo:
      Axis(label: "BPM", scale: .log(base: 2), lowerLimit: 16, upperLimit: 480, ticks: Ticks(kind: .octavesOfTwo))
    }
  }

  /// Slaney's mel scale: linear to 1 kHz, logarithmic above.
  private static func mel(_ frequency: Double) -> Double {
    frequency < 1000 ? 3 * frequency / 200 : 15 + 27 * Foundation.log(frequency / 1000) / Foundation.log(6.4)
  }

  private static func frequency(mel: Double) -> Double {
    mel < 15 ? 200 * mel / 3 : 1000 * exp(Foundation.log(6.4) * (mel - 15) / 27)
  }
}
