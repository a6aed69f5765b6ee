import Foundation
import Tensors

/// A spectrogram whose bins are moved to their centres of energy; `librosa.reassigned_spectrogram`.
///
/// With spectra D of the window w, D′ of its derivative and Dₜ of w times the time from its middle, bin k of frame t is at
/// k · rate / fft - Im(D′ / D) · rate / 2π hertz and t · hop / rate + Re(Dₜ / D) / rate seconds (Auger and Flandrin,
/// *Improving the readability of time-frequency and time-scale representations by the reassignment method*, 1995).
///
/// ```swift
/// let spectrogram = try ReassignedSpectrogram()(note)
/// spectrogram.frequencies  // [1025, frames], hertz; NaN where there is next to nothing
/// ```
public struct ReassignedSpectrogram: Sendable, Hashable {
  /// The places and magnitudes of all bins.
  public struct Result: Sendable {
    /// The frequency of each bin in hertz, `[bins, frames]`.
    public let frequencies: Tensor
    /// The time of each bin in seconds, `[bins, frames]`.
    public let times: Tensor
    /// The absolute value of each bin, `[bins, frames]`.
    public let magnitudes: Tensor
  }

  /// The transform underneath.
  public var transform: ShortTimeFourierTransform
  /// False to leave frequencies at their bins.
  public var reassignsFrequencies: Bool
  /// False to leave times at their frames.
  public var reassignsTimes: Bool
  /// The power below which a bin's place is NaN; 0 for none.
  public var referencePower: Double
  /// True to have bins without a place at their own frequency and frame.
  public var fillsGaps: Bool
  /// True to keep frequencies in 0…rate / 2 and times within the sound.
  public var isClipped: Bool

  /// librosa's parameters and defaults.
  public init(
    transform: ShortTimeFourierTransform = .standard, reassignsFrequencies: Bool = true, reassignsTimes: Bool = true,
    referencePower: Double = 1e-6, fillsGaps: Bool = false, isClipped: Bool = true
  ) {
    self.transform = transform
    self.reassignsFrequencies = reassignsFrequencies
    self.reassignsTimes = reassignsTimes
    self.referencePower = referencePower
    self.fillsGaps = fillsGaps
    self.isClipped = isClipped
  }

  /// The spectrogram of a sound, `[bins, frames]`, or `[channels, bins, frames]` for several channels.
  ///
  /// - Throws: `SignalError.invalidParameter` for a negative power, `tooShort` if frames are not centred and the signal is
  ///   shorter than one.
  public func callAsFunction(_ waveform: Waveform) throws -> Result {
    try Require.nonNegative(referencePower, "referencePower")
    let (bins, frames) = (transform.binCount, transform.frameCount(sampleCount: waveform.frameCount))
    guard frames > 0 else {
      throw SignalError.tooShort(
        sampleCount: waveform.frameCount, needed: transform.fftLength,
        method: "A spectrum of frames that are not centred")
    }
    let shape = (waveform.channelCount == 1 ? [] : [waveform.channelCount]) + [bins, frames]
    var (frequencies, times, magnitudes) = (Tensor(zeros: shape), Tensor(zeros: shape), Tensor(zeros: shape))
    let windows = ReassignmentWindows(transform)
    waveform.samples.withUnsafeBufferPointer { samples in
      frequencies.withUnsafeMutableScalars { frequencies in
        times.withUnsafeMutableScalars { times in
          magnitudes.withUnsafeMutableScalars { magnitudes in
            for channel in 0..<waveform.channelCount {
              let part = UnsafeBufferPointer(
                rebasing: samples[channel * waveform.frameCount..<(channel + 1) * waveform.frameCount])
              parallelFor(frames, grain: 16) { range in
                let block = ReassignedBlock(self, windows, part, sampleRate: Double(waveform.sampleRate))
                for frame in range {
                  block.move(frame) { bin, frequency, time, magnitude in
                    let place = (channel * bins + bin) * frames + frame
                    frequencies[place] = frequency
                    times[place] = time
                    magnitudes[place] = magnitude
                  }
                }
              }
            }
          }
        }
      }
    }
    return Result(frequencies: frequencies, times: times, magnitudes: magnitudes)
  }
}

