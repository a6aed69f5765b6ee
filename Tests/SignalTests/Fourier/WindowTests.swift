import Foundation
import Signal
import Tensors
import TestSupport
import Testing

@Suite("Windows")
struct WindowTests {
  /// In the order of the fixtures' rows.
  private static let windows: [Window] =
    Window.allCases + [
      .tukey(), .tukey(taper: 0.25), .exponential(), .exponential(decay: 12.5), .kaiser(beta: 14), .kaiser(beta: 2.5),
      .gaussian(standardDeviation: 7), .generalGaussian(power: 1.5, standardDeviation: 7), .generalHamming(0.75),
      .generalCosine([0.4, 0.5, 0.1]), .chebyshev(attenuation: 100), .chebyshev(attenuation: 60),
      .slepian(halfBandwidth: 2.5), .slepian(halfBandwidth: 4),
    ]

  @Test("A window is symmetric about its middle", arguments: windows)
  func windowsAreSymmetric(window: Window) {
    let weights = window.weights(length: 64)
    #expect((1..<64).allSatisfy { abs(weights[$0] - weights[64 - $0]) < 1e-11 })
    #expect(abs(weights[32] - 1) < 1e-8)
  }

  @Test("Hann windows a half length apart add up to one")
  func hannWindowsAddUp() {
    let weights = Window.hann.weights(length: 64)
    #expect((0..<32).allSatisfy { abs(weights[$0] + weights[$0 + 32] - 1) < 1e-12 })
  }

  @Test("A window of one sample keeps it", arguments: windows)
  func windowsOfOneKeepIt(window: Window) {
    #expect(window.weights(length: 1) == [1] && window.weights(length: 0) == [])
  }

  @Test("Weights agree with SciPy's", arguments: [48, 49], [true, false])
  func weightsAgreeWithSciPy(length: Int, isPeriodic: Bool) throws {
    let rows = Self.windows.flatMap { isPeriodic ? $0.weights(length: length) : $0.symmetricWeights(length: length) }
    try expectMatches(
      Tensor(shape: [Self.windows.count, length], scalars: rows.map { Float($0) }),
      fixture: "signal_features/windows_\(length)_\(isPeriodic ? "periodic" : "symmetric")")
  }

  @Test("A window reads back from its name", arguments: windows)
  func windowsReadBack(window: Window) {
    #expect(Window(rawValue: window.rawValue) == window)
  }

  @Test(
    "A name that is not a window, or has other parameters, is none",
    arguments: ["", "square", "hann:2", "kaiser", "kaiser:x", "kaiser:", "gaussian:0", "chebwin:-3", "dpss:nan"])
  func otherNamesAreNone(name: String) {
    #expect(Window(rawValue: name) == nil)
  }

  @Test("A window whose parameter is out of range is refused with its value")
  func parametersOutOfRangeAreRefused() {
    #expect(
      message { try ShortTimeFourierTransform(window: .gaussian(standardDeviation: -1)) }
        == "standardDeviation is -1.0, but it must be a number above 0.")
    #expect(
      message { try ShortTimeFourierTransform(window: .generalCosine([])) }
        == "coefficients is [], but it must be at least one number.")
  }
}
