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
  ///   - frameCount: how many samples a channel to give; nil for as many as the frames tell.
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
      samples += (lead..<lead + max(0, length)).map { $0 < reach ? Float(signal[$0]) : 0 }
    }
    return try Waveform(planar: samples, channelCount: channels, sampleRate: sampleRate)
  }

  /// The sum of all frames over the sum of their squared windows, padding included: `[reach]`.
  private func overlap(_ spectrum: ComplexTensor, channel: Int, frames: Int, reach: Int) -> [Double] {
    let transform = RealFourierTransform.of(length: fftLength)
    let buffer = FourierBuffer(length: fftLength)
    let lead = (fftLength - windowLength) / 2
    let inner = window.weights(length: windowLength)
    var weights = [Double](repeating: 0, count: fftLength)
    weights.replaceSubrange(lead..<lead + windowLength, with: inner)
    var sum = [Double](repeating: 0, count: reach)
    var squares = [Double](repeating: 0, count: reach)
    spectrum.interleaved.withUnsafeBufferPointer { bins in
      for frame in 0..<frames {
        for bin in 0..<binCount {
          let source = 2 * ((channel * binCount + bin) * frames + frame)
          buffer.bins[2 * bin] = Double(bins[source])
          buffer.bins[2 * bin + 1] = Double(bins[source + 1])
        }
        transform.inverse(buffer)
        let start = frame * hopLength
        for index in 0..<fftLength {
          sum[start + index] += buffer.samples[index] * weights[index]
          squares[start + index] += weights[index] * weights[index]
        }
      }
    }
    let least = Double(Float.leastNormalMagnitude)
    for index in 0..<reach where squares[index] > least { sum[index] /= squares[index] }
    return sum
  }
}
