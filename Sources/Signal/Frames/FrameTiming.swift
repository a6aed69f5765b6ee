import Tensors

/// The frame grid of an analysis, for conversions between frames, samples, seconds and blocks.
///
/// Frame t is sample t · `hopLength`, plus half of `fftLength` if frames are not centred and one is given; blocks are
/// runs of frames, for reading a file in pieces. The functions are librosa's `frames_to_time` and its relatives.
///
/// ```swift
/// let grid = try FrameTiming(sampleRate: 22050, hopLength: 512)
/// grid.time(ofFrame: 43)      // 0.998 s
/// grid.frame(atTime: 1)       // 43
/// ```
public struct FrameTiming: Sendable, Hashable {
  /// Samples per second, in hertz.
  public let sampleRate: Int
  /// Samples from one frame to the next.
  public let hopLength: Int
  /// The length of transforms whose frames start at their sample, which moves each to its middle; nil if centred.
  public let fftLength: Int?

  /// librosa's defaults: 22 050 Hz and a hop of 512.
  ///
  /// - Throws: `SignalError.invalidParameter` for a rate, hop or length below 1.
  public init(sampleRate: Int = 22050, hopLength: Int = 512, fftLength: Int? = nil) throws {
    try Require.positive(sampleRate, "sampleRate")
    try Require.positive(hopLength, "hopLength")
    if let fftLength { try Require.positive(fftLength, "fftLength") }
    self.init(unchecked: sampleRate, hopLength: hopLength, fftLength: fftLength)
  }

  /// For numbers that are known to be above 0.
  init(unchecked sampleRate: Int, hopLength: Int, fftLength: Int? = nil) {
    self.sampleRate = sampleRate
    self.hopLength = hopLength
    self.fftLength = fftLength
  }

  /// Frames per second, in hertz.
  public var frameRate: Double { Double(sampleRate) / Double(hopLength) }

  /// The sample of a frame: frame · hop + ⌊fftLength / 2⌋.
  public func sample(ofFrame frame: Int) -> Int { frame * hopLength + (fftLength ?? 0) / 2 }

  /// The time of a frame in seconds.
  public func time(ofFrame frame: Int) -> Double { time(ofSample: sample(ofFrame: frame)) }

  /// The time of a sample in seconds.
  public func time(ofSample sample: Int) -> Double { Double(sample) / Double(sampleRate) }

  /// The last frame that begins at or before a sample: ⌊(sample - ⌊fftLength / 2⌋) / hop⌋.
  public func frame(atSample sample: Int) -> Int {
    let offset = sample - (fftLength ?? 0) / 2
    return offset >= 0 ? offset / hopLength : -((-offset + hopLength - 1) / hopLength)
  }

  /// The last sample at or before a time in seconds, cut towards 0: trunc(time · rate).
  ///
  /// - Precondition: the time is finite and no further than 10¹⁵ samples.
  public func sample(atTime time: Double) -> Int {
    let position = time * Double(sampleRate)
    require(abs(position) <= 1e15, "a time of \(time) s has no sample at \(sampleRate) Hz; give a finite time")
    return Int(position)
  }

  /// The frame at a time in seconds.
  ///
  /// - Precondition: as for `sample(atTime:)`.
  public func frame(atTime time: Double) -> Int { frame(atSample: sample(atTime: time)) }

  /// The sample of each of the first `count` frames, as `librosa.samples_like`.
  public func samples(count: Int) -> [Int] { (0..<max(0, count)).map { sample(ofFrame: $0) } }

  /// The time in seconds of each of the first `count` frames, as `librosa.times_like`.
  public func times(count: Int) -> [Double] { (0..<max(0, count)).map { time(ofFrame: $0) } }
}

extension FrameTiming {
  /// The first frame of a block of this many frames.
  public func frame(ofBlock block: Int, blockLength: Int) -> Int { block * blockLength }

  /// The first sample of a block of this many frames; blocks have no transform offset.
  public func sample(ofBlock block: Int, blockLength: Int) -> Int { block * blockLength * hopLength }

  /// The time in seconds at which a block of this many frames begins.
  public func time(ofBlock block: Int, blockLength: Int) -> Double {
    time(ofSample: sample(ofBlock: block, blockLength: blockLength))
  }
}
