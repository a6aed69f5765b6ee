import Foundation
import Networks
import Tensors

/// The reproducible numbers of the fixtures' manifest, its `unit_formula` and `weight_formula`.
package enum Formula {
  /// `count` numbers in [−1, 1) for a name.
  package static func unit(_ name: String, count: Int, salt: Int) -> [Double] {
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
  package static func tensor(_ name: String, shape: [Int], salt: Int) -> Tensor {
    Tensor(shape: shape, scalars: unit(name, count: shape.reduce(1, *), salt: salt).map { Float($0) })
  }

  /// Gives every parameter and statistic its formula value.
  package static func fill(_ model: some Layer, salt: Int) {
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
