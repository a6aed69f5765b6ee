import Foundation
import Plotting
import Testing

@Suite("Scales of axes")
struct AxisScaleTests {
  static let scales: [AxisScale] = [
    .linear, .log, .log(base: 2), .symlog, .symlog(base: 2, threshold: 65.4, linearScale: 0.5),
  ]

  @Test("Inverting a transformed value restores it", arguments: scales)
  func inverse(scale: AxisScale) {
    for value in [1e-3, 0.5, 1, 30, 100, 5000] {
      #expect(abs(scale.inverted(scale.transformed(value)) - value) < 1e-9 * value)
    }
    if scale != .log, scale != .log(base: 2) {
      for value in [-5000, -1, 0.0] {
        #expect(abs(scale.inverted(scale.transformed(value)) - value) < 1e-9 * max(1, abs(value)))
      }
    }
  }

  @Test("A value without a logarithm has no position")
  func outside() {
    #expect(AxisScale.log.transformed(0).isNaN)
    #expect(AxisScale.log.transformed(-1).isNaN)
  }

  @Test("The symmetric logarithm follows matplotlib's formula")
  func symlog() {
    // matplotlib.scale.SymmetricalLogTransform(10, 1, 1).transform([0.5, 1, 10, -100])
    let transformed = [0.5, 1, 10, -100].map(AxisScale.symlog.transformed)
    let expected = [0.5555555555555556, 1.1111111111111112, 2.111111111111111, -3.111111111111111]
    #expect(zip(transformed, expected).allSatisfy { abs($0 - $1) < 1e-12 })
  }
}
