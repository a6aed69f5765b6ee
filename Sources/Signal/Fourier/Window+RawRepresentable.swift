extension Window: CaseIterable {
  /// The windows without parameters.
  public static let allCases: [Window] = [
    .hann, .hamming, .blackman, .blackmanHarris, .bartlett, .rectangular, .barthann, .bohman, .cosine, .flatTop,
    .lanczos, .nuttall, .parzen, .taylor, .triangular,
  ]
}

extension Window: RawRepresentable {
  /// The window of a name as SciPy has it, its parameters after colons: `hann`, `tukey:0.25`, `general_gaussian:1.5:200`.
  ///
  /// Nil for another name or another number of parameters, and for parameters out of range.
  public init?(rawValue: String) {
    let words = rawValue.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    let parameters = words.dropFirst().compactMap(Double.init)
    guard let name = words.first, parameters.count == words.count - 1 else { return nil }
    let window: Window?
    switch (name, parameters.count) {
    case ("tukey", 0): window = .tukey()
    case ("tukey", 1): window = .tukey(taper: parameters[0])
    case ("exponential", 0): window = .exponential()
    case ("exponential", 1): window = .exponential(decay: parameters[0])
    case ("kaiser", 1): window = .kaiser(beta: parameters[0])
    case ("gaussian", 1): window = .gaussian(standardDeviation: parameters[0])
    case ("general_gaussian", 2): window = .generalGaussian(power: parameters[0], standardDeviation: parameters[1])
    case ("general_hamming", 1): window = .generalHamming(parameters[0])
    case ("general_cosine", 1...): window = .generalCosine(parameters)
    case ("chebwin", 1): window = .chebyshev(attenuation: parameters[0])
    case ("dpss", 1): window = .slepian(halfBandwidth: parameters[0])
    case (_, 0): window = Self.allCases.first { $0.rawValue == name } ?? (name == "boxcar" ? .rectangular : nil)
    default: window = nil
    }
    guard let window, (try? window.validate()) != nil else { return nil }
    self = window
  }

  /// The name as SciPy has it, with parameters after colons.
  public var rawValue: String {
    switch self {
    case .hann: "hann"
    case .hamming: "hamming"
    case .blackman: "blackman"
    case .blackmanHarris: "blackmanharris"
    case .bartlett: "bartlett"
    case .rectangular: "ones"
    case .barthann: "barthann"
    case .bohman: "bohman"
    case .cosine: "cosine"
    case .flatTop: "flattop"
    case .lanczos: "lanczos"
    case .nuttall: "nuttall"
    case .parzen: "parzen"
    case .taylor: "taylor"
    case .triangular: "triang"
    case .tukey(let taper): "tukey:\(taper)"
    case .exponential(let decay): "exponential:\(decay)"
    case .kaiser(let beta): "kaiser:\(beta)"
    case .gaussian(let deviation): "gaussian:\(deviation)"
    case .generalGaussian(let power, let deviation): "general_gaussian:\(power):\(deviation)"
    case .generalHamming(let alpha): "general_hamming:\(alpha)"
    case .generalCosine(let coefficients):
      coefficients.reduce("general_cosine") { $0 + ":\($1)" }
    case .chebyshev(let attenuation): "chebwin:\(attenuation)"
    case .slepian(let halfBandwidth): "dpss:\(halfBandwidth)"
    }
  }
}
