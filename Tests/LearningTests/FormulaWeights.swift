import Fixtures
import Foundation
import Learning
import Tensors

/// The reproducible numbers of the fixtures' manifest, its `unit_formula` and `weight_formula`.
enum Formula {
  /// `count` numbers in [−1, 1) for a name.
  static func unit(_ name: String, count: Int, salt: Int) -> [Double] {
    var seed: UInt32 = 2_166_136_261
    for byte in name.utf8 { seed = (seed ^ UInt32(byte)) &* 16_777_619 }
    seed = seed &+ UInt32(truncatingIfNeeded: salt) &* 0x85EB_CA77
    return (0..<count).map { index in
      var x = UInt32(truncatingIfNeeded: index) &* 0x9E37_79B1 &+ seed
      x ^= x >> 16
      x = x &* 0x85EB_CA6B
      x ^= x >> 13
      x = x &* 0xC2B2_AE35
      x ^= x >> 16
      return Double(x >> 8) / 8_388_608 - 1
    }
  }

  /// A tensor of such numbers.
  static func tensor(_ name: String, shape: [Int], salt: Int) -> Tensor {
    Tensor(shape: shape, scalars: unit(name, count: shape.reduce(1, *), salt: salt).map { Float($0) })
  }

  /// Gives every parameter and statistic its formula value.
  static func fill(_ model: some Layer, salt: Int) {
    for named in model.parameters {
      let shape = named.parameter.shape
      let units = unit(named.name, count: named.parameter.count, salt: salt)
      let values =
        named.name.hasSuffix("bias")
        ? units.map { 0.1 * $0 }
        : shape.count == 1
          ? units.map { 1 + 0.2 * $0 }
          : units.map { $0 * (3 / Double(shape.dropFirst().reduce(1, *))).squareRoot() }
      named.parameter.value = Tensor(shape: shape, scalars: values.map { Float($0) })
    }
    for named in model.statistics {
      let shape = named.statistic.value.shape
      let units = unit(named.name, count: named.statistic.value.count, salt: salt)
      let values =
        named.name.hasSuffix("running_mean")
        ? units.map { 0.1 * $0 }
        : named.name.hasSuffix("running_var") ? units.map { 1 + 0.25 * $0 } : units.map { _ in 0 }
      named.statistic.value = Tensor(shape: shape, scalars: values.map { Float($0) })
    }
  }
}

/// The largest difference between two lists of numbers beyond what is tolerated, and the largest difference at all.
struct Comparison {
  private(set) var largest = 0.0
  private(set) var failures: [String] = []

  let tolerance: Fixtures.Tolerance

  init(_ tolerance: Fixtures.Tolerance) { self.tolerance = tolerance }

  mutating func check(_ actual: [Double], _ expected: [Double], _ what: String) {
    guard actual.count == expected.count else {
      failures.append("\(what): \(actual.count) numbers instead of \(expected.count)")
      return
    }
    for (index, (got, want)) in zip(actual, expected).enumerated() {
      largest = max(largest, abs(got - want))
      if !tolerance.accepts(got, expected: want), failures.count < 5 {
        failures.append("\(what)[\(index)]: \(got) instead of \(want)")
      }
    }
  }

  mutating func check(_ actual: Tensor, _ expected: Tensor, _ what: String) {
    guard actual.shape == expected.shape else {
      failures.append("\(what): shape \(actual.shape) instead of \(expected.shape)")
      return
    }
    check(actual.scalars.map { Double($0) }, expected.scalars.map { Double($0) }, what)
  }
}
