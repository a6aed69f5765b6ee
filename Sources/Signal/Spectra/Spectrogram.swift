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
        guard let source = source.baseAddress, let target = target.baseAddress else { return }
        parallelFor(channels * matrix.rows, grain: 2) { range in
          withUnsafeTemporaryAllocation(of: Double.self, capacity: frames) { sums in
            for line in range {
              let (channel, row) = (line / matrix.rows, line % matrix.rows)
              sums.update(repeating: 0)
              for entry in matrix.entries[row] {
                let numbers = source + (channel * bins + entry.column) * frames
                for frame in 0..<frames { sums[frame] += entry.weight * Double(numbers[frame]) }
              }
              let numbers = target + line * frames
              for frame in 0..<frames { numbers[frame] = Float(sums[frame]) }
            }
          }
        }
      }
    }
    return result
  }

  /// One number for each frame: `[…, 1, frames]`.
  ///
  /// - Parameter measure: writes the numbers of a block of frames. It is given the magnitudes of each bin over those
  ///   frames, so that what is computed for one frame is computed for all at once.
  func reduced(_ measure: (FrameBlock, UnsafeMutableBufferPointer<Float>) -> Void) -> Tensor {
    var result = Tensor(uninitialized: shape(rows: 1))
    let blocks = (frames + Self.framesPerBlock - 1) / Self.framesPerBlock
    spectrogram.withUnsafeScalars { source in
      result.withUnsafeMutableScalars { target in
        parallelFor(channels * blocks) { place in
          let (channel, first) = (place / blocks, place % blocks * Self.framesPerBlock)
          let count = min(Self.framesPerBlock, frames - first)
          let channelBins = UnsafeBufferPointer(
            rebasing: source[channel * bins * frames..<(channel + 1) * bins * frames])
          let numbers = target[channel * frames + first..<channel * frames + first + count]
          measure(
            FrameBlock(values: channelBins, stride: frames, first: first, count: count, bins: bins),
            UnsafeMutableBufferPointer(rebasing: numbers))
        }
      }
    }
    return result
  }

  private static let framesPerBlock = 64

  private func shape(rows: Int) -> [Int] { spectrogram.shape.dropLast(2) + [rows, frames] }
}

/// Neighbouring frames of a spectrogram.
struct FrameBlock {
  fileprivate let values: UnsafeBufferPointer<Float>
  fileprivate let stride: Int
  fileprivate let first: Int
  /// Number of frames.
  let count: Int
  /// Number of bins.
  let bins: Int

  /// The magnitudes of a bin, one for each frame.
  @inline(__always)
  func magnitudes(ofBin bin: Int) -> UnsafeBufferPointer<Float> {
    UnsafeBufferPointer(rebasing: values[bin * stride + first..<bin * stride + first + count])
  }

  /// Adds up a number for each frame over all bins, in their order.
  @inline(__always)
  func sums(_ term: (_ bin: Int, _ frame: Int, _ magnitude: Double) -> Double) -> [Double] {
    [Double](unsafeUninitializedCapacity: count) { sums, initialized in
      sums.initialize(repeating: 0)
      for bin in 0..<bins {
        let line = magnitudes(ofBin: bin)
        for frame in 0..<count { sums[frame] += term(bin, frame, Double(line[frame])) }
      }
      initialized = count
    }
  }
}
