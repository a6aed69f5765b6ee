/// Parameters of a feature's computation, named as librosa names them.
///
/// `declaration` is the table behind parsing, help and errors: a kind of value, a line of help, and the features that
/// take the option. No feature ignores an option: one that it does not take is an error.
enum FeatureOption: String, CaseIterable {
  case sampleRate = "sr"
  case mono
  case offset
  case duration
  case fftLength = "n-fft"
  case hopLength = "hop-length"
  case windowLength = "win-length"
  case window
  case center
  case padMode = "pad-mode"
  case reference = "ref"
  case minimumAmplitude = "amin"
  case topDecibels = "top-db"
  case frameLength = "frame-length"
  case troughThreshold = "trough-threshold"
  case rollPercent = "roll-percent"
  case binsPerOctave = "bins-per-octave"
  case binCount = "n-bins"
  case minimumFrequency = "fmin"
  case maximumFrequency = "fmax"
  case tuning
  case norm
  case threshold
  case constantQMode = "cqt-mode"
  case chromaCount = "n-chroma"
  case octaveCount = "n-octaves"
  case filterScale = "filter-scale"
  case sparsity
  case scale
  case melCount = "n-mels"
  case htk
  case power
  case cepstrumCount = "n-mfcc"
  case lifter
  case melNorm = "mel-norm"
  case cosineTransform = "dct-type"
  case cosineNorm = "dct-norm"
  case bandCount = "n-bands"
  case quantile
  case linear
  case order
  case smoothingLength = "win-len-smooth"
  case smoothingWindow = "smoothing-window"
  case intervals
  case gamma
  case startTempo = "start-bpm"
  case tempoDeviation = "std-bpm"
  case tempoSpan = "ac-size"
  case maximumTempo = "max-tempo"
  case aggregate

  /// A row of the table.
  struct Declaration {
    let kind: OptionKind
    let help: String
    let features: [Feature]

    init(_ kind: OptionKind, _ features: [Feature], _ help: String) {
      self.kind = kind
      self.help = help
      self.features = features
    }
  }

