import Tensors

extension OnsetStrength {
  /// The strength of every frame in several ranges of bands, `[ranges, frames]`; `librosa.onset.onset_strength_multi`.
  ///
  /// ```swift
  /// let strengths = try OnsetStrength().bands([0..<32, 32..<64, 64..<128], of: note)  // [3, frames]
  /// ```
  ///
  /// - Parameter ranges: the bands that make up each row; nil for a row for each band.
  /// - Throws: `SignalError.invalidParameter` for parameters that do not fit, or a range that is empty or reaches
  ///   beyond the bands.
  public func bands(_ ranges: [Range<Int>]?, of waveform: Waveform) throws -> Tensor {
    try bands(ranges, ofDecibels: Decibels.fromPower(mel(waveform)))
  }

  /// The strength of every frame in several ranges of bands of a spectrogram in decibels, `[ranges, frames]`.
  ///
  /// - Throws: as `bands(_:of:)`.
  public func bands(_ ranges: [Range<Int>]?, ofDecibels decibels: Tensor, reference: Tensor? = nil) throws -> Tensor {
    try Require.spectrogram(decibels, "decibels")
    let count = decibels.shape[decibels.rank - 2]
    let ranges = ranges ?? (0..<count).map { $0..<$0 + 1 }
    for range in ranges where range.isEmpty || range.lowerBound < 0 || range.upperBound > count {
      throw SignalError.invalidParameter(
        name: "bands", value: "\(range)", requirement: "a range in 0..<\(count) that is not empty")
    }
    return try rises(decibels, reference, bands: ranges)
  }

  /// Rises of level from the reference `lag` frames before, aggregated by ranges of bands and moved to where they are
  /// heard: `[…, ranges, frames]`.
  func rises(_ decibels: Tensor, _ reference: Tensor?, bands ranges: [Range<Int>]) throws -> Tensor {
    try Require.positive(lag, "lag")
    try Require.positive(maximumWidth, "maximumWidth")
    if let reference, reference.shape != decibels.shape {
      throw SignalError.invalidParameter(
        name: "reference", value: "an array of shape \(reference.shape)", requirement: "of shape \(decibels.shape)")
    }
    let spectra = SpectrogramFrames(decibels)
    let (bands, frames) = (spectra.bins, spectra.frames)
    let reference =
      reference ?? (maximumWidth == 1 ? decibels : MaximumFilter(width: maximumWidth).alongBands(of: decibels))
    let isMoved = isCentered && mel.transform.isCentered
    let shift = lag + (isMoved ? mel.transform.fftLength / (2 * mel.transform.hopLength) : 0)
    let length = isMoved ? frames : max(0, frames - lag) + shift
    var strengths = Tensor(zeros: decibels.shape.dropLast(2) + [ranges.count, length])
    let count = min(frames - lag, length - shift)
    guard count > 0 else { return strengths }
    strengths.withUnsafeMutableScalars { target in
      decibels.withUnsafeScalars { now in
        reference.withUnsafeScalars { before in
          for row in 0..<spectra.channels * ranges.count {
            let (channel, range) = (row / ranges.count, ranges[row % ranges.count])
            let first = channel * bands * frames
            let line = UnsafeMutableBufferPointer(rebasing: target[row * length + shift..<row * length + shift + count])
            aggregate(
              UnsafeBufferPointer(rebasing: now[(first + lag)...]), UnsafeBufferPointer(rebasing: before[first...]),
              range, frames, into: line)
          }
          if isDetrended { for row in 0..<spectra.channels * ranges.count { detrend(target, row * length, length) } }
        }
      }
    }
    return strengths
  }

  /// One number for each frame from the rises of a range of bands.
  private func aggregate(
    _ now: UnsafeBufferPointer<Float>, _ before: UnsafeBufferPointer<Float>, _ bands: Range<Int>, _ frames: Int,
    into line: UnsafeMutableBufferPointer<Float>
  ) {
    if aggregation == .mean || aggregation == .sum {
      let divisor = aggregation == .mean ? Double(bands.count) : 1
      parallelFor(line.count, grain: 256) { part in
        withUnsafeTemporaryAllocation(of: Double.self, capacity: part.count) { sums in
          sums.initialize(repeating: 0)
          for band in bands {
            let start = band * frames + part.lowerBound
            for frame in 0..<part.count { sums[frame] += Double(max(0, now[start + frame] - before[start + frame])) }
          }
          for frame in 0..<part.count { line[part.lowerBound + frame] = Float(sums[frame] / divisor) }
        }
      }
      return
    }
    // Frames are collected a few at a time, so a line of the spectrogram is read while it is in cache.
    parallelFor(line.count, grain: 16) { part in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: part.count * bands.count) { rises in
        for (index, band) in bands.enumerated() {
          let start = band * frames + part.lowerBound
          for column in 0..<part.count {
            rises[column * bands.count + index] = max(0, now[start + column] - before[start + column])
          }
        }
        for column in 0..<part.count {
          let values = rises[column * bands.count..<(column + 1) * bands.count]
          line[part.lowerBound + column] = Float(aggregation(UnsafeMutableBufferPointer(rebasing: values)))
        }
      }
    }
  }

  private func detrend(_ target: UnsafeMutableBufferPointer<Float>, _ start: Int, _ count: Int) {
    var (previous, level) = (0.0, 0.0)
    for index in start..<start + count {
      let value = Double(target[index])
      level = value - previous + 0.99 * level
      previous = value
      target[index] = Float(level)
    }
  }
}
