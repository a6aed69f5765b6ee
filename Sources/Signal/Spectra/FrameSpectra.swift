import Tensors

/// Windowed frames of one channel and their spectra, one frame at a time.
///
/// A value for one thread: it owns the memory that the transform works in.
struct FrameSpectra {
  private let samples: UnsafeBufferPointer<Float>
  private let weights: [Double]?
  private let firstWeight: Int
  private let transform: RealFourierTransform
  private let buffer: FourierBuffer
  private let hopLength: Int
  private let lead: Int
  private let padding: Padding

  /// Prepares frames of `samples`, which must outlive this value.
  ///
  /// - Parameter weights: the window, centred in the transform; nil for ones throughout.
  init(
    _ samples: UnsafeBufferPointer<Float>, fftLength: Int, hopLength: Int, weights: [Double]?, isCentered: Bool,
    padding: Padding
  ) {
    self.samples = samples
    self.weights = weights
    firstWeight = weights.map { (fftLength - $0.count) / 2 } ?? 0
    transform = RealFourierTransform.of(length: fftLength)
    buffer = FourierBuffer(length: fftLength)
    self.hopLength = hopLength
    lead = isCentered ? fftLength / 2 : 0
    self.padding = padding
  }

  /// Interleaved real and imaginary parts of the bins of one frame, valid until the next call.
  func bins(ofFrame frame: Int) -> UnsafeMutablePointer<Double> {
    fill(frame * hopLength - lead)
    transform.forward(buffer)
    return buffer.bins
  }

  private func fill(_ start: Int) {
    let target = buffer.samples
    let length = transform.length
    let count = weights?.count ?? length
    let first = start + firstWeight
    // Frames wholly inside need no look at the ends; they are all but a handful.
    if first >= 0 && first + count <= samples.count, let source = samples.baseAddress.map({ $0 + first }) {
      if let weights {
        weights.withUnsafeBufferPointer { weights in
          for index in 0..<count { target[firstWeight + index] = Double(source[index]) * weights[index] }
        }
      } else {
        for index in 0..<count { target[index] = Double(source[index]) }
      }
      return
    }
    for index in 0..<count {
      let sample = padding.source(first + index, count: samples.count).map { Double(samples[$0]) } ?? 0
      target[firstWeight + index] = sample * (weights?[index] ?? 1)
    }
  }
}

extension ShortTimeFourierTransform {
  /// The frames of one channel.
  func spectra(of samples: UnsafeBufferPointer<Float>) -> FrameSpectra {
    FrameSpectra(
      samples, fftLength: fftLength, hopLength: hopLength,
      weights: window == .rectangular && windowLength == fftLength ? nil : window.kept(length: windowLength),
      isCentered: isCentered, padding: padding)
  }

  /// Runs over all channels and frames in parallel and stores `valuesPerBin` numbers for every bin.
  func transform(
    _ waveform: Waveform, valuesPerBin: Int, store: (Double, Double, UnsafeMutablePointer<Float>) -> Void
  ) throws -> (shape: [Int], values: [Float]) {
    let frames = frameCount(sampleCount: waveform.frameCount)
    guard frames > 0 else {
      throw SignalError.tooShort(
        sampleCount: waveform.frameCount, needed: fftLength, method: "A spectrum of frames that are not centred")
    }
    let bins = binCount
    let size = waveform.channelCount * bins * frames * valuesPerBin
    let values = [Float](unsafeUninitializedCapacity: size) { target, initialized in
      waveform.samples.withUnsafeBufferPointer { samples in
        for channel in 0..<waveform.channelCount {
          let part = UnsafeBufferPointer(
            rebasing: samples[channel * waveform.frameCount..<(channel + 1) * waveform.frameCount])
          let base = UnsafeMutableBufferPointer(
            rebasing: target[(channel * bins * frames * valuesPerBin)..<((channel + 1) * bins * frames * valuesPerBin)])
          parallelFor(frames, grain: Self.framesPerTask) { range in
            let spectra = spectra(of: part)
            let row = range.count * valuesPerBin
            let block = UnsafeMutablePointer<Float>.allocate(capacity: bins * row)
            defer { block.deallocate() }
            for (column, frame) in range.enumerated() {
              let values = spectra.bins(ofFrame: frame)
              for bin in 0..<bins {
                store(values[2 * bin], values[2 * bin + 1], block + bin * row + column * valuesPerBin)
              }
            }
            // Frames are transformed one by one but stored bin by bin: a block at a time stays in cache.
            for bin in 0..<bins {
              guard let line = base.baseAddress else { break }
              (line + (bin * frames + range.lowerBound) * valuesPerBin).update(from: block + bin * row, count: row)
            }
          }
        }
      }
      initialized = size
    }
    let shape = [bins, frames]
    return (waveform.channelCount == 1 ? shape : [waveform.channelCount] + shape, values)
  }

  private static let framesPerTask = 32
}