  /// The option's row.
  var declaration: Declaration {
    switch self {
    case .sampleRate:
      Declaration(
        .choiceOrInteger(["native"]), Feature.allCases,
        "Sample rate to resample to in hertz, 22050 by default; for a .npy file, the rate of its samples.")
    case .mono: Declaration(.flag(hasOpposite: true), Feature.allCases, "Average the channels (the default).")
    case .offset: Declaration(.number, Feature.allCases, "Start of the part to read, in seconds.")
    case .duration: Declaration(.number, Feature.allCases, "Duration of the part to read, in seconds.")
    case .fftLength: Declaration(.integer, Self.spectral + [.tuning], "Samples per transform, 2048 by default.")
    case .hopLength:
      Declaration(
        .integer, Self.spectral + Self.constantQ + Self.framed + [.tuning, .chromaVQT, .tempogram, .tempo],
        "Samples between frames: 512 by default, a quarter of the window or frame for stft, decibels, tuning, yin and "
          + "pyin.")
    case .windowLength:
      Declaration(
        .integer, Self.spectral + [.tuning, .tempogram],
        "Window length in samples, n-fft by default; for tempogram, frames of onset strength, 384.")
    case .window:
      Declaration(
        .window, Self.spectral + [.cqt, .tuning, .tempogram],
        "Window of spectra and wavelets, hann by default; parameters follow after colons, as in kaiser:14."
      )
    case .center:
      Declaration(
        .flag(hasOpposite: true), Self.spectral + Self.framed + [.tuning, .tempogram],
        "Centre frames on their samples (the default); for onset strength, shift it to the middle of its frames.")
    case .padMode:
      Declaration(
        .choice(OptionKind.paddings), Self.spectral + [.cqt, .yin, .pyin, .rootMeanSquare, .tuning] + Self.voicing,
        "Padding beyond the ends, constant (zeros) by default.")
    case .reference:
      Declaration(.choiceOrNumber(["max"]), [.decibels], "Amplitude of 0 dB, or max (the default).")
    case .minimumAmplitude:
      Declaration(
        .number, [.decibels, .spectralFlatness],
        "Smallest amplitude, 1e-5 by default; for spectral-flatness, smallest power, 1e-10.")
    case .topDecibels:
      Declaration(.choiceOrNumber(["none"]), [.decibels], "Decibels below the maximum to cut at, 80 by default.")
    case .frameLength: Declaration(.integer, Self.framed, "Samples per frame, 2048 by default.")
    case .troughThreshold: Declaration(.number, [.yin], "Threshold of a dip that counts as a period, 0.1 by default.")
    case .rollPercent: Declaration(.number, [.spectralRollOff], "Fraction below the roll-off, 0.85 by default.")
    case .binsPerOctave:
      Declaration(
        .integer, [.cqt, .tuning, .chromaVQT] + Self.folded,
        "Bins per octave: 12 by default, 36 for chroma-cqt, tonnetz and chroma-cens.")
    case .binCount: Declaration(.integer, [.cqt], "Total number of bins, 84 by default.")
    case .minimumFrequency:
      Declaration(
        .frequency,
        Self.constantQ + Self.banded + [.yin, .pyin, .spectralContrast, .chromaVQT] + Self.voicing,
        "Lowest frequency, in hertz or as a note: C1 by default, C2 for yin and pyin, 0 for mel bands, 200 for "
          + "contrasts."
      )
    case .maximumFrequency:
      Declaration(
        .frequency, Self.banded + [.yin, .pyin] + Self.voicing,
        "Highest frequency, in hertz or as a note: half the rate by default, C7 for yin and pyin.")
    case .tuning:
      Declaration(
        .choiceOrNumber(["estimate"]), Self.constantQ + [.chromaSTFT],
        "Tuning, in fractions of a bin: estimate by default, 0 for cqt.")
    case .norm:
      Declaration(
        .choiceOrNumber(["inf", "none"]), Self.constantQ + [.chromaSTFT, .chromaVQT, .tempogram],
        "Norm that frames are divided by: inf by default, 2 for chroma-cens; for cqt, of wavelets, 1.")
    case .threshold:
      Declaration(.number, [.chromaCQT, .tonnetz, .chromaVQT], "Threshold below which chroma becomes 0, 0 by default.")
    case .constantQMode: Declaration(.choice(["full", "hybrid"]), Self.folded, "Kind of transform, full by default.")
    case .chromaCount: Declaration(.integer, [.chromaSTFT] + Self.folded, "Rows of a chromagram, 12 by default.")
    case .octaveCount: Declaration(.integer, [.chromaVQT] + Self.folded, "Octaves to add up, 7 by default.")
    case .filterScale: Declaration(.number, [.cqt], "Factor for the wavelets' lengths, 1 by default.")
    case .sparsity: Declaration(.number, [.cqt], "Fraction of each wavelet to drop, 0.01 by default.")
    case .scale: Declaration(.flag(hasOpposite: true), [.cqt], "Divide bins by the root of their length (the default).")
    case .melCount: Declaration(.integer, Self.banded, "Mel bands, 128 by default.")
    case .htk: Declaration(.flag(hasOpposite: false), Self.banded, "Use the Hidden Markov Toolkit's mel scale.")
    case .power: Declaration(.number, Self.banded + [.spectralFlatness], "Exponent of magnitudes, 2 by default.")
    case .cepstrumCount: Declaration(.integer, [.mfcc], "Cepstral coefficients, 20 by default.")
    case .lifter: Declaration(.number, [.mfcc], "Lifter of the coefficients, 0 (none) by default.")
    case .melNorm:
      Declaration(
        .choice(["slaney", "none"]), Self.banded, "Mel bands of equal area (slaney, the default) or of equal height.")
    case .cosineTransform:
      Declaration(.choice(["1", "2", "3"]), [.mfcc], "Type of the cosine transform, 2 by default.")
    case .cosineNorm:
      Declaration(.choice(["ortho", "none"]), [.mfcc], "Norm of the cosine transform, ortho by default.")
    case .bandCount: Declaration(.integer, [.spectralContrast], "Octave bands above the lowest, 6 by default.")
    case .quantile:
      Declaration(.number, [.spectralContrast], "Fraction of bins in a peak or a valley, 0.02 by default.")
    case .linear:
      Declaration(.flag(hasOpposite: false), [.spectralContrast], "Use differences of magnitudes instead of decibels.")
    case .order: Declaration(.integer, [.polyFeatures], "Order of the polynomial, 1 by default.")
    case .smoothingLength:
      Declaration(.choiceOrInteger(["none"]), [.chromaCENS], "Frames to smooth over, 41 by default.")
    case .smoothingWindow: Declaration(.window, [.chromaCENS], "Weights of the smoothing, hann by default.")
    case .intervals:
      Declaration(
        .choice(["equal", "pythagorean", "ji3", "ji5", "ji7"]), [.chromaVQT],
        "Division of the octave, equal by default.")
    case .startTempo: Declaration(.number, [.tempo], "Tempo that is expected, in beats a minute, 120 by default.")
    case .tempoDeviation: Declaration(.number, [.tempo], "Octaves from there at which tempi are still likely, 1.")
    case .tempoSpan: Declaration(.number, [.tempo], "Seconds of a window of the tempogram, 8 by default.")
    case .maximumTempo:
      Declaration(.choiceOrNumber(["none"]), [.tempo], "Tempo above which none is looked for, 320 by default.")
    case .aggregate:
      Declaration(.choice(["mean", "none"]), [.tempo], "One tempo (mean, the default), or one for each frame (none).")
    case .gamma: Declaration(.number, [.chromaVQT], "Bandwidth added to all bins, in hertz, 0 by default.")
    }
  }

