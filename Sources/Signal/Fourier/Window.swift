import Foundation
import Synchronization
import Tensors

/// The window function of a frame before its transform; agrees with `scipy.signal.get_window`.
///
/// Spectra use periodic weights (`fftbins=True` in SciPy): a window of length N is the first N points of a symmetric one
/// of N + 1. A window is written as SciPy names it, its parameters after colons: `hann`, `kaiser:14`,
/// `general_gaussian:1.5:200`.
///
/// ```swift
/// let transform = try ShortTimeFourierTransform(window: .kaiser(beta: 14))
/// ```
public enum Window: Sendable, Hashable {
  /// 0.5 - 0.5 cos(2πi / N), the default everywhere.
  case hann
  /// 0.54 - 0.46 cos(2πi / N).
  case hamming
  /// 0.42 - 0.5 cos(2πi / N) + 0.08 cos(4πi / N).
  case blackman
  /// The four-term window with side lobes at -92 dB.
  case blackmanHarris
  /// Straight up and down: 1 - |2i / N - 1|.
  case bartlett
  /// No fading: ones.
  case rectangular
  /// 0.62 - 0.48 |i / N - 0.5| + 0.38 cos(2π |i / N - 0.5|).
  case barthann
  /// (1 - |x|) cos(π |x|) + sin(π |x|) / π for x in -1…1.
  case bohman
  /// Half a sine wave.
  case cosine
  /// The five-term window whose main lobe is flat, for reading amplitudes.
  case flatTop
  /// sin(πx) / πx for x in -1…1.
  case lanczos
  /// The four-term window with side lobes at -98 dB.
  case nuttall
  /// Piecewise cubic: four rectangles convolved.
  case parzen
  /// Four nearly constant side lobes at -30 dB.
  case taylor
  /// Straight up and down, without zeros at the ends.
  case triangular
  /// Flat in the middle; this fraction of the window fades, as a Hann window does.
  case tukey(taper: Double = 0.5)
  /// e^(-|i - N/2| / decay), the decay being in samples.
  case exponential(decay: Double = 1)
  /// I₀(β √(1 - x²)) / I₀(β) for x in -1…1, I₀ being the modified Bessel function.
  case kaiser(beta: Double)
  /// e^(-n² / 2σ²), σ being in samples.
  case gaussian(standardDeviation: Double)
  /// e^(-½ |n / σ|^2p).
  case generalGaussian(power: Double, standardDeviation: Double)
  /// α - (1 - α) cos(2πi / N).
  case generalHamming(Double)
  /// Σ (-1)ᵏ aₖ cos(2πki / N).
  case generalCosine([Double])
  /// Dolph and Chebyshev's: all side lobes at this attenuation in decibels.
  case chebyshev(attenuation: Double)
  /// The first Slepian sequence (DPSS): the most energy within `halfBandwidth` bins.
  case slepian(halfBandwidth: Double)

  /// The weights of a frame, periodic, `[length]`.
  ///
  /// - Precondition: the window's parameters are in range.
  public func weights(length: Int) -> [Double] {
    if length <= 1 { return [Double](repeating: 1, count: max(0, length)) }
    return Array(symmetricWeights(length: length + 1).dropLast())
  }

  /// The weights of a filter, whose first is as large as its last, `[length]`.
  ///
  /// - Precondition: the window's parameters are in range.
  public func symmetricWeights(length: Int) -> [Double] {
    let problem = parameterError
    require(problem == nil, problem?.description ?? "")
    if length <= 1 { return [Double](repeating: 1, count: max(0, length)) }
    return WindowShape(count: length).weights(of: self)
  }

  /// The weights, computed once per process: every block of frames needs them.
  func kept(length: Int) -> [Double] {
    let key = Key(window: self, length: length)
    if let weights = Self.tables.withLock({ $0[key] }) { return weights }
    let weights = weights(length: length)
    Self.tables.withLock { tables in
      if tables.count >= 64 { tables.removeAll() }
      tables[key] = weights
    }
    return weights
  }

  private struct Key: Hashable {
    let window: Window
    let length: Int
  }

  private static let tables = Mutex<[Key: [Double]]>([:])

  /// The equivalent noise bandwidth in bins, N Σw² / (Σw)²: librosa's table, and 1000 points for other windows.
  var bandwidth: Double {
    switch self {
    case .hann: return 1.50018310546875
    case .hamming: return 1.3629455320350348
    case .blackman: return 1.7269681554262326
    case .blackmanHarris: return 2.0045975283585014
    case .bartlett: return 1.3334961334912805
    case .rectangular: return 1
    case .barthann: return 1.4560255965133932
    case .bohman: return 1.7859588613860062
    case .cosine: return 1.2337005350199792
    case .flatTop: return 2.7762255046484143
    case .nuttall: return 1.9763500280946082
    case .parzen: return 1.9174603174603191
    case .triangular: return 1.3331706523555851
    default:
      let weights = kept(length: 1000)
      let sum = weights.reduce(0, +)
      return 1000 * weights.reduce(0) { $0 + $1 * $1 } / (sum * sum + .leastNormalMagnitude)
    }
  }

  /// Throws for a parameter out of range.
  func validate() throws(SignalError) { if let parameterError { throw parameterError } }

  private var parameterError: SignalError? {
    func error(_ name: String, _ value: Double, _ requirement: String) -> SignalError {
      .invalidParameter(name: name, value: "\(value)", requirement: requirement)
    }
    switch self {
    case .tukey(let taper) where !taper.isFinite: return error("taper", taper, "a finite number")
    case .exponential(let decay) where !(decay > 0 && decay.isFinite): return error("decay", decay, "a number above 0")
    case .kaiser(let beta) where !(abs(beta) <= 600): return error("beta", beta, "in -600…600")
    case .gaussian(let deviation) where !(deviation > 0 && deviation.isFinite):
      return error("standardDeviation", deviation, "a number above 0")
    case .generalGaussian(_, let deviation) where !(deviation > 0 && deviation.isFinite):
      return error("standardDeviation", deviation, "a number above 0")
    case .generalGaussian(let power, _) where !(power >= 0 && power.isFinite):
      return error("power", power, "a number of at least 0")
    case .generalHamming(let alpha) where !alpha.isFinite: return error("alpha", alpha, "a finite number")
    case .generalCosine(let coefficients):
      if let stranger = coefficients.first(where: { !$0.isFinite }) {
        return error("coefficients", stranger, "finite numbers")
      }
      return coefficients.isEmpty
        ? .invalidParameter(name: "coefficients", value: "[]", requirement: "at least one number") : nil
    case .chebyshev(let attenuation) where !(attenuation > 0 && attenuation <= 300):
      return error("attenuation", attenuation, "above 0 and at most 300 dB")
    case .slepian(let halfBandwidth) where !(halfBandwidth > 0 && halfBandwidth <= 64):
      return error("halfBandwidth", halfBandwidth, "above 0 and at most 64 bins")
    default: return nil
    }
  }
}
