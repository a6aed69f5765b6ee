import ArgumentParser
import Etude

/// The features, under their names on the command line and in written files.
enum Feature: String, CaseIterable, ExpressibleByArgument {
  case load
  case stft
  case decibels
  case cqt
  case chromaCQT = "chroma-cqt"
  case chromaSTFT = "chroma-stft"
  case mel
  case mfcc
  case yin
  case pyin
  case spectralCentroid = "spectral-centroid"
  case spectralBandwidth = "spectral-bandwidth"
  case spectralRollOff = "spectral-rolloff"
  case rootMeanSquare = "rms"
  case zeroCrossingRate = "zero-crossing-rate"
  case onsetStrength = "onset-strength"
  case tuning
  case spectralContrast = "spectral-contrast"
  case spectralFlatness = "spectral-flatness"
  case polyFeatures = "poly-features"
  case tonnetz
  case chromaCENS = "chroma-cens"
  case chromaVQT = "chroma-vqt"
  case voicedFlag = "voiced-flag"
  case voicedProbability = "voiced-prob"
  case tempogram
  case tempo

  static var list: String { allCases.map(\.rawValue).joined(separator: ", ") }

  /// Computes the feature with the parameters that were given, and librosa's defaults for the others.
  func compute(_ waveform: Waveform, _ parameters: FeatureParameters) throws -> FeatureResult {
    let rate = waveform.sampleRate
    let values = parameters.values
    switch self {
    case .load: return .real(waveform.tensor)
    case .stft: return .complex(try parameters.transform(hopLength: nil)(waveform))
    case .decibels:
      let magnitudes = try parameters.transform(hopLength: nil).magnitudes(of: waveform)
      return .real(
        try amplitudeToDecibels(
          magnitudes, reference: values.number(.reference).map { .value($0) } ?? .maximum,
          minimum: values.number(.minimumAmplitude) ?? 1e-5,
          range: values[.topDecibels] == nil ? 80 : values.number(.topDecibels)))
    case .cqt: return .complex(try parameters.constantQ()(waveform))
    case .chromaCQT: return .real(try parameters.constantQChroma()(waveform))
    case .chromaSTFT: return .real(try parameters.spectralChroma()(waveform))
    case .mel: return .real(try parameters.mel()(waveform))
    case .mfcc: return .real(try parameters.cepstra()(waveform))
    case .yin: return .real(try parameters.yin()(waveform))
    case .pyin, .voicedFlag, .voicedProbability:
      let track = try parameters.probabilisticYin()(waveform)
      switch self {
      case .voicedFlag: return .real(Tensor(track.isVoiced.map { $0 ? 1 : 0 }))
      case .voicedProbability: return .real(Tensor(track.voicedProbabilities.map { Float($0) }))
      default: return .real(Tensor(track.frequencies.map { Float($0) }))
      }
    case .spectralCentroid, .spectralBandwidth, .spectralRollOff:
      let transform = try parameters.featureTransform()
      let magnitudes = try transform.magnitudes(of: waveform)
      let length = transform.fftLength
      switch self {
      case .spectralCentroid:
        return .real(try SpectralShape.centroid(magnitudes, sampleRate: rate, fftLength: length))
      case .spectralBandwidth:
        return .real(try SpectralShape.bandwidth(magnitudes, sampleRate: rate, fftLength: length))
      default:
        return .real(
          try SpectralShape.rollOff(
            magnitudes, sampleRate: rate, share: values.number(.rollPercent) ?? 0.85, fftLength: length))
      }
    case .spectralContrast, .spectralFlatness, .polyFeatures: return .real(try parameters.spectralShape(self, waveform))
    case .tonnetz: return .real(try Tonnetz(chroma: parameters.constantQChroma())(waveform))
    case .chromaCENS: return .real(try parameters.energyNormalizedChroma()(waveform))
    case .chromaVQT: return .real(try parameters.variableQChroma()(waveform))
    case .rootMeanSquare:
      return .real(
        try FrameEnergy.rootMeanSquare(
          waveform, frameLength: values.integer(.frameLength) ?? 2048, hopLength: values.integer(.hopLength) ?? 512,
          isCentered: values.flag(.center), padding: values.padding))
    case .zeroCrossingRate:
      return .real(
        try FrameEnergy.zeroCrossingRate(
          waveform, frameLength: values.integer(.frameLength) ?? 2048, hopLength: values.integer(.hopLength) ?? 512,
          isCentered: values.flag(.center)))
    case .onsetStrength: return .real(try parameters.onsetStrength()(waveform))
    case .tempogram: return .real(try parameters.tempogram()(waveform))
    case .tempo:
      let estimator = try parameters.tempoEstimator()
      let tempi = try values[.aggregate] == "none" ? estimator.course(of: waveform) : [estimator(waveform)]
      return .real(Tensor(tempi.map { Float($0) }))
    case .tuning:
      let tuning = try Tuning.estimate(
        waveform, binsPerOctave: parameters.tuningBins(self), transform: parameters.transform(hopLength: nil))
      return .real(Tensor(Float(tuning)))
    }
  }
}

/// An array of real or of complex numbers.
enum FeatureResult {
  case real(Tensor)
  case complex(ComplexTensor)

  var shape: [Int] {
    switch self {
    case .real(let tensor): tensor.shape
    case .complex(let tensor): tensor.shape
    }
  }

  /// The numbers, or the absolute values of complex ones.
  var magnitude: Tensor {
    switch self {
    case .real(let tensor): tensor
    case .complex(let tensor): tensor.magnitude
    }
  }

  /// The matrix that an image shows; nil for anything but rows and columns.
  var picture: Tensor? {
    let tensor = magnitude
    return tensor.rank == 2 && tensor.count > 0 ? tensor : nil
  }
}
