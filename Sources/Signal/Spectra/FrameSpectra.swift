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
        weights.withUnsafeBufferPointer { Self.multiply(source, $0, into: target + firstWeight) }
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

  private static func multiply(
    _ samples: UnsafePointer<Float>, _ weights: UnsafeBufferPointer<Double>, into target: UnsafeMutablePointer<Double>
  ) {
    guard let factors = weights.baseAddress else { return }
    let body = weights.count / 8 * 8
    for index in stride(from: 0, to: body, by: 8) {
      let values = SIMD8<Double>(UnsafeRawPointer(samples + index).loadUnaligned(as: SIMD8<Float>.self))
      let products = values * UnsafeRawPointer(factors + index).loadUnaligned(as: SIMD8<Double>.self)
      UnsafeMutableRawPointer(target + index).storeBytes(of: products, as: SIMD8<Double>.self)
    }
    for index in body..<weights.count { target[index] = Double(samples[index]) * factors[index] }
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

  /// The stored part of a bin.
  enum BinValue {
    case complex
    case magnitude
    case power
  }

  /// Runs over all channels and frames in parallel and stores a value for every bin, two numbers of a complex one.
  func transform(_ waveform: Waveform, to value: BinValue) throws -> (shape: [Int], values: [Float]) {
    let frames = frameCount(sampleCount: waveform.frameCount)
    guard frames > 0 else {
      throw SignalError.tooShort(
        sampleCount: waveform.frameCount, needed: fftLength, method: "A spectrum of frames that are not centred")
    }
    let bins = binCount
    let width = value == .complex ? 2 : 1
    let size = waveform.channelCount * bins * frames * width
    let values = [Float](unsafeUninitializedCapacity: size) { target, initialized in
      waveform.samples.withUnsafeBufferPointer { samples in
        for channel in 0..<waveform.channelCount {
          let part = UnsafeBufferPointer(
            rebasing: samples[channel * waveform.frameCount..<(channel + 1) * waveform.frameCount])
          guard let base = target.baseAddress.map({ $0 + channel * bins * frames * width }) else { break }
          parallelFor(frames, grain: Self.framesPerTask) { range in
            let spectra = spectra(of: part)
            let block = UnsafeMutablePointer<Float>.allocate(capacity: bins * range.count * width)
            defer { block.deallocate() }
            for (column, frame) in range.enumerated() {
              value.write(spectra.bins(ofFrame: frame), count: bins, to: block + column * bins * width)
            }
            // Frames are transformed one by one but stored bin by bin: a block at a time stays in cache.
            let place = base + range.lowerBound * width
            if value == .complex {
              Self.transpose(
                UnsafeRawPointer(block).assumingMemoryBound(to: SIMD2<Float>.self), rows: range.count, columns: bins,
                to: UnsafeMutableRawPointer(place).assumingMemoryBound(to: SIMD2<Float>.self), stride: frames)
            } else {
              Self.transpose(block, rows: range.count, columns: bins, to: place, stride: frames)
            }
          }
        }
      }
      initialized = size
    }
    let shape = [bins, frames]
    return (waveform.channelCount == 1 ? shape : [waveform.channelCount] + shape, values)
  }

  /// Columns of `source` to rows of `target`, which are `stride` apart.
  @inline(__always)
  private static func transpose<Value>(
    _ source: UnsafePointer<Value>, rows: Int, columns: Int, to target: UnsafeMutablePointer<Value>, stride: Int
  ) {
    for column in 0..<columns {
      let line = target + column * stride
      for row in 0..<rows { line[row] = source[row * columns + column] }
    }
  }

  private static let framesPerTask = 16
}

extension ShortTimeFourierTransform.BinValue {
  /// The values of a frame's bins.
  fileprivate func write(
    _ bins: UnsafeMutablePointer<Double>, count: Int, to target: UnsafeMutablePointer<Float>
  ) {
    switch self {
    case .complex: for index in 0..<2 * count { target[index] = Float(bins[index]) }
    case .magnitude:
      for bin in 0..<count {
        target[bin] = ShortTimeFourierTransform.magnitude(bins[2 * bin], bins[2 * bin + 1])
      }
    case .power:
      for bin in 0..<count {
        let magnitude = ShortTimeFourierTransform.magnitude(bins[2 * bin], bins[2 * bin + 1])
        target[bin] = magnitude * magnitude
      }
    }
  }
}
