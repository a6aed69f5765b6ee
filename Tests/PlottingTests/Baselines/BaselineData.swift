import Foundation
import Images
import Tensors

/// Made-up data, the same on every machine.
enum BaselineData {
  static let steps = Array(0..<100)
  static let decay = steps.map { 2 / (1 + Double($0) / 10) }
  static let notes = ["A3", "B3", "C3", "D3", "E3", "F3", "G3"]

  /// Sums of uniform numbers, nearly normal.
  static func noise(_ count: Int, _ seed: Int) -> [Double] {
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
    func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 40) / Double(1 << 24)
    }
    return (0..<count).map { _ in (0..<6).reduce(-3.0) { sum, _ in sum + next() } }
  }

  static let ramp = Tensor(shape: [1, 64], scalars: (0..<64).map(Float.init))

  static let ripples = Tensor(
    shape: [24, 36],
    scalars: (0..<24 * 36).map { (cell: Int) -> Float in
      let (row, column) = (Float(cell / 36), Float(cell % 36))
      return sin(column / 4) * cos(row / 3)
    })

  static let holes = Tensor(
    shape: [6, 8], scalars: (0..<48).map { $0 % 7 == 0 ? .nan : $0 == 20 ? .infinity : Float($0) })

  static func confusion(_ count: Int) -> Tensor {
    Tensor(
      shape: [count, count],
      scalars: (0..<count * count).map { cell in
        let (row, column) = (cell / count, cell % count)
        return row == column ? Float(11 + row % 5) : (row * 7 + column * 3) % 23 == 0 ? Float(1 + column % 3) : 0
      })
  }

  static func picture(_ number: Int, side: Int) -> Image {
    let pixels = (0..<side * side).flatMap { index -> [UInt8] in
      let (row, column) = (index / side * 12 / side, Double(index % side) / Double(side))
      let level = row == (number * 5) % 12 ? 1 - column * 0.3 : 0.25 * (1 - column) * Double((row * 7 + number) % 5) / 5
      return [UInt8(level * 250), UInt8(level * level * 235), UInt8(80 + level * 60)]
    }
    return Image(width: side, height: side, channels: 3, pixels: pixels)
  }

  static func tone(_ count: Int) -> [Double] {
    (0..<count).map { (index: Int) -> Double in
      let time = Double(index)
      let envelope: Double = exp(-time / 12_000) * (0.8 + 0.2 * sin(time / 3000))
      return envelope * sin(time * 0.0627)
    }
  }
}
