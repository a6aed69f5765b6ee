import Foundation

/// Polynomials that fit equally spaced numbers best, as weights of these numbers.
struct PolynomialFit {
  private let width: Int
  /// Coefficients of orthonormal polynomials of x in -1…1, lowest power first.
  private let polynomials: [[Double]]
  /// Each polynomial's value at each number.
  private let values: [[Double]]

  /// - Parameter degree: below `width`.
  init(width: Int, degree: Int) {
    self.width = width
    var polynomials: [[Double]] = []
    var values: [[Double]] = []
    let places = (0..<width).map { Self.place($0, width) }
    for power in 0...degree {
      var coefficients = [Double](repeating: 0, count: degree + 1)
      // x times the last polynomial is nearly orthogonal to all before it, unlike the bare power.
      for index in 0..<degree where power > 0 { coefficients[index + 1] = polynomials[power - 1][index] }
      if power == 0 { coefficients[0] = 1 }
      var line = places.map { Self.evaluate(coefficients, $0) }
      for _ in 0..<2 {
        for other in 0..<power {
          let overlap = zip(line, values[other]).reduce(0) { $0 + $1.0 * $1.1 }
          for index in coefficients.indices { coefficients[index] -= overlap * polynomials[other][index] }
          for index in line.indices { line[index] -= overlap * values[other][index] }
        }
      }
      let length = line.reduce(0) { $0 + $1 * $1 }.squareRoot()
      polynomials.append(coefficients.map { $0 / length })
      values.append(line.map { $0 / length })
    }
    self.polynomials = polynomials
    self.values = values
  }

  /// The weights with which the numbers add up to a derivative at number `index`, their distance being 1.
  func weights(derivative: Int, at index: Int) -> [Double] {
    let place = Self.place(index, width)
    let scale = pow(2 / Double(width - 1), Double(derivative))
    let slopes = polynomials.map { polynomial in
      let derived = (0..<derivative).reduce(polynomial) { coefficients, _ in
        coefficients.enumerated().dropFirst().map { Double($0.offset) * $0.element }
      }
      return scale * Self.evaluate(derived, place)
    }
    return (0..<width).map { number in slopes.indices.reduce(0) { $0 + slopes[$1] * values[$1][number] } }
  }

  private static func place(_ index: Int, _ width: Int) -> Double { 2 * Double(index) / Double(width - 1) - 1 }

  private static func evaluate(_ coefficients: [Double], _ place: Double) -> Double {
    coefficients.reversed().reduce(0) { $0 * place + $1 }
  }
}
