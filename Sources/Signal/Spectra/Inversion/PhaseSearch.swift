import Foundation
import Tensors

/// The state of Griffin and Lim's iterations for one channel.
///
/// A frame is transformed, given its new phases, transformed back and added to the next signal while it is in cache;
/// between iterations only the spectra that momentum needs are kept.
final class PhaseSearch {
  private let transform: ShortTimeFourierTransform
  private let momentum: Float
  private let frames: Int
  private let sampleCount: Int
  /// Magnitudes by frame, `[frames, bins]`.
  private let magnitudes: [Float]
  /// Spectra of the iteration before by frame, `[frames, bins]`, interleaved.
  private var previous: [Float]
  /// The window over the length of a transform.
  private let weights: [Double]
  /// 1 over the sum of squared windows at each sample, padding included.
  private let scales: [Double]

  init(_ method: GriffinLim, _ spectrogram: Tensor, channel: Int, sampleCount: Int) {
    let transform = method.transform
    let (bins, frames) = (transform.binCount, spectrogram.shape[spectrogram.rank - 1])
    self.transform = transform
    self.frames = frames
    self.sampleCount = sampleCount
    momentum = Float(method.momentum / (1 + method.momentum))
    magnitudes = spectrogram.withUnsafeScalars { source in
      [Float](unsafeUninitializedCapacity: bins * frames) { target, count in
        for frame in 0..<frames {
          for bin in 0..<bins { target[frame * bins + bin] = source[(channel * bins + bin) * frames + frame] }
        }
        count = bins * frames
      }
    }
    previous = [Float](repeating: 0, count: 2 * bins * frames)
    var weights = [Double](repeating: 0, count: transform.fftLength)
    let lead = (transform.fftLength - transform.windowLength) / 2
    weights.replaceSubrange(
      lead..<lead + transform.windowLength, with: transform.window.kept(length: transform.windowLength))
    self.weights = weights
    var squares = [Double](repeating: 0, count: transform.fftLength + transform.hopLength * (frames - 1))
    for frame in 0..<frames {
      for (index, weight) in weights.enumerated() { squares[frame * transform.hopLength + index] += weight * weight }
    }
    scales = squares.map { $0 > Double(Float.leastNormalMagnitude) ? 1 / $0 : 1 }
  }

  /// The signal of the magnitudes with phases in turns; nil for zero.
  func signal(phase: (() -> Double)?) -> [Float] {
    let bins = transform.binCount
    var phases = [Float](repeating: 0, count: 2 * bins * frames)
    // Drawn bin by bin, since the spectrogram is laid out so.
    for bin in 0..<bins {
      for frame in 0..<frames {
        let angle = phase.map { 2 * Double.pi * $0() } ?? 0
        phases[2 * (frame * bins + bin)] = Float(cos(angle))
        phases[2 * (frame * bins + bin) + 1] = Float(sin(angle))
      }
    }
    return overlapped(spectraOf: nil) { frame, _, target in
      for bin in 0..<bins {
        let magnitude = magnitudes[frame * bins + bin]
        target[2 * bin] = Double(phases[2 * (frame * bins + bin)] * magnitude)
        target[2 * bin + 1] = Double(phases[2 * (frame * bins + bin) + 1] * magnitude)
      }
    }
  }

  /// The signal of the magnitudes with the phases of a signal, moved on by momentum.
  func refined(_ signal: [Float], isFirst: Bool) -> [Float] {
    let bins = transform.binCount
    let factor = isFirst ? 0 : momentum
    return signal.withUnsafeBufferPointer { signal in
      magnitudes.withUnsafeBufferPointer { magnitudes in
        previous.withUnsafeMutableBufferPointer { previous in
          overlapped(spectraOf: signal) { frame, source, target in
            guard let source, let before = previous.baseAddress.map({ $0 + 2 * frame * bins }),
              let magnitudes = magnitudes.baseAddress.map({ $0 + frame * bins })
            else { return }
            for bin in 0..<bins {
              let (real, imaginary) = (Float(source[2 &* bin]), Float(source[2 &* bin &+ 1]))
              let (x, y) = (real - factor * before[2 &* bin], imaginary - factor * before[2 &* bin &+ 1])
              before[2 &* bin] = real
              before[2 &* bin &+ 1] = imaginary
              let scale = magnitudes[bin] / ((x * x + y * y).squareRoot() + .leastNormalMagnitude)
              target[2 &* bin] = Double(x * scale)
              target[2 &* bin &+ 1] = Double(y * scale)
            }
          }
        }
      }
    }
  }

  /// Frames transformed back, added up and divided by the sum of squared windows, `[sampleCount]`.
  ///
  /// - Parameters:
  ///   - signal: the signal whose spectra are passed to `fill`; nil for none.
  ///   - fill: writes the bins of a frame.
  private func overlapped(
    spectraOf signal: UnsafeBufferPointer<Float>?,
    _ fill: (_ frame: Int, _ source: UnsafeMutablePointer<Double>?, _ target: UnsafeMutablePointer<Double>) -> Void
  ) -> [Float] {
    let (length, hop) = (transform.fftLength, transform.hopLength)
    let fourier = RealFourierTransform.of(length: length)
    var sum = [Double](repeating: 0, count: length + hop * (frames - 1))
    // So many frames that a block overlaps with its neighbours alone: every other one can be added up at once.
    let perBlock = max(16, (length + hop - 1) / hop)
    let blocks = (frames + perBlock - 1) / perBlock
    sum.withUnsafeMutableBufferPointer { sum in
      weights.withUnsafeBufferPointer { weights in
        guard let base = sum.baseAddress else { return }
        for parity in 0..<2 {
          parallelFor((blocks + 1 - parity) / 2) { index in
            let start = (2 * index + parity) * perBlock
            let range = start..<min(frames, start + perBlock)
            let buffer = FourierBuffer(length: length)
            let spectra = signal.map { transform.spectra(of: $0) }
            for frame in range {
              fill(frame, spectra?.bins(ofFrame: frame), buffer.bins)
              buffer.bins[1] = 0
              if length % 2 == 0 { buffer.bins[length + 1] = 0 }
              fourier.inverse(buffer)
              let (samples, target) = (buffer.samples, base + frame * hop)
              for index in 0..<length { target[index] += samples[index] * weights[index] }
            }
          }
        }
      }
    }
    let lead = transform.isCentered ? length / 2 : 0
    return [Float](unsafeUninitializedCapacity: sampleCount) { target, initialized in
      target.initialize(repeating: 0)
      let count = max(0, min(sampleCount, sum.count - lead))
      sum.withUnsafeBufferPointer { sum in
        scales.withUnsafeBufferPointer { scales in
          guard let sum = sum.baseAddress, let scales = scales.baseAddress else { return }
          let (sums, factors) = (sum + lead, scales + lead)
          for index in 0..<count { target[index] = Float(sums[index] * factors[index]) }
        }
      }
      initialized = sampleCount
    }
  }
}
