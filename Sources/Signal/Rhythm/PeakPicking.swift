import Tensors

/// Peaks of a curve that are local maxima, exceed the local mean, and keep a minimum distance.
///
/// Frame n is a peak if x[n] is the largest of x[n - maximumBefore ..< n + maximumAfter], at least `delta` above the
/// mean of x[n - averageBefore ..< n + averageAfter], and more than `wait` frames after the last one (Böck, Krebs and
/// Schedl, *Evaluating the online capabilities of onset detection methods*, 2012); `librosa.util.peak_pick`.
///
/// ```swift
/// let picking = PeakPicking(
///   maximumBefore: 3, maximumAfter: 3, averageBefore: 3, averageAfter: 5, delta: 0.5, wait: 10)
/// let peaks = try picking(strength)  // frames
/// ```
public struct PeakPicking: Sendable, Hashable {
  /// Frames before n whose maximum x[n] must be.
  public var maximumBefore: Int
  /// Frames from n on whose maximum x[n] must be, n included; at least 1.
  public var maximumAfter: Int
  /// Frames before n that the mean is taken over.
  public var averageBefore: Int
  /// Frames from n on that the mean is taken over, n included; at least 1.
  public var averageAfter: Int
  /// Height above the mean that a peak needs.
  public var delta: Double
  /// Frames after a peak in which no other one is searched for.
  public var wait: Int

  /// Spans in frames, and the threshold in the curve's own units.
  public init(
    maximumBefore: Int, maximumAfter: Int, averageBefore: Int, averageAfter: Int, delta: Double, wait: Int
  ) {
    self.maximumBefore = maximumBefore
    self.maximumAfter = maximumAfter
    self.averageBefore = averageBefore
    self.averageAfter = averageAfter
    self.delta = delta
    self.wait = wait
  }

  /// The spans with which `librosa.onset.onset_detect` looks for onsets: 30 ms for the maximum and the distance, 100 ms
  /// to both sides for the mean.
  public static func onsets(_ timing: FrameTiming, delta: Double = 0.07) -> PeakPicking {
    func frames(_ seconds: Double) -> Int { Int(seconds * Double(timing.sampleRate) / Double(timing.hopLength)) }
    return PeakPicking(
      maximumBefore: frames(0.03), maximumAfter: 1, averageBefore: frames(0.1), averageAfter: frames(0.1) + 1,
      delta: delta, wait: frames(0.03))
  }

  /// The frames of the peaks of a curve `[frames]`, in rising order.
  ///
  /// - Throws: `SignalError.invalidParameter` for negative spans, a span that leaves out the frame itself, a negative
  ///   delta, another shape, or a curve that is not finite.
  public func callAsFunction(_ curve: Tensor) throws -> [Int] {
    try validate()
    try Require.curve(curve, "curve")
    return curve.withUnsafeScalars { pick($0) }
  }

  func validate() throws {
    let spans = [
      ("maximumBefore", maximumBefore, 0), ("maximumAfter", maximumAfter, 1), ("averageBefore", averageBefore, 0),
      ("averageAfter", averageAfter, 1), ("wait", wait, 0),
    ]
    for (name, value, least) in spans where value < least || value > Require.greatest {
      throw SignalError.invalidParameter(
        name: name, value: "\(value)", requirement: "in \(least)...\(Require.greatest) frames")
    }
    try Require.nonNegative(delta, "delta")
  }

  /// The peaks of a curve of finite numbers.
  func pick(_ curve: UnsafeBufferPointer<Float>) -> [Int] {
    guard !curve.isEmpty else { return [] }
    var peaks: [Int] = []
    var frame = 0
    while frame < curve.count {
      if isPeak(curve, frame) {
        peaks.append(frame)
        frame += wait
      }
      frame += 1
    }
    return peaks
  }

  private func isPeak(_ curve: UnsafeBufferPointer<Float>, _ frame: Int) -> Bool {
    let value = curve[frame]
    for index in max(0, frame - maximumBefore)..<min(frame + maximumAfter, curve.count) where curve[index] > value {
      return false
    }
    let span = max(0, frame - averageBefore)..<min(frame + averageAfter, curve.count)
    // The mean is added up in single precision, like librosa's is: evenly spaced clicks are exactly at the threshold.
    let sum = span.reduce(Float(0)) { $0 + curve[$1] }
    return Double(value) >= Double(sum) / Double(span.count) + delta
  }
}

extension Require {
  /// Throws unless an array is a curve over time, `[frames]`, of finite numbers.
  static func curve(_ array: Tensor, _ name: String) throws(SignalError) {
    guard array.rank == 1 else {
      throw .invalidParameter(name: name, value: "an array of shape \(array.shape)", requirement: "[frames]")
    }
    try finite(array, name)
  }

  /// Throws for the first number of an array that is NaN or infinite.
  static func finite(_ array: Tensor, _ name: String) throws(SignalError) {
    let failure = array.withUnsafeScalars { scalars in
      scalars.firstIndex { !$0.isFinite }.map { ($0, scalars[$0]) }
    }
    if let (index, value) = failure {
      throw .invalidParameter(name: name, value: "\(value) at index \(index)", requirement: "finite everywhere")
    }
  }
}
