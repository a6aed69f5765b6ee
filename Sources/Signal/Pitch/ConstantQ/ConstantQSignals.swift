import Tensors

/// One channel at the rate of every octave, ready to be filtered frame by frame.
struct ConstantQSignals {
  private let plan: ConstantQPlan
  /// The signal after this many halvings.
  private let levels: [[Float]]
  /// Number of frames of every octave.
  let frameCount: Int

  /// - Throws: `SignalError.tooShort` if the channel has fewer samples than the first resampling takes at a time.
  init(_ channel: Waveform, _ plan: ConstantQPlan) throws {
    self.plan = plan
    var level = channel.samples
    if plan.earlyFactor > 1 {
      guard level.count >= plan.earlyFactor else {
        throw SignalError.tooShort(
          sampleCount: level.count, needed: plan.earlyFactor, method: "A constant-Q transform of these low bins")
      }
      level = try level.withUnsafeBufferPointer {
        try Resampler.resample($0, from: Double(plan.earlyFactor), to: 1, isScaled: true)
      }
      if plan.earlyGain != 1 { level = level.map { $0 * Float(plan.earlyGain) } }
    }
    var levels = [level]
    for _ in 0..<(plan.octaves.last?.halvings ?? 0) {
      level = try level.withUnsafeBufferPointer { try Resampler.resample($0, from: 2, to: 1, isScaled: true) }
      levels.append(level)
    }
    self.levels = levels
    frameCount =
      plan.octaves.map { octave in
        let reach = levels[octave.halvings].count + octave.filters.fftLength / 2 * 2 - octave.filters.fftLength
        return reach < 0 ? 0 : 1 + reach / octave.hopLength
      }
      .min() ?? 0
  }

  private static let framesPerBlock = 32

  /// Calls `body` in parallel with ranges of frames and their complex responses, `[bins, range.count]` interleaved.
  func forEachBlock(_ body: (Range<Int>, UnsafeMutablePointer<Float>) -> Void) {
    parallelFor(frameCount, grain: Self.framesPerBlock) { range in
      let block = UnsafeMutablePointer<Float>.allocate(capacity: 2 * plan.binCount * range.count)
      defer { block.deallocate() }
      for octave in plan.octaves { respond(octave, range, block) }
      body(range, block)
    }
  }

  /// Basis times spectrum for one octave's rows: the spectra are those of rectangular frames about each hop.
  private func respond(_ octave: ConstantQPlan.Octave, _ range: Range<Int>, _ block: UnsafeMutablePointer<Float>) {
    let filters = octave.filters
    levels[octave.halvings].withUnsafeBufferPointer { samples in
      let spectra = FrameSpectra(
        samples, fftLength: filters.fftLength, hopLength: octave.hopLength, weights: nil, isCentered: true,
        padding: plan.padding)
      filters.columns.withUnsafeBufferPointer { columns in
        filters.values.withUnsafeBufferPointer { values in
          for (position, frame) in range.enumerated() {
            let bins = spectra.bins(ofFrame: frame)
            for row in 0..<filters.gains.count {
              let entries = filters.starts[row]..<filters.starts[row + 1]
              let response = Self.product(columns, values, entries, bins) * filters.gains[row]
              let target = 2 * ((octave.firstBin + row) * range.count + position)
              block[target] = Float(response.x)
              block[target + 1] = Float(response.y)
            }
          }
        }
      }
    }
  }

  /// Σ basis · bin over the entries of a row: (re, im).
  ///
  /// Real and imaginary parts of the basis have separate sums, and so have even and odd entries: four chains of
  /// additions that do not wait for each other.
  @inline(__always)
  private static func product(
    _ columns: UnsafeBufferPointer<Int32>, _ values: UnsafeBufferPointer<Double>, _ entries: Range<Int>,
    _ bins: UnsafeMutablePointer<Double>
  ) -> SIMD2<Double> {
    @inline(__always) func bin(_ entry: Int) -> SIMD2<Double> {
      let column = 2 * Int(columns[entry])
      return SIMD2(bins[column], bins[column + 1])
    }
    var (real, imaginary, oddReal, oddImaginary) = (SIMD2<Double>(), SIMD2<Double>(), SIMD2<Double>(), SIMD2<Double>())
    var entry = entries.lowerBound
    while entry + 1 < entries.upperBound {
      let (even, odd) = (bin(entry), bin(entry + 1))
      real += values[2 * entry] * even
      imaginary += values[2 * entry + 1] * even
      oddReal += values[2 * entry + 2] * odd
      oddImaginary += values[2 * entry + 3] * odd
      entry += 2
    }
    if entry < entries.upperBound {
      let last = bin(entry)
      real += values[2 * entry] * last
      imaginary += values[2 * entry + 1] * last
    }
    real += oddReal
    imaginary += oddImaginary
    return SIMD2(real.x - imaginary.y, real.y + imaginary.x)
  }
}
