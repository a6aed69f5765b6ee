import ArgumentParser
import Etude

/// What can be computed, under the names that the command line and the written files use.
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

  static var list: String { allCases.map(\.rawValue).joined(separator: ", ") }

  /// Computes the feature with the parameters that were given, and librosa's defaults for the others.
  func compute(_ waveform: Waveform, _ parameters: FeatureParameters) throws -> FeatureResult {
    let rate = waveform.sampleRate
    switch self {
    case .load: return .real(waveform.tensor)
    case .stft: return .complex(try parameters.transform()(waveform))
    case .decibels:
      let magnitudes = try parameters.transform().magnitudes(of: waveform)
      return .real(
        try amplitudeToDecibels(
          magnitudes, reference: parameters.spectra.reference, minimum: parameters.spectra.amin ?? 1e-5,
          range: parameters.spectra.range))
    case .cqt: return .complex(try parameters.constantQ()(waveform))
    case .chromaCQT: return .real(try parameters.constantQChroma()(waveform))
    case .chromaSTFT: return .real(try parameters.spectralChroma()(waveform))
    case .mel: return .real(try parameters.mel()(waveform))
    case .mfcc: return .real(try parameters.cepstra()(waveform))
    case .yin: return .real(try parameters.yin()(waveform))
    case .pyin:
      let track = try parameters.probabilisticYin()(waveform)
      return .real(Tensor(track.frequencies.map { Float($0) }))
    case .spectralCentroid:
      return .real(try SpectralShape.centroid(parameters.transform().magnitudes(of: waveform), sampleRate: rate))
    case .spectralBandwidth:
      return .real(try SpectralShape.bandwidth(parameters.transform().magnitudes(of: waveform), sampleRate: rate))
    case .spectralRollOff:
      return .real(
        try SpectralShape.rollOff(
          parameters.transform().magnitudes(of: waveform), sampleRate: rate,
          share: parameters.spectra.rollPercent ?? 0.85))
    case .rootMeanSquare:
      return .real(
        try FrameEnergy.rootMeanSquare(
          waveform, frameLength: parameters.spectra.frameLength ?? 2048,
          hopLength: parameters.spectra.hopLength ?? 512, isCentered: parameters.spectra.center))
    case .zeroCrossingRate:
      return .real(
        try FrameEnergy.zeroCrossingRate(
          waveform, frameLength: parameters.spectra.frameLength ?? 2048,
          hopLength: parameters.spectra.hopLength ?? 512, isCentered: parameters.spectra.center))
    case .onsetStrength: return .real(try OnsetStrength(mel: parameters.mel())(waveform))
    case .tuning:
      return .real(Tensor(Float(try Tuning.estimate(waveform, binsPerOctave: parameters.tuningBins(self)))))
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

  /// The matrix that a picture shows; nil for anything but rows and columns.
  var picture: Tensor? {
    let tensor = magnitude
    return tensor.rank == 2 && tensor.count > 0 ? tensor : nil
  }
}
