import ArgumentParser
import Etude

/// The options of a run, turned into the parameters of each feature.
struct FeatureParameters {
  let values: OptionValues

  /// - Parameter hopLength: the default hop; nil for a quarter of the window.
  /// - Parameter isCentered: whether frames are centred; nil uses `--center`.
  func transform(hopLength: Int?, isCentered: Bool? = nil) throws -> ShortTimeFourierTransform {
    try ShortTimeFourierTransform(
      fftLength: values.integer(.fftLength) ?? 2048, hopLength: values.integer(.hopLength) ?? hopLength,
      windowLength: values.integer(.windowLength), window: values.window,
      isCentered: isCentered ?? values.flag(.center), padding: values.padding)
  }

  /// librosa's features have hop length 512 for any transform length; only `stft` has a quarter of the window.
  func featureTransform() throws -> ShortTimeFourierTransform { try transform(hopLength: 512) }

  func constantQ() throws -> ConstantQTransform {
    ConstantQTransform(
      hopLength: values.integer(.hopLength) ?? 512, minimumFrequency: try values.frequency(.minimumFrequency),
      binCount: values.integer(.binCount) ?? 84, binsPerOctave: values.integer(.binsPerOctave) ?? 12,
      tuning: values.tuning(default: 0), filterScale: values.number(.filterScale) ?? 1, filterNorm: values.filterNorm,
      sparsity: values.number(.sparsity) ?? 0.01, window: values.window, isScaled: values.flag(.scale),
      padding: values.padding)
  }

  func constantQChroma() throws -> ConstantQChroma {
    ConstantQChroma(
      hopLength: values.integer(.hopLength) ?? 512, minimumFrequency: try values.frequency(.minimumFrequency),
      norm: values.normalization, threshold: values.number(.threshold) ?? 0, tuning: values.tuning(default: nil),
      chromaCount: values.integer(.chromaCount) ?? 12, octaveCount: values.integer(.octaveCount) ?? 7,
      binsPerOctave: values.integer(.binsPerOctave) ?? ConstantQChroma.defaultBinsPerOctave,
      isHybrid: values[.constantQMode] == "hybrid")
  }

  func spectralChroma() throws -> SpectralChroma {
    SpectralChroma(
      transform: try featureTransform(), norm: values.normalization, tuning: values.tuning(default: nil),
      bank: ChromaFilterBank(chromaCount: values.integer(.chromaCount) ?? 12))
  }

  func mel(isCentered: Bool? = nil) throws -> MelSpectrogram {
    MelSpectrogram(
      transform: try transform(hopLength: 512, isCentered: isCentered),
      bank: MelFilterBank(
        bandCount: values.integer(.melCount) ?? 128, minimumFrequency: try values.frequency(.minimumFrequency) ?? 0,
        maximumFrequency: try values.frequency(.maximumFrequency),
        scale: values.flag(.htk, default: false) ? .htk : .slaney, isNormalized: values[.melNorm] != "none"),
      power: values.number(.power) ?? 2)
  }

  func cepstra() throws -> CepstralCoefficients {
    CepstralCoefficients(
      count: values.integer(.cepstrumCount) ?? 20, lifter: values.number(.lifter) ?? 0, mel: try mel(),
      cosineTransform: values.integer(.cosineTransform).flatMap(CosineTransform.init) ?? .two,
      isOrthonormal: values[.cosineNorm] != "none")
  }

  /// librosa's `center` shifts the strengths and leaves the spectrogram as it is.
  func onsetStrength() throws -> OnsetStrength {
    OnsetStrength(mel: try mel(isCentered: true), isCentered: values.flag(.center))
  }

  func yin() throws -> Yin {
    Yin(
      minimumFrequency: try lowest(), maximumFrequency: try highest(),
      frameLength: values.integer(.frameLength) ?? 2048, hopLength: values.integer(.hopLength),
      troughThreshold: values.number(.troughThreshold) ?? 0.1, isCentered: values.flag(.center),
      padding: values.padding)
  }

  func probabilisticYin() throws -> ProbabilisticYin {
    ProbabilisticYin(
      minimumFrequency: try lowest(), maximumFrequency: try highest(),
      frameLength: values.integer(.frameLength) ?? 2048, hopLength: values.integer(.hopLength),
      isCentered: values.flag(.center), padding: values.padding)
  }

  private func lowest() throws -> Double { try values.frequency(.minimumFrequency) ?? Pitch("C2").frequency }

  private func highest() throws -> Double { try values.frequency(.maximumFrequency) ?? Pitch("C7").frequency }

  /// The bins per octave at which a feature's tuning is estimated.
  func tuningBins(_ feature: Feature) -> Int {
    switch feature {
    case .chromaCQT, .tonnetz, .chromaCENS: values.integer(.binsPerOctave) ?? ConstantQChroma.defaultBinsPerOctave
    case .chromaSTFT: values.integer(.chromaCount) ?? 12
    default: values.integer(.binsPerOctave) ?? 12
    }
  }
}
