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
    let reach = fftLength + hopLength * (frames - 1)
    let length = frameCount ?? reach - 2 * lead
    var samples: [Float] = []
    for channel in 0..<channels {
      let signal = overlap(spectrum, channel: channel, frames: frames, reach: reach)
      let inside = max(0, min(lead + max(0, length), reach) - lead)
      samples += signal[lead..<lead + inside].map { Float($0) } + repeatElement(0, count: max(0, length) - inside)
    }
    return try Waveform(planar: samples, channelCount: channels, sampleRate: sampleRate)
  }

  /// The sum of all frames over the sum of their squared windows, padding included: `[reach]`.
  private func overlap(_ spectrum: ComplexTensor, channel: Int, frames: Int, reach: Int) -> [Double] {
    let lead = (fftLength - windowLength) / 2
    var weights = [Double](repeating: 0, count: fftLength)
    weights.replaceSubrange(lead..<lead + windowLength, with: window.kept(length: windowLength))
    let grain = Self.framesPerBlock
    var parts = [[Double]](repeating: [], count: (frames + grain - 1) / grain)
    parts.withUnsafeMutableBufferPointer { parts in
      parallelFor(frames, grain: grain) { range in
        parts[range.lowerBound / grain] = overlap(spectrum, channel, frames, range, weights)
      }
    }
    var sum = [Double](repeating: 0, count: reach)
    var squares = [Double](repeating: 0, count: reach)
    let energies = weights.map { $0 * $0 }
    let least = Double(Float.leastNormalMagnitude)
    sum.withUnsafeMutableBufferPointer { sum in
      for (index, part) in parts.enumerated() {
        let start = index * grain * hopLength
        part.withUnsafeBufferPointer { part in for place in 0..<part.count { sum[start + place] += part[place] } }
      }
      squares.withUnsafeMutableBufferPointer { squares in
        energies.withUnsafeBufferPointer { energies in
          for frame in 0..<frames {
            let start = frame * hopLength
            for index in 0..<fftLength { squares[start + index] += energies[index] }
          }
        }
        for index in 0..<reach where squares[index] > least { sum[index] /= squares[index] }
      }
    }
    return sum
  }

  /// The sum of some frames, from the start of the first one on.
  private func overlap(
    _ spectrum: ComplexTensor, _ channel: Int, _ frames: Int, _ range: Range<Int>, _ weights: [Double]
  ) -> [Double] {
    let transform = RealFourierTransform.of(length: fftLength)
    let buffer = FourierBuffer(length: fftLength)
    let stride = 2 * binCount
    var sum = [Double](repeating: 0, count: fftLength + hopLength * (range.count - 1))
    // Spectra are stored bin by bin but transformed frame by frame: a block at a time stays in cache.
    var block = [Float](repeating: 0, count: stride * range.count)
    spectrum.interleaved.withUnsafeBufferPointer { bins in
      for bin in 0..<binCount {
        let source = 2 * ((channel * binCount + bin) * frames + range.lowerBound)
        for column in 0..<range.count {
          block[column * stride + 2 * bin] = bins[source + 2 * column]
          block[column * stride + 2 * bin + 1] = bins[source + 2 * column + 1]
        }
      }
    }
    block.withUnsafeBufferPointer { block in
      sum.withUnsafeMutableBufferPointer { sum in
        weights.withUnsafeBufferPointer { weights in
          for column in 0..<range.count {
            for index in 0..<stride { buffer.bins[index] = Double(block[column * stride + index]) }
            transform.inverse(buffer)
            let start = column * hopLength
            for index in 0..<fftLength { sum[start + index] += buffer.samples[index] * weights[index] }
          }
        }
      }
    }
    return sum
  }

  private static let framesPerBlock = 32
}
