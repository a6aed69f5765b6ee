import Tensors

/// A matrix of spectra seen frame by frame, which the features of single frames are computed from.
struct SpectrogramFrames {
  let channels: Int
  let bins: Int
  let frames: Int
  let spectrogram: Tensor

  /// `[bins, frames]` or `[channels, bins, frames]`.
  init(_ spectrogram: Tensor) {
    require(
      spectrogram.rank == 2 || spectrogram.rank == 3,
      "a spectrogram is [bins, frames] or [channels, bins, frames], but the shape is \(spectrogram.shape)")
    self.spectrogram = spectrogram
    channels = spectrogram.rank == 3 ? spectrogram.shape[0] : 1
    bins = spectrogram.shape[spectrogram.rank - 2]
    frames = spectrogram.shape[spectrogram.rank - 1]
  }

  /// Multiplies each frame by a matrix of few entries, `[rows, bins]`: gives `[…, rows, frames]`.
  func multiplied(by matrix: SparseMatrix) -> Tensor {
    require(matrix.columns == bins, "a matrix of \(matrix.columns) columns does not fit \(bins) bins")
    var result = Tensor(zeros: shape(rows: matrix.rows))
    let (bins, frames, channels) = (bins, frames, channels)
    spectrogram.withUnsafeScalars { source in
      result.withUnsafeMutableScalars { target in
        parallelFor(channels * matrix.rows, grain: 8) { range in
          var sums = [Double](repeating: 0, count: frames)
          for line in range {
            let (channel, row) = (line / matrix.rows, line % matrix.rows)
            for frame in 0..<frames { sums[frame] = 0 }
            for entry in matrix.entries[row] {
              let start = (channel * bins + entry.column) * frames
              for frame in 0..<frames { sums[frame] += entry.weight * Double(source[start + frame]) }
            }
            for frame in 0..<frames { target[line * frames + frame] = Float(sums[frame]) }
          }
        }
      }
    }
    return result
  }

  /// One number for each frame from its bins: `[…, 1, frames]`.
  func reduced(_ measure: (UnsafeBufferPointer<Float>) -> Double) -> Tensor {
    var result = Tensor(zeros: shape(rows: 1))
    var line = [Float](repeating: 0, count: bins)
    spectrogram.withUnsafeScalars { source in
      result.withUnsafeMutableScalars { target in
        for channel in 0..<channels {
          for frame in 0..<frames {
            for bin in 0..<bins { line[bin] = source[(channel * bins + bin) * frames + frame] }
            target[channel * frames + frame] = line.withUnsafeBufferPointer { Float(measure($0)) }
          }
        }
      }
    }
    return result
  }

  private func shape(rows: Int) -> [Int] { spectrogram.shape.dropLast(2) + [rows, frames] }
}
