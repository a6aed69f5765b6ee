import Tensors

/// The difference of a frame from itself shifted by each period: the function whose dips are pitch candidates.
///
/// d(τ) = 2 (r(0) - r(τ)) - Σ x² over the first τ samples, with the frame's autocorrelation r, divided by its own
/// running mean over 1…τ (de Cheveigné and Kawahara, *YIN, a fundamental frequency estimator*, 2002, eq. 8).
struct DifferenceFunction {
  /// The shortest and longest period in samples.
  let periods: ClosedRange<Int>
  private let frameLength: Int
  private let transform: RealFourierTransform
  private let buffer: FourierBuffer
  private let tiny = Double(Float.leastNormalMagnitude)

  /// - Throws: `SignalError.aboveNyquist` or `invalidParameter` for frequencies that the frame cannot tell.
  init(minimumFrequency: Double, maximumFrequency: Double, sampleRate: Double, frameLength: Int) throws {
    try Require.positive(minimumFrequency, "minimumFrequency")
    try Require.positive(frameLength, "frameLength")
    guard maximumFrequency <= sampleRate / 2 else {
      throw SignalError.aboveNyquist(
        name: "maximumFrequency", frequency: maximumFrequency, sampleRate: sampleRate)
    }
    guard minimumFrequency < maximumFrequency else {
      throw SignalError.invalidParameter(
        name: "minimumFrequency", value: "\(minimumFrequency) Hz",
        requirement: "below the maximumFrequency of \(maximumFrequency) Hz")
    }
    guard sampleRate / minimumFrequency < Double(frameLength - 1) else {
      throw SignalError.invalidParameter(
        name: "minimumFrequency", value: "\(minimumFrequency) Hz",
        requirement: "above \(sampleRate / Double(frameLength - 1)) Hz for frames of \(frameLength) samples")
    }
    let shortest = Int((sampleRate / maximumFrequency).rounded(.down))
    let longest = min(Int((sampleRate / minimumFrequency).rounded(.up)), frameLength - 1)
    periods = shortest...max(shortest + 1, longest)
    self.frameLength = frameLength
    var length = 1
    while length < 2 * frameLength - 1 { length *= 2 }
    transform = RealFourierTransform.of(length: length)
    buffer = FourierBuffer(length: length)
  }

  /// A function with its own memory, for another thread.
  init(like other: DifferenceFunction) {
    periods = other.periods
    frameLength = other.frameLength
    transform = other.transform
    buffer = FourierBuffer(length: other.transform.length)
  }

  /// d for each period of `periods`, for a frame of `frameLength` samples.
  func values(of frame: [Double]) -> [Double] {
    let longest = periods.upperBound
    for index in 0..<transform.length { buffer.samples[index] = index < frameLength ? frame[index] : 0 }
    transform.forward(buffer)
    for bin in 0...transform.length / 2 {
      let (real, imaginary) = (buffer.bins[2 * bin], buffer.bins[2 * bin + 1])
      buffer.bins[2 * bin] = real * real + imaginary * imaginary
      buffer.bins[2 * bin + 1] = 0
    }
    transform.inverse(buffer)
    var energy = 0.0
    var sum = 0.0
    var values: [Double] = []
    values.reserveCapacity(periods.count)
    for period in 1...longest {
      energy += frame[period - 1] * frame[period - 1]
      let difference = 2 * (buffer.samples[0] - buffer.samples[period]) - energy
      sum += difference
      if period >= periods.lowerBound { values.append(difference / (sum / Double(period) + tiny)) }
    }
    return values
  }

  /// The offset of the minimum of the parabola through each point and its neighbours, in samples.
  static func parabolicShifts(_ values: [Double]) -> [Double] {
    var shifts = [Double](repeating: 0, count: values.count)
    for index in 1..<max(1, values.count - 1) {
      let curvature = values[index + 1] + values[index - 1] - 2 * values[index]
      let slope = (values[index + 1] - values[index - 1]) / 2
      if abs(slope) < abs(curvature) { shifts[index] = -slope / curvature }
    }
    return shifts
  }

  /// Which points are lower than the one before and no higher than the one after.
  static func isTrough(_ values: [Double]) -> [Bool] {
    values.indices.map { index in
      if index == 0 { return values.count > 1 && values[0] < values[1] }
      let isLast = index == values.count - 1
      return values[index] < values[index - 1] && (isLast || values[index] <= values[index + 1])
    }
  }
}

/// The framing of a sound for pitch tracking.
struct TrackingFrames {
  private let samples: ArraySlice<Float>
  private let frameLength: Int
  private let hopLength: Int
  private let lead: Int
  private let padding: Padding
  let count: Int

  /// - Throws: `SignalError.tooShort` for frames that are not centred and longer than the signal.
  init(_ channel: Waveform, frameLength: Int, hopLength: Int, isCentered: Bool, padding: Padding) throws {
    try Require.positive(hopLength, "hopLength")
    samples = channel.samples[...]
    self.frameLength = frameLength
    self.hopLength = hopLength
    self.padding = padding
    lead = isCentered ? frameLength / 2 : 0
    let reach = channel.frameCount + 2 * lead - frameLength
    guard reach >= 0 else {
      throw SignalError.tooShort(
        sampleCount: channel.frameCount, needed: frameLength, method: "Pitch tracking of frames that are not centred")
    }
    count = 1 + reach / hopLength
  }

  func frame(_ index: Int) -> [Double] {
    let start = index * hopLength - lead
    if start >= 0, start + frameLength <= samples.count {
      return samples[samples.startIndex + start..<samples.startIndex + start + frameLength].map { Double($0) }
    }
    return (0..<frameLength).map { offset in
      padding.source(start + offset, count: samples.count).map { Double(samples[$0]) } ?? 0
    }
  }
}
