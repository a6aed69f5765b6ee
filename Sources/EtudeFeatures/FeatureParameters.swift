import ArgumentParser
import Etude

/// The options of a run, turned into the parameters of each feature.
struct FeatureParameters {
  let spectra: SpectraOptions
  let scale: ScaleOptions
  let bands: BandOptions

  func transform() throws -> ShortTimeFourierTransform {
    try ShortTimeFourierTransform(
      fftLength: spectra.nFft ?? 2048, hopLength: spectra.hopLength, windowLength: spectra.winLength,
      window: spectra.window, isCentered: spectra.center, padding: spectra.padMode)
  }

  func constantQ() throws -> ConstantQTransform {
    ConstantQTransform(
      hopLength: spectra.hopLength ?? 512, minimumFrequency: try scale.lowest(), binCount: scale.nBins ?? 84,
      binsPerOctave: scale.binsPerOctave ?? 12, tuning: try scale.tuning(default: 0),
      filterScale: scale.filterScale ?? 1, sparsity: scale.sparsity ?? 0.01, window: spectra.window,
      isScaled: scale.scale, padding: spectra.padMode)
  }

  func constantQChroma() throws -> ConstantQChroma {
    ConstantQChroma(
      hopLength: spectra.hopLength ?? 512, minimumFrequency: try scale.lowest(), norm: try scale.normalization(),
      threshold: scale.threshold ?? 0, tuning: try scale.tuning(default: nil), chromaCount: scale.nChroma ?? 12,
      octaveCount: scale.nOctaves ?? 7, binsPerOctave: scale.binsPerOctave ?? 36,
      isHybrid: scale.cqtMode == "hybrid")
  }

  func spectralChroma() throws -> SpectralChroma {
    SpectralChroma(
      transform: try transform(hopLength: 512), norm: try scale.normalization(),
      tuning: try scale.tuning(default: nil), bank: ChromaFilterBank(chromaCount: scale.nChroma ?? 12))
  }

  func mel() throws -> MelSpectrogram {
    MelSpectrogram(
      transform: try transform(hopLength: 512),
      bank: MelFilterBank(
        bandCount: bands.nMels ?? 128, minimumFrequency: try scale.lowest() ?? 0, maximumFrequency: try scale.highest(),
        scale: bands.htk ? .htk : .slaney),
      power: bands.power ?? 2)
  }

  func cepstra() throws -> CepstralCoefficients {
    CepstralCoefficients(count: bands.nMfcc ?? 20, lifter: bands.lifter ?? 0, mel: try mel())
  }

  func yin() throws -> Yin {
    Yin(
      minimumFrequency: try scale.lowest() ?? Pitch("C2").frequency,
      maximumFrequency: try scale.highest() ?? Pitch("C7").frequency, frameLength: spectra.frameLength ?? 2048,
      hopLength: spectra.hopLength, troughThreshold: spectra.troughThreshold ?? 0.1, isCentered: spectra.center,
      padding: spectra.padMode)
  }

  func probabilisticYin() throws -> ProbabilisticYin {
    ProbabilisticYin(
      minimumFrequency: try scale.lowest() ?? Pitch("C2").frequency,
      maximumFrequency: try scale.highest() ?? Pitch("C7").frequency, frameLength: spectra.frameLength ?? 2048,
      hopLength: spectra.hopLength)
  }

  /// The bins an octave at which a feature's tuning is estimated.
  func tuningBins(_ feature: Feature) -> Int {
    switch feature {
    case .chromaCQT: scale.binsPerOctave ?? 36
    case .chromaSTFT: scale.nChroma ?? 12
    default: scale.binsPerOctave ?? 12
    }
  }

  /// librosa's features hop by 512 whatever the transform's length, `stft` alone by a quarter of the window.
  private func transform(hopLength: Int) throws -> ShortTimeFourierTransform {
    try ShortTimeFourierTransform(
      fftLength: spectra.nFft ?? 2048, hopLength: spectra.hopLength ?? hopLength, windowLength: spectra.winLength,
      window: spectra.window, isCentered: spectra.center, padding: spectra.padMode)
  }
}
