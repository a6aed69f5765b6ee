import Foundation
import Tensors

extension ConstantQTransform {
  /// Magnitudes of all bins from one short-time Fourier transform under a Hann window, |basis| · |D|, `[bins, frames]`, or
  /// `[channels, bins, frames]` for several channels; `librosa.pseudo_cqt`.
  ///
  /// It has no recursion and no phase: bins of long wavelets are blurred in time.
  ///
  /// - Throws: what `callAsFunction` throws.
  public func pseudoMagnitudes(of waveform: Waveform) throws -> Tensor {
    try ConstantQPlan.validate(variable)
    var fixed = self
    fixed.tuning = try tuning ?? Tuning.estimate(waveform, binsPerOctave: binsPerOctave)
    let bank = try WaveletBank(fixed.variable, tuning: fixed.tuning ?? 0)
    guard bank.cutoff <= Double(waveform.sampleRate) / 2 else {
      throw SignalError.aboveNyquist(
        name: "The highest constant-Q bin", frequency: bank.cutoff, sampleRate: Double(waveform.sampleRate))
    }
    return try fixed.shortMagnitudes(
      of: waveform, bank, bins: 0..<binCount, spans: bank.spans(rate: Double(waveform.sampleRate)))
  }
}
