import Tensors

extension ShortTimeFourierTransform {
  /// A matrix of few entries times the magnitudes |D|, `[…, rows, frames]`, without the spectrogram in between.
  ///
  /// - Throws: what `callAsFunction` throws.
  func product(_ matrix: SparseMatrix, withMagnitudesOf waveform: Waveform) throws -> Tensor {
    require(matrix.columns == binCount, "a matrix of \(matrix.columns) columns does not fit \(binCount) bins")
    let frames = frameCount(sampleCount: waveform.frameCount)
    guard frames > 0 else {
      throw SignalError.tooShort(
        sampleCount: waveform.frameCount, needed: fftLength, method: "A spectrum of frames that are not centred")
    }
    let used = matrix.usedColumns
    let shape = [matrix.rows, frames]
    var result = Tensor(zeros: waveform.channelCount == 1 ? shape : [waveform.channelCount] + shape)
    waveform.samples.withUnsafeBufferPointer { samples in
      result.withUnsafeMutableScalars { target in
        for channel in 0..<waveform.channelCount {
          let part = UnsafeBufferPointer(
            rebasing: samples[channel * waveform.frameCount..<(channel + 1) * waveform.frameCount])
          parallelFor(frames, grain: 8) { range in
            let spectra = spectra(of: part)
            var magnitudes = [Double](repeating: 0, count: binCount)
            for frame in range {
              let bins = spectra.bins(ofFrame: frame)
              for bin in used { magnitudes[bin] = Double(Self.magnitude(bins[2 * bin], bins[2 * bin + 1])) }
              for (row, entries) in matrix.entries.enumerated() {
                var sum = 0.0
                for entry in entries { sum += entry.weight * magnitudes[entry.column] }
                target[(channel * matrix.rows + row) * frames + frame] = Float(sum)
              }
            }
          }
        }
      }
    }
    return result
  }
}

extension SparseMatrix {
  /// The columns from the first to the last that has an entry.
  fileprivate var usedColumns: Range<Int> {
    let ends = entries.compactMap { row in row.first.flatMap { first in row.last.map { (first.column, $0.column) } } }
    guard let first = ends.map(\.0).min(), let last = ends.map(\.1).max() else { return 0..<0 }
    return first..<last + 1
  }
}
