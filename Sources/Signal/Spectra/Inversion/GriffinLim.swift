import Foundation
import Tensors

/// A sound from the magnitudes of its spectrum alone: phases are found by transforming back and forth until they fit each
/// other; `librosa.griffinlim`.
///
/// Each iteration takes the signal of the magnitudes and the present phases, and the phases of that signal's spectrum
/// less momentum / (1 + momentum) times those of the iteration before (Griffin and Lim, *Signal estimation from modified
/// short-time Fourier transform*, 1984; Perraudin, Balazs and Søndergaard, *A fast Griffin-Lim algorithm*, 2013).
///
/// ```swift
/// let magnitudes = try ShortTimeFourierTransform.standard.magnitudes(of: note)
/// let back = try GriffinLim()(magnitudes, sampleRate: note.sampleRate)
/// ```
public struct GriffinLim: Sendable, Hashable {
  /// The phases of the first iteration.
  public enum InitialPhase: Sendable, Hashable {
    /// Uniformly distributed, the numbers of `random_state=seed` in librosa.
    case random(seed: UInt64)
    /// Zero everywhere: `init=None` in librosa.
    case zero
  }

  /// The transform that the magnitudes are of.
  public var transform: ShortTimeFourierTransform
  /// Number of times that phases are found again.
  public var iterationCount: Int
  /// Momentum of the phases, 0 for the original algorithm; above 1 it may diverge.
  public var momentum: Double
  /// The phases to begin with.
  public var initialPhase: InitialPhase

  /// librosa's defaults, but a random beginning that is the same each time.
  public init(
    transform: ShortTimeFourierTransform = .standard, iterationCount: Int = 32, momentum: Double = 0.99,
    initialPhase: InitialPhase = .random(seed: 0)
  ) {
    self.transform = transform
    self.iterationCount = iterationCount
    self.momentum = momentum
    self.initialPhase = initialPhase
  }

  /// The sound of a magnitude spectrogram.
  ///
  /// - Parameters:
  ///   - magnitudes: `[bins, frames]`, or `[channels, bins, frames]`.
  ///   - sampleRate: the rate of the result, in hertz.
  ///   - frameCount: number of samples per channel, consistent with the number of frames; nil derives it from the
  ///     frames.
  /// - Throws: `SignalError.invalidParameter` for magnitudes that are negative or not finite, another shape, a count that
  ///   does not fit, fewer than 0 iterations or a negative momentum.
  public func callAsFunction(_ magnitudes: Tensor, sampleRate: Int, frameCount: Int? = nil) throws -> Waveform {
    try validate(magnitudes, sampleRate)
    let frames = magnitudes.shape[magnitudes.rank - 1]
    let whole = transform.fftLength + transform.hopLength * (frames - 1)
    let length = frameCount ?? (transform.isCentered ? whole - transform.fftLength / 2 * 2 : whole)
    guard (0...1 << 40).contains(length), transform.frameCount(sampleCount: length) == frames else {
      throw SignalError.invalidParameter(
        name: "frameCount", value: "\(length)", requirement: "a length that has \(frames) frames")
    }
    let channels = magnitudes.rank == 3 ? magnitudes.shape[0] : 1
    var random = MersenneTwister(seed: { if case .random(let seed) = initialPhase { seed } else { 0 } }())
    var samples: [Float] = []
    for channel in 0..<channels {
      let search = PhaseSearch(self, magnitudes, channel: channel, sampleCount: length)
      var signal = search.signal(phase: initialPhase == .zero ? nil : { random.uniform() })
      for iteration in 0..<iterationCount { signal = search.refined(signal, isFirst: iteration == 0) }
      samples += signal
    }
    return try Waveform(planar: samples, channelCount: channels, sampleRate: sampleRate)
  }

  private func validate(_ magnitudes: Tensor, _ sampleRate: Int) throws {
    try Require.positive(sampleRate, "sampleRate")
    try Require.spectrogram(magnitudes, "magnitudes")
    let (bins, frames) = (magnitudes.shape[magnitudes.rank - 2], magnitudes.shape[magnitudes.rank - 1])
    guard bins == transform.binCount, frames > 0, magnitudes.rank == 2 || magnitudes.shape[0] > 0 else {
      throw SignalError.invalidParameter(
        name: "magnitudes", value: "an array of shape \(magnitudes.shape)",
        requirement: "[\(transform.binCount), frames], of at least one frame")
    }
    if let stranger = magnitudes.withUnsafeScalars({ $0.first { !($0 >= 0 && $0.isFinite) } }) {
      throw SignalError.invalidParameter(name: "magnitudes", value: "\(stranger)", requirement: "finite and at least 0")
    }
    guard iterationCount >= 0 else {
      throw SignalError.invalidParameter(name: "iterationCount", value: "\(iterationCount)", requirement: "at least 0")
    }
    try Require.nonNegative(momentum, "momentum")
  }
}