  /// Features of short-time Fourier transforms.
  private static let spectral: [Feature] = [
    .stft, .decibels, .chromaSTFT, .mel, .mfcc, .spectralCentroid, .spectralBandwidth, .spectralRollOff, .onsetStrength,
    .spectralContrast, .spectralFlatness, .polyFeatures,
  ]
  private static let banded: [Feature] = [.mel, .mfcc, .onsetStrength]
  /// Features of folded constant-Q transforms.
  private static let folded: [Feature] = [.chromaCQT, .tonnetz, .chromaCENS]
  private static let constantQ: [Feature] = [.cqt] + folded
  /// Features of frames of samples.
  private static let framed: [Feature] = [.yin, .pyin, .rootMeanSquare, .zeroCrossingRate] + voicing
  /// Results of pitch tracking besides the pitch.
  private static let voicing: [Feature] = [.voicedFlag, .voicedProbability]
}

extension FeatureOption {
  /// The spelling, `--n-fft`.
  var name: String { "--\(rawValue)" }

  /// The spelling with its value or its opposite, `--n-fft <n>`.
  var usage: String {
    switch declaration.kind {
    case .flag(let hasOpposite): hasOpposite ? "\(name), --no-\(rawValue)" : name
    case .integer: "\(name) <n>"
    case .number, .frequency: "\(name) <x>"
    case .window: "\(name) <\(OptionKind.windows.joined(separator: "|"))|name:x>"
    case .choice(let names): "\(name) <\(names.joined(separator: "|"))>"
    case .choiceOrInteger(let names): "\(name) <n|\(names.joined(separator: "|"))>"
    case .choiceOrNumber(let names): "\(name) <x|\(names.joined(separator: "|"))>"
    }
  }

  /// The options with their help and the features that take them, a paragraph each.
  static var manual: String {
    allCases.map { option in
      let features = option.declaration.features
      let takers = features == Feature.allCases ? "all features" : features.map(\.rawValue).joined(separator: ", ")
      return "\(option.usage)\n    \(option.declaration.help) [\(takers)]"
    }
    .joined(separator: "\n")
  }
}