/// A window, its derivative, and itself times the distance from its middle, over the length of a transform.
private struct ReassignmentWindows {
  let window: [Double]
  let derivative: [Double]
  let weighted: [Double]

  init(_ transform: ShortTimeFourierTransform) {
    let length = transform.fftLength
    var window = [Double](repeating: 0, count: length)
    let lead = (length - transform.windowLength) / 2
    window.replaceSubrange(
      lead..<lead + transform.windowLength, with: transform.window.kept(length: transform.windowLength))
    self.window = window
    derivative = window.indices.map { (window[($0 + 1) % length] - window[($0 + length - 1) % length]) / 2 }
    // librosa's middle of an even length is between its two samples.
    let middle = Double(length / 2) - (length % 2 == 0 ? 0.5 : 0)
    weighted = window.enumerated().map { $0.element * (Double($0.offset) - middle) }
  }
}

/// Three spectra of each frame of one channel, for one thread.
private struct ReassignedBlock {
  private let method: ReassignedSpectrogram
  private let spectra: FrameSpectra
  private let derivative: FrameSpectra?
  private let weighted: FrameSpectra?
  private let sampleRate: Double
  private let duration: Double
  private let least: Float

  init(
    _ method: ReassignedSpectrogram, _ windows: ReassignmentWindows, _ samples: UnsafeBufferPointer<Float>,
    sampleRate: Double
  ) {
    let transform = method.transform
    func spectra(_ weights: [Double]) -> FrameSpectra {
      FrameSpectra(
        samples, fftLength: transform.fftLength, hopLength: transform.hopLength, weights: weights,
        isCentered: transform.isCentered, padding: transform.padding)
    }
    self.method = method
    self.sampleRate = sampleRate
    self.spectra = spectra(windows.window)
    derivative = method.reassignsFrequencies ? spectra(windows.derivative) : nil
    weighted = method.reassignsTimes ? spectra(windows.weighted) : nil
    duration = Double(samples.count) / sampleRate
    least = Float(method.referencePower.squareRoot())
  }

  /// Gives frequency, time and magnitude of each bin of a frame.
  func move(_ frame: Int, _ store: (Int, Float, Float, Float) -> Void) {
    let transform = method.transform
    let bins = spectra.bins(ofFrame: frame)
    let derivatives = derivative?.bins(ofFrame: frame)
    let weighteds = weighted?.bins(ofFrame: frame)
    let lead = transform.isCentered ? 0 : transform.fftLength / 2
    let frameTime = Double(frame * transform.hopLength + lead) / sampleRate
    for bin in 0..<transform.binCount {
      let (real, imaginary) = (Double(Float(bins[2 * bin])), Double(Float(bins[2 * bin + 1])))
      let power = real * real + imaginary * imaginary
      let magnitude = Float(power.squareRoot())
      let isLow = magnitude < least
      let binFrequency = Double(bin) * sampleRate / Double(transform.fftLength)
      var (frequency, time) = (binFrequency, frameTime)
      if let derivatives {
        // Im(a / b) = (a.im b.re - a.re b.im) / |b|².
        let turn = (derivatives[2 * bin + 1] * real - derivatives[2 * bin] * imaginary) / power
        frequency = isLow ? .nan : binFrequency - turn * 0.5 * sampleRate / Double.pi
        if method.fillsGaps, frequency.isNaN { frequency = binFrequency }
        if method.isClipped, !frequency.isNaN { frequency = min(max(frequency, 0), sampleRate / 2) }
      }
      if let weighteds {
        let delay = (weighteds[2 * bin] * real + weighteds[2 * bin + 1] * imaginary) / power
        time = isLow ? .nan : frameTime + delay / sampleRate
        if method.fillsGaps, time.isNaN { time = frameTime }
        if method.isClipped, !time.isNaN { time = min(max(time, 0), duration) }
      }
      store(bin, Float(frequency), Float(time), magnitude)
    }
  }
}
