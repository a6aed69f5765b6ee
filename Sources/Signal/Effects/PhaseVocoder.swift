import Foundation
import Tensors

/// A spectrum played faster or slower at the same pitch, `librosa.phase_vocoder`.
///
/// Frame t of the result has the magnitude at t · rate of the source, interpolated between two frames, and a phase that
/// advances as it does there (Flanagan and Golden, *Phase vocoder*, 1966; Ellis, *A phase vocoder in Matlab*, 2002).
///
/// Phases are added up in single precision, as librosa adds them: after minutes high bins drift by parts of a turn.
///
/// ```swift
/// let transform = ShortTimeFourierTransform.standard
/// let slow = try PhaseVocoder(rate: 0.5)(transform(note))  // [1025, twice as many frames]
/// ```
public struct PhaseVocoder: Sendable, Hashable {
  /// Factor of the speed; below 1 is slower.
  public var rate: Double
  /// Samples between frames; nil for a quarter of the transform.
  public var hopLength: Int?
  /// Samples in a transform; nil for the even length that has this many bins.
  public var fftLength: Int?

  /// librosa's parameters.
  public init(rate: Double, hopLength: Int? = nil, fftLength: Int? = nil) {
    self.rate = rate
    self.hopLength = hopLength
    self.fftLength = fftLength
  }

  /// The spectrum at the new rate, `[bins, ⌈frames / rate⌉]`, with channels before both if there are any.
  ///
  /// - Throws: `SignalError.invalidParameter` for a rate that is not above 0, a length that has other bins, another
  ///   shape or a result beyond memory.
  public func callAsFunction(_ spectrum: ComplexTensor) throws -> ComplexTensor {
    let shape = spectrum.shape
    guard shape.count == 2 || shape.count == 3, shape[shape.count - 2] > 0, shape[shape.count - 1] > 0 else {
      throw SignalError.invalidParameter(
        name: "spectrum", value: "of shape \(shape)", requirement: "[bins, frames] or [channels, bins, frames]")
    }
    let (bins, frames) = (shape[shape.count - 2], shape[shape.count - 1])
    let length = fftLength ?? max(1, 2 * (bins - 1))
    let hop = hopLength ?? length / 4
    try validate(bins: bins, frames: frames, fftLength: length, hopLength: hop)
    let count = Int((Double(frames) / rate).rounded(.up))
    let lines = spectrum.count / frames
    // The order of operations is that of NumPy's frequencies, since a phase that is on a half turn may go either way.
    let width = 1 / (Double(length) * (1 / (2 * Double.pi)))
    let values = [Float](unsafeUninitializedCapacity: 2 * lines * count) { target, initialized in
      spectrum.interleaved.withUnsafeBufferPointer { source in
        parallelFor(lines, grain: 8) { range in
          for line in range {
            stretch(
              UnsafeBufferPointer(rebasing: source[2 * line * frames..<2 * (line + 1) * frames]),
              into: UnsafeMutableBufferPointer(rebasing: target[2 * line * count..<2 * (line + 1) * count]),
              advance: Double(hop) * (Double(line % bins) * width))
          }
        }
      }
      initialized = 2 * lines * count
    }
    return ComplexTensor(shape: shape.dropLast() + [count], interleaved: values)
  }

  /// One bin over time; a tone at its frequency turns by `advance` from frame to frame.
  private func stretch(
    _ source: UnsafeBufferPointer<Float>, into target: UnsafeMutableBufferPointer<Float>, advance: Double
  ) {
    let (frames, steps) = (source.count / 2, target.count / 2)
    // Two frames of silence follow the last one.
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * (frames + 2) + steps) { memory in
      guard let source = source.baseAddress, let target = target.baseAddress, let angles = memory.baseAddress else {
        return
      }
      let magnitudes = angles + frames + 2
      let phases = magnitudes + frames + 2
      memory.initialize(repeating: 0)
      for frame in 0..<frames {
        let (real, imaginary) = (source[2 * frame], source[2 * frame + 1])
        angles[frame] = PhaseVectors.angle(real: real, imaginary: imaginary)
        magnitudes[frame] = ShortTimeFourierTransform.magnitude(Double(real), Double(imaginary))
      }
      var phase = angles[0]
      for step in 0..<steps {
        phases[step] = phase
        let position = Double(step) * rate
        let frame = min(Int(position), frames)
        let fraction = position - Double(frame)
        let magnitude = (1 - fraction) * Double(magnitudes[frame]) + fraction * Double(magnitudes[frame + 1])
        target[2 * step] = Float(magnitude)
        let turn = Double(angles[frame + 1] - angles[frame]) - advance
        let turns = (turn * (1 / (2 * Double.pi)) + PhaseVectors.roundingShift) - PhaseVectors.roundingShift
        phase = Float(Double(phase) + (advance + (turn - 2 * Double.pi * turns)))
      }
      for step in 0..<steps {
        let (cosine, sine) = PhaseVectors.unit(angle: phases[step])
        let magnitude = target[2 * step]
        target[2 * step] = cosine * magnitude
        target[2 * step + 1] = sine * magnitude
      }
    }
  }

  private func validate(bins: Int, frames: Int, fftLength: Int, hopLength: Int) throws {
    try Require.positive(rate, "rate")
    try Require.positive(fftLength, "fftLength")
    try Require.positive(hopLength, "hopLength")
    guard fftLength / 2 + 1 == bins else {
      throw SignalError.invalidParameter(
        name: "fftLength", value: "\(fftLength)", requirement: "that of a transform of \(bins) bins")
    }
    guard Double(frames) / rate * Double(bins) <= Double(1 << 31) else {
      throw SignalError.invalidParameter(name: "rate", value: "\(rate)", requirement: "large enough for memory")
    }
  }
}
