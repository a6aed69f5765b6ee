import Foundation
import Synchronization
import Tensors

extension ConstantQTransform {
  /// Magnitudes that spare the high bins the recursion, `[bins, frames]`, or `[channels, bins, frames]` for several
  /// channels; `librosa.hybrid_cqt`.
  ///
  /// Bins whose wavelets fit into two hops are taken from one short-time Fourier transform under a Hann window,
  /// |basis| · |D|, which loses their phase; the others are those of the full transform.
  ///
  /// - Throws: what `callAsFunction` throws.
  public func hybridMagnitudes(of waveform: Waveform) throws -> Tensor {
    try ConstantQPlan.validate(variable)
    var fixed = self
    fixed.tuning = try tuning ?? Tuning.estimate(waveform, binsPerOctave: binsPerOctave)
    let bank = try WaveletBank(fixed.variable, tuning: fixed.tuning ?? 0)
    guard bank.cutoff <= Double(waveform.sampleRate) / 2 else {
      throw SignalError.aboveNyquist(
        name: "The highest constant-Q bin", frequency: bank.cutoff, sampleRate: Double(waveform.sampleRate))
    }
    let spans = bank.spans(rate: Double(waveform.sampleRate))
    let firstShort = spans.firstIndex { exp2(log2($0).rounded(.up)) < Double(2 * hopLength) } ?? binCount
    var parts: [Tensor] = []
    if firstShort > 0 {
      var low = fixed
      low.binCount = firstShort
      parts.append(try low.magnitudes(of: waveform))
    }
    if firstShort < binCount {
      parts.append(try fixed.shortMagnitudes(of: waveform, bank, bins: firstShort..<binCount, spans: spans))
    }
    return Self.stacked(parts, channels: waveform.channelCount)
  }

  /// The bins of short wavelets, from one transform.
  func shortMagnitudes(
    of waveform: Waveform, _ bank: WaveletBank, bins: Range<Int>, spans: [Double]
  ) throws -> Tensor {
    let basis = try MagnitudeBasis.of(self, sampleRate: waveform.sampleRate, bins: bins) {
      try magnitudeBasis(bank, sampleRate: waveform.sampleRate, bins: bins, spans: spans)
    }
    let transform = try ShortTimeFourierTransform(
      fftLength: basis.fftLength, hopLength: hopLength, padding: padding)
    return try transform.product(basis.matrix, withMagnitudesOf: waveform)
  }

  private func magnitudeBasis(
    _ bank: WaveletBank, sampleRate: Int, bins: Range<Int>, spans: [Double]
  ) throws -> MagnitudeBasis {
    let rate = Double(sampleRate)
    let filters = try bank.filters(
      bins: bins, rate: rate, startRate: rate, isScaled: false, previous: nil,
      shortestTransform: 1 << Int(1 + log2(Double(hopLength)).rounded(.up)))
    let length = Double(filters.fftLength)
    let rows = bins.enumerated().map { row, bin -> [Double] in
      let scale = ((isScaled ? 1 : spans[bin]) / length).squareRoot()
      var line = [Double](repeating: 0, count: filters.fftLength / 2 + 1)
      for entry in filters.starts[row]..<filters.starts[row + 1] {
        let (real, imaginary) = (filters.values[2 * entry], filters.values[2 * entry + 1])
        line[Int(filters.columns[entry])] = scale * (real * real + imaginary * imaginary).squareRoot()
      }
      return line
    }
    return MagnitudeBasis(
      fftLength: filters.fftLength, matrix: SparseMatrix(rows, columns: filters.fftLength / 2 + 1))
  }

  /// Bins above bins, cut to the frames that all have.
  private static func stacked(_ parts: [Tensor], channels: Int) -> Tensor {
    let frames = parts.compactMap(\.shape.last).min() ?? 0
    let bins = parts.map { $0.shape[$0.rank - 2] }
    var scalars: [Float] = []
    for channel in 0..<channels {
      for (part, count) in zip(parts, bins) {
        let width = part.shape[part.rank - 1]
        part.withUnsafeScalars { source in
          for bin in 0..<count {
            let start = (channel * count + bin) * width
            scalars += source[start..<start + frames]
          }
        }
      }
    }
    let shape = [bins.reduce(0, +), frames]
    return Tensor(shape: channels == 1 ? shape : [channels] + shape, scalars: scalars)
  }
}

/// Wavelets whose magnitudes are multiplied by those of one transform; made once and kept.
private struct MagnitudeBasis: Sendable {
  let fftLength: Int
  let matrix: SparseMatrix

  private struct Key: Hashable {
    let transform: ConstantQTransform
    let sampleRate: Int
    let bins: Range<Int>
  }

  private static let kept = Mutex<[Key: MagnitudeBasis]>([:])
  private static let keptCount = 16

  /// The basis for these parameters, made at their first use; the tuning is set.
  static func of(
    _ transform: ConstantQTransform, sampleRate: Int, bins: Range<Int>, make: () throws -> MagnitudeBasis
  ) throws -> MagnitudeBasis {
    let key = Key(transform: transform, sampleRate: sampleRate, bins: bins)
    if let basis = kept.withLock({ $0[key] }) { return basis }
    let basis = try make()
    kept.withLock { kept in
      if kept.count >= keptCount { kept.removeAll() }
      kept[key] = basis
    }
    return basis
  }
}
