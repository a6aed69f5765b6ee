import Tensors

extension ShortTimeFourierTransform {
  /// The signal of a spectrum: inverse transforms, windowed and added up where frames overlap, divided by the sum of
  /// squared windows; `librosa.istft`.
  ///
  /// It undoes the transform to rounding wherever frames overlap (Griffin and Lim, *Signal estimation from modified
  /// short-time Fourier transform*, 1984).
  ///
  /// - Parameters:
  ///   - spectrum: `[bins, frames]`, or `[channels, bins, frames]`.
  ///   - sampleRate: the rate of the result, in hertz.
  ///   - frameCount: number of samples per channel; nil derives it from the frames.
  /// - Throws: `SignalError.invalidParameter` if the spectrum has another number of bins, or for a rate or count below 1.
  public func inverse(_ spectrum: ComplexTensor, sampleRate: Int, frameCount: Int? = nil) throws -> Waveform {
    guard (2...3).contains(spectrum.shape.count), spectrum.shape[spectrum.shape.count - 2] == binCount else {
      throw SignalError.invalidParameter(
        name: "spectrum", value: "of shape \(spectrum.shape)", requirement: "[\(binCount), frames]")
    }
    if let frameCount { try Require.positive(frameCount, "frameCount") }
    let frames = spectrum.shape[spectrum.shape.count - 1]
    let channels = spectrum.shape.count == 3 ? spectrum.shape[0] : 1
    guard channels >= 1, frames >= 1 else {
      throw SignalError.invalidParameter(
        name: "spectrum", value: "of shape \(spectrum.shape)", requirement: "of at least one frame")
    }
    let lead = isCentered ? fftLength / 2 : 0
    let length = max(0, frameCount ?? fftLength + hopLength * (frames - 1) - 2 * lead)
    let samples = [Float](unsafeUninitializedCapacity: channels * length) { target, initialized in
      for channel in 0..<channels {
        overlap(
          spectrum, channel: channel, frames: frames, lead: lead,
          to: UnsafeMutableBufferPointer(rebasing: target[channel * length..<(channel + 1) * length]))
      }
      initialized = channels * length
    }
    return try Waveform(planar: samples, channelCount: channels, sampleRate: sampleRate)
  }

  /// The sum of all frames over the sum of their squared windows, from sample `lead` on, zeros behind the last frame.
  private func overlap(
    _ spectrum: ComplexTensor, channel: Int, frames: Int, lead: Int, to target: UnsafeMutableBufferPointer<Float>
  ) {
    let margin = (fftLength - windowLength) / 2
    var weights = [Double](repeating: 0, count: fftLength)
    weights.replaceSubrange(margin..<margin + windowLength, with: window.kept(length: windowLength))
    let energies = weights.map { $0 * $0 }
    let grain = Self.framesPerBlock
    var parts = [[Double]](repeating: [], count: (frames + grain - 1) / grain)
    parts.withUnsafeMutableBufferPointer { parts in
      parallelFor(frames, grain: grain) { range in
        parts[range.lowerBound / grain] = overlap(spectrum, channel, frames, range, weights)
      }
      parallelFor(target.count, grain: Self.samplesPerTask) { range in
        let places = range.lowerBound + lead..<range.upperBound + lead
        // Frames that reach into the range.
        let first = max(0, (places.lowerBound - fftLength) / hopLength)
        let last = min(frames, (places.upperBound - 1) / hopLength + 1)
        withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * range.count) { memory in
          memory.initialize(repeating: 0)
          let sums = UnsafeMutableBufferPointer(rebasing: memory[..<range.count])
          let squares = UnsafeMutableBufferPointer(rebasing: memory[range.count...])
          for block in first / grain..<max(first / grain, (last + grain - 1) / grain) {
            parts[block].withUnsafeBufferPointer { Self.add($0, at: block * grain * hopLength, to: sums, places) }
          }
          energies.withUnsafeBufferPointer { energies in
            for frame in first..<max(first, last) { Self.add(energies, at: frame * hopLength, to: squares, places) }
          }
          let least = Double(Float.leastNormalMagnitude)
          for index in 0..<range.count {
            target[range.lowerBound + index] = Float(sums[index] / (squares[index] > least ? squares[index] : 1))
          }
        }
      }
    }
  }

  /// Adds numbers that begin at a place to the sums of some places.
  private static func add(
    _ numbers: UnsafeBufferPointer<Double>, at start: Int, to sums: UnsafeMutableBufferPointer<Double>,
    _ places: Range<Int>
  ) {
    let shared = (start..<start + numbers.count).clamped(to: places)
    guard !shared.isEmpty, let source = numbers.baseAddress, let target = sums.baseAddress else { return }
    let (from, to) = (source + shared.lowerBound - start, target + shared.lowerBound - places.lowerBound)
    for index in 0..<shared.count { to[index] += from[index] }
  }

  /// The sum of some frames, from the start of the first one on.
  private func overlap(
    _ spectrum: ComplexTensor, _ channel: Int, _ frames: Int, _ range: Range<Int>, _ weights: [Double]
  ) -> [Double] {
    let transform = RealFourierTransform.of(length: fftLength)
    let buffer = FourierBuffer(length: fftLength)
    let (bins, samples) = (buffer.bins, buffer.samples)
    var sum = [Double](repeating: 0, count: fftLength + hopLength * (range.count - 1))
    // Spectra are stored bin by bin but transformed frame by frame: a block at a time stays in cache.
    withUnsafeTemporaryAllocation(of: SIMD2<Float>.self, capacity: binCount * range.count) { block in
      spectrum.interleaved.withUnsafeBytes { spectrum in
        let source = spectrum.assumingMemoryBound(to: SIMD2<Float>.self)
        for bin in 0..<binCount {
          let start = (channel * binCount + bin) * frames + range.lowerBound
          for column in 0..<range.count { block[column * binCount + bin] = source[start + column] }
        }
      }
      sum.withUnsafeMutableBufferPointer { sum in
        weights.withUnsafeBufferPointer { weights in
          let numbers = UnsafeRawPointer(block.baseAddress.unsafelyUnwrapped).assumingMemoryBound(to: Float.self)
          for column in 0..<range.count {
            let line = numbers + column * 2 * binCount
            for index in 0..<2 * binCount { bins[index] = Double(line[index]) }
            transform.inverse(buffer)
            let start = column * hopLength
            for index in 0..<fftLength { sum[start + index] += samples[index] * weights[index] }
          }
        }
      }
    }
    return sum
  }

  private static let framesPerBlock = 32
  private static let samplesPerTask = 8192
}
