import Etude

extension FeatureParameters {
  /// librosa's onset strength with the given hop.
  private func strength() throws -> OnsetStrength {
    OnsetStrength(
      mel: MelSpectrogram(transform: try ShortTimeFourierTransform(hopLength: values.integer(.hopLength) ?? 512)))
  }

  func tempogram() throws -> Tempogram {
    Tempogram(
      windowLength: values.integer(.windowLength) ?? 384, isCentered: values.flag(.center), window: values.window,
      norm: values.normalization, strength: try strength())
  }

  func tempoEstimator() throws -> TempoEstimator {
    TempoEstimator(
      start: values.number(.startTempo) ?? 120, deviation: values.number(.tempoDeviation) ?? 1,
      span: values.number(.tempoSpan) ?? 8,
      maximum: values[.maximumTempo] == nil ? 320 : values.number(.maximumTempo), strength: try strength())
  }
}
