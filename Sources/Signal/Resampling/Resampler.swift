import CSoxr

/// A stream of samples on its way from one rate to another, through libsoxr at its high quality.
///
/// Linear phase, no delay, zeros outside the signal: librosa's default `soxr_hq`, which is the same engine. Work
/// and memory are those of one block, however long the stream is.
///
/// Related libsoxr documentation: <https://sourceforge.net/p/soxr/wiki/Home/>
final class Resampler {
  private let handle: soxr_t
  private let ratio: Double
  private var consumed = 0

  /// - Throws: `SignalError.invalidParameter` for a rate that is not above zero or a thousandfold increase,
  ///   `resamplingFailed` if soxr refuses.
  init(from sourceRate: Double, to targetRate: Double) throws {
    try Require.positive(sourceRate, "sourceRate")
    try Require.positive(targetRate, "targetRate")
    // A damaged header may say 1 Hz; a few bytes would then become gigabytes.
    guard targetRate / sourceRate <= 1000 else {
      throw SignalError.invalidParameter(
        name: "sampleRate", value: "\(sourceRate) Hz",
        requirement: "at least a thousandth of the \(targetRate) Hz to resample to")
    }
    var failure: soxr_error_t?
    var format = soxr_io_spec(SOXR_FLOAT32_I, SOXR_FLOAT32_I)
    var quality = soxr_quality_spec(UInt(SOXR_HQ), 0)
    guard let handle = soxr_create(sourceRate, targetRate, 1, &failure, &format, &quality, nil), failure == nil else {
      throw SignalError.resamplingFailed(
        reason: "\(sourceRate) Hz to \(targetRate) Hz: \(failure.map { String(cString: $0) } ?? "unknown").")
    }
    self.handle = handle
    ratio = targetRate / sourceRate
  }

  deinit { soxr_delete(handle) }

  /// Appends the output for the next samples; soxr holds back a little until `finish`.
  func append(_ input: UnsafeBufferPointer<Float>, to output: inout [Float]) throws {
    guard let base = input.baseAddress else { return }
    consumed += input.count
    var position = 0
    while position < input.count {
      let step = min(input.count - position, Self.blockLength)
      let taken = try drain(base + position, step, into: &output)
      if taken == 0 { throw SignalError.resamplingFailed(reason: "it stopped at sample \(position).") }
      position += taken
    }
  }

  /// Appends the samples held back by soxr, then pads with zeros or cuts to ⌈samples · ratio⌉.
  func finish(_ output: inout [Float]) throws {
    let expected = Int((Double(consumed) * ratio).rounded(.up))
    while output.count < expected {
      let before = output.count
      _ = try drain(nil, 0, into: &output)
      if output.count == before { break }
    }
    if output.count < expected {
      output += repeatElement(0, count: expected - output.count)
    } else {
      output.removeLast(output.count - expected)
    }
  }

  /// One call of soxr; returns the number of samples consumed.
  private func drain(_ input: UnsafePointer<Float>?, _ count: Int, into output: inout [Float]) throws -> Int {
    let room = Int(Double(Self.blockLength) * ratio) + 1024
    var taken = 0
    var failure: soxr_error_t?
    let block = [Float](unsafeUninitializedCapacity: room) { buffer, initialized in
      failure = soxr_process(handle, input, count, &taken, buffer.baseAddress, room, &initialized)
    }
    if let failure { throw SignalError.resamplingFailed(reason: String(cString: failure)) }
    output += block
    return taken
  }

  private static let blockLength = 1 << 16
}

extension Resampler {
  /// All of `samples` at another rate, times √(source / target) if `isScaled` (librosa's `scale`, which keeps energy).
  static func resample(
    _ samples: UnsafeBufferPointer<Float>, from sourceRate: Double, to targetRate: Double, isScaled: Bool = false
  ) throws -> [Float] {
    if sourceRate == targetRate { return Array(samples) }
    let resampler = try Resampler(from: sourceRate, to: targetRate)
    var output: [Float] = []
    output.reserveCapacity(Int(Double(samples.count) * targetRate / sourceRate) + 2048)
    try resampler.append(samples, to: &output)
    try resampler.finish(&output)
    if isScaled {
      let scale = (targetRate / sourceRate).squareRoot()
      for index in output.indices { output[index] = Float(Double(output[index]) / scale) }
    }
    return output
  }
}

extension Waveform {
  /// A copy at another rate, each channel on its own, like `librosa.resample` with `soxr_hq`.
  ///
  /// It has ⌈frames · target / rate⌉ samples per channel; at its own rate it is unchanged.
  ///
  /// - Parameters:
  ///   - targetRate: the new rate in hertz.
  ///   - isScaled: whether to multiply by √(rate / target), so the energy stays (`scale` in librosa).
  /// - Throws: `SignalError.invalidParameter` for a rate below 1.
  public func resampled(to targetRate: Int, isScaled: Bool = false) throws -> Waveform {
    try Require.positive(targetRate, "sampleRate")
    if targetRate == sampleRate { return self }
    var output: [Float] = []
    try samples.withUnsafeBufferPointer { samples in
      for channel in 0..<channelCount {
        output += try Resampler.resample(
          UnsafeBufferPointer(rebasing: samples[channel * frameCount..<(channel + 1) * frameCount]),
          from: Double(sampleRate), to: Double(targetRate), isScaled: isScaled)
      }
    }
    return Waveform(unchecked: output, channelCount: channelCount, sampleRate: targetRate)
  }
}
