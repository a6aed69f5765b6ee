/// Parameters of a feature's computation, named as librosa names them.
///
/// `declaration` is the table from which parsing, help and refusal come: a kind of value, a line of help, and the
/// features that take the option. No feature ignores an option: one that it does not take is an error.
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
        "Rate to resample to in hertz, 22050 by default; that of the samples of a .npy file.")
    case .mono: Declaration(.flag(hasOpposite: true), Feature.allCases, "Average the channels (the default).")
    case .offset: Declaration(.number, Feature.allCases, "Where to start, in seconds.")
    case .duration: Declaration(.number, Feature.allCases, "How much to read, in seconds.")
    case .fftLength: Declaration(.integer, Self.spectral + [.tuning], "Samples in a transform, 2048 by default.")
    case .hopLength:
      Declaration(
        .integer, Self.spectral + Self.constantQ + Self.framed + [.tuning],
        "Samples between frames: 512 by default, a quarter of the window or frame for stft, decibels, tuning, yin and "
          + "pyin.")
    case .windowLength: Declaration(.integer, Self.spectral + [.tuning], "Samples under the window, n-fft by default.")
    case .window:
      Declaration(
        .choice(OptionKind.windows), Self.spectral + [.cqt, .tuning], "Window of spectra and wavelets, hann by default."
      )
    case .center:
      Declaration(
        .flag(hasOpposite: true), Self.spectral + Self.framed + [.tuning],
        "Centre frames on their samples (the default); shift onset strength to the middle of its frames.")
    case .padMode:
      Declaration(
        .choice(OptionKind.paddings), Self.spectral + [.cqt, .yin, .pyin, .rootMeanSquare, .tuning],
        "What lies beyond the ends, constant (zeros) by default.")
    case .reference:
      Declaration(.choiceOrNumber(["max"]), [.decibels], "Amplitude of 0 dB, or max, which is the default here.")
    case .minimumAmplitude: Declaration(.number, [.decibels], "Least amplitude told apart, 1e-5 by default.")
    case .topDecibels:
      Declaration(.choiceOrNumber(["none"]), [.decibels], "Decibels below the maximum to cut at, 80 by default.")
    case .frameLength: Declaration(.integer, Self.framed, "Samples in a frame, 2048 by default.")
    case .troughThreshold: Declaration(.number, [.yin], "Below which a dip counts as a period, 0.1 by default.")
    case .rollPercent: Declaration(.number, [.spectralRollOff], "Fraction below the roll-off, 0.85 by default.")
    case .binsPerOctave:
      Declaration(.integer, [.cqt, .chromaCQT, .tuning], "Bins an octave: 12 by default, 36 for chroma-cqt.")
    case .binCount: Declaration(.integer, [.cqt], "Bins in all, 84 by default.")
    case .minimumFrequency:
      Declaration(
        .frequency, Self.constantQ + Self.banded + [.yin, .pyin],
        "Lowest frequency, in hertz or as a note: C1 by default, C2 for yin and pyin, 0 for mel bands.")
    case .maximumFrequency:
      Declaration(
        .frequency, Self.banded + [.yin, .pyin],
        "Highest frequency, in hertz or as a note: half the rate by default, C7 for yin and pyin.")
    case .tuning:
      Declaration(
        .choiceOrNumber(["estimate"]), Self.constantQ + [.chromaSTFT],
        "Shift of the scale in fractions of a bin: estimate by default, 0 for cqt.")
    case .norm:
      Declaration(
        .choiceOrNumber(["inf", "none"]), Self.constantQ + [.chromaSTFT],
        "p of the norm that frames are divided by, inf by default; for cqt, wavelets, by 1.")
    case .threshold: Declaration(.number, [.chromaCQT], "Below which chroma becomes 0, 0 by default.")
    case .constantQMode: Declaration(.choice(["full", "hybrid"]), [.chromaCQT], "Kind of transform, full by default.")
    case .chromaCount: Declaration(.integer, [.chromaCQT, .chromaSTFT], "Rows of a chromagram, 12 by default.")
    case .octaveCount: Declaration(.integer, [.chromaCQT], "Octaves that are added up, 7 by default.")
    case .filterScale: Declaration(.number, [.cqt], "Factor of the wavelets' lengths, 1 by default.")
    case .sparsity: Declaration(.number, [.cqt], "Fraction of each wavelet that is dropped, 0.01 by default.")
    case .scale: Declaration(.flag(hasOpposite: true), [.cqt], "Divide bins by the root of their length (the default).")
    case .melCount: Declaration(.integer, Self.banded, "Mel bands, 128 by default.")
    case .htk: Declaration(.flag(hasOpposite: false), Self.banded, "Take the Hidden Markov Toolkit's mel scale.")
    case .power: Declaration(.number, Self.banded, "Exponent of magnitudes, 2 by default.")
    case .cepstrumCount: Declaration(.integer, [.mfcc], "Cepstral coefficients, 20 by default.")
    case .lifter: Declaration(.number, [.mfcc], "Lifter of the coefficients, 0 (none) by default.")
    }
  }

  /// Features of short-time Fourier transforms.
  private static let spectral: [Feature] = [
    .stft, .decibels, .chromaSTFT, .mel, .mfcc, .spectralCentroid, .spectralBandwidth, .spectralRollOff, .onsetStrength,
  ]
  private static let banded: [Feature] = [.mel, .mfcc, .onsetStrength]
  private static let constantQ: [Feature] = [.cqt, .chromaCQT]
  /// Features of frames of samples.
  private static let framed: [Feature] = [.yin, .pyin, .rootMeanSquare, .zeroCrossingRate]
}

extension FeatureOption {
  /// As it is written, `--n-fft`.
  var name: String { "--\(rawValue)" }

  /// As it is written with its value or its opposite, `--n-fft <n>`.
  var usage: String {
    switch declaration.kind {
    case .flag(let hasOpposite): hasOpposite ? "\(name), --no-\(rawValue)" : name
    case .integer: "\(name) <n>"
    case .number, .frequency: "\(name) <x>"
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
