import Etude

extension FeatureParameters {
  /// Contrast, flatness or polynomials of magnitude spectra.
  func spectralShape(_ feature: Feature, _ waveform: Waveform) throws -> Tensor {
    let transform = try featureTransform()
    let magnitudes = try transform.magnitudes(of: waveform)
    let (rate, length) = (waveform.sampleRate, transform.fftLength)
    switch feature {
    case .spectralContrast:
      return try SpectralShape.contrast(
        magnitudes, sampleRate: rate, lowestFrequency: values.frequency(.minimumFrequency) ?? 200,
        bandCount: values.integer(.bandCount) ?? 6, quantile: values.number(.quantile) ?? 0.02,
        isLinear: values.flag(.linear, default: false), fftLength: length)
    case .spectralFlatness:
      return try SpectralShape.flatness(
        magnitudes, minimum: values.number(.minimumAmplitude) ?? 1e-10, power: values.number(.power) ?? 2)
    default:
      return try SpectralShape.polynomial(
        magnitudes, sampleRate: rate, order: values.integer(.order) ?? 1, fftLength: length)
    }
  }

  func energyNormalizedChroma() throws -> EnergyNormalizedChroma {
    EnergyNormalizedChroma(
      chroma: try constantQChroma(),
      smoothingLength: values[.smoothingLength] == nil ? 41 : values.integer(.smoothingLength),
      smoothingWindow: values.window(.smoothingWindow), norm: values.normalization(default: .norm(2)))
  }

  func variableQChroma() throws -> VariableQChroma {
    let intervals: OctaveIntervals =
      switch values[.intervals] {
      case "pythagorean"?: .pythagorean
      case "ji3"?: .just(primes: [3])
      case "ji5"?: .just(primes: [3, 5])
      case "ji7"?: .just(primes: [3, 5, 7])
      default: .equal
      }
    return VariableQChroma(
      intervals: intervals, hopLength: values.integer(.hopLength) ?? 512,
      minimumFrequency: try values.frequency(.minimumFrequency), norm: values.normalization,
      threshold: values.number(.threshold) ?? 0, octaveCount: values.integer(.octaveCount) ?? 7,
      binsPerOctave: values.integer(.binsPerOctave) ?? 12, bandwidthOffset: values.number(.gamma) ?? 0)
  }
}
