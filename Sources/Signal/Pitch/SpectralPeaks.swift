import Tensors

/// The local maxima of magnitude spectra, each moved to the top of a parabola through its three bins, as
/// `librosa.piptrack` finds them.
///
/// For bin k with neighbours, a = S[k+1] + S[k-1] - 2S[k] and b = (S[k+1] - S[k-1]) / 2 give the shift -b / a (0 where
/// |b| ≥ |a|), the frequency (k + shift) · rate / fft and the magnitude S[k] + b · shift / 2.
struct SpectralPeaks {
  /// In hertz, in the order of frames.
  private(set) var frequencies: [Float] = []
  /// Beside each frequency, how loud it is.
  private(set) var magnitudes: [Float] = []

  /// Which bins can be peaks: 150…4000 Hz.
  private struct Band {
    let bins: Range<Int>
    let binWidth: Double
    let rate: Double
    let fftLength: Double

    init(sampleRate: Int, fftLength: Int) {
      rate = Double(sampleRate)
      self.fftLength = Double(fftLength)
      let width = rate / Double(fftLength)
      binWidth = width
      let highest = min(4000, rate / 2)
      let inside = (0...fftLength / 2).filter { Double($0) * width >= 150 && Double($0) * width < highest }
      bins = (inside.first ?? 0)..<((inside.last ?? -1) + 1)
    }
  }

  /// The peaks of all channels, transformed frame by frame so no spectrogram is kept.
  static func find(_ waveform: Waveform, transform: ShortTimeFourierTransform) throws -> SpectralPeaks {
    let frames = transform.frameCount(sampleCount: waveform.frameCount)
    let band = Band(sampleRate: waveform.sampleRate, fftLength: transform.fftLength)
    let tasks = (frames + framesPerTask - 1) / framesPerTask
    var parts = [SpectralPeaks](repeating: SpectralPeaks(), count: tasks * waveform.channelCount)
    parts.withUnsafeMutableBufferPointer { parts in
      waveform.samples.withUnsafeBufferPointer { samples in
        for channel in 0..<waveform.channelCount {
          let part = UnsafeBufferPointer(
            rebasing: samples[channel * waveform.frameCount..<(channel + 1) * waveform.frameCount])
          parallelFor(tasks) { task in
            let spectra = transform.spectra(of: part)
            let line = UnsafeMutableBufferPointer<Float>.allocate(capacity: transform.binCount)
            defer { line.deallocate() }
            for frame in task * framesPerTask..<min(frames, (task + 1) * framesPerTask) {
              let loudest = fill(line, spectra.bins(ofFrame: frame), band)
              parts[channel * tasks + task].append(peaksOf: line, loudest: loudest, band)
            }
          }
        }
      }
    }
    return SpectralPeaks(joining: parts)
  }

  /// The peaks of a spectrogram that is there already, `[…, bins, frames]`.
  static func find(spectrogram: Tensor, sampleRate: Int) -> SpectralPeaks {
    let frames = spectrogram.shape[spectrogram.rank - 1]
    let bins = spectrogram.shape[spectrogram.rank - 2]
    let band = Band(sampleRate: sampleRate, fftLength: 2 * (bins - 1))
    var peaks = SpectralPeaks()
    let line = UnsafeMutableBufferPointer<Float>.allocate(capacity: bins)
    defer { line.deallocate() }
    spectrogram.withUnsafeScalars { scalars in
      for channel in 0..<(bins * frames == 0 ? 0 : scalars.count / (bins * frames)) {
        for frame in 0..<frames {
          for bin in 0..<bins { line[bin] = scalars[(channel * bins + bin) * frames + frame] }
          peaks.append(peaksOf: line, loudest: line.reduce(0) { max($0, $1) }, band)
        }
      }
    }
    return peaks
  }

  private init() {}

  private init(joining parts: [SpectralPeaks]) {
    frequencies = Array(parts.map(\.frequencies).joined())
    magnitudes = Array(parts.map(\.magnitudes).joined())
  }

  private static let framesPerTask = 32

  /// Magnitudes in the band and beside it, and the largest of all bins, which needs but one square root.
  private static func fill(
    _ line: UnsafeMutableBufferPointer<Float>, _ bins: UnsafeMutablePointer<Double>, _ band: Band
  ) -> Float {
    var largest = 0.0
    for bin in 0..<line.count {
      let (real, imaginary) = (Double(Float(bins[2 * bin])), Double(Float(bins[2 * bin + 1])))
      largest = max(largest, real * real + imaginary * imaginary)
    }
    for bin in max(0, band.bins.lowerBound - 1)..<min(line.count, band.bins.upperBound + 1) {
      line[bin] = ShortTimeFourierTransform.magnitude(bins[2 * bin], bins[2 * bin + 1])
    }
    return Float(largest.squareRoot())
  }

  private mutating func append(peaksOf line: UnsafeMutableBufferPointer<Float>, loudest: Float, _ band: Band) {
    let threshold = 0.1 * loudest
    for bin in band.bins where bin > 0 && bin + 1 < line.count {
      let center = line[bin]
      guard center > threshold else { continue }
      let (before, after) = (line[bin - 1], line[bin + 1])
      // A neighbour below the threshold counts as 0.
      guard center > (before > threshold ? before : 0), center >= (after > threshold ? after : 0) else { continue }
      let curvature = Double(after + before) - 2 * Double(center)
      let slope = Double(after - before) / 2
      let shift = abs(slope) >= abs(curvature) ? 0 : Float(-slope / curvature)
      let frequency = Float((Double(bin) + Double(shift)) * band.rate / band.fftLength)
      guard frequency > 0 else { continue }
      frequencies.append(frequency)
      magnitudes.append(center + 0.5 * ((after - before) / 2) * shift)
    }
  }
}
