import Foundation
import Networks
import Tensors
import TestSupport
import Testing

@Suite("Activations")
struct ActivationTests {
  /// Points away from the corners at −3, 0 and 3.
  private let points: [Float] = [-4.5, -3.25, -2, -1.25, -0.5, -0.125, 0.125, 0.75, 1.5, 2.5, 3.5, 6]

  /// Each activation with its formula.
  private var cases: [(layer: any Layer, formula: (Double) -> Double)] {
    func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
    func softplus(_ x: Double) -> Double { log1p(exp(x)) }
    return [
      (ReLU(), { max($0, 0) }),
      (LeakyReLU(), { $0 > 0 ? $0 : 0.01 * $0 }),
      (LeakyReLU(slope: 0.2), { $0 > 0 ? $0 : 0.2 * $0 }),
      (GELU(), { $0 * (1 + erf($0 / 2.0.squareRoot())) / 2 }),
      (SiLU(), { $0 * sigmoid($0) }),
      (Sigmoid(), { sigmoid($0) }),
      (Tanh(), { tanh($0) }),
      (ELU(), { $0 > 0 ? $0 : exp($0) - 1 }),
      (ELU(scale: 1.5), { $0 > 0 ? $0 : 1.5 * (exp($0) - 1) }),
      (Softplus(), { softplus($0) }),
      (Mish(), { $0 * tanh(softplus($0)) }),
      (Hardswish(), { $0 * min(max($0 + 3, 0), 6) / 6 }),
      (Identity(), { $0 }),
    ]
  }

  @Test("Every activation agrees with its formula and keeps the shape")
  func formulas() {
    let input = Tensor(shape: [3, 4], scalars: points)
    for (layer, formula) in cases {
      let output = layer(input)
      #expect(output.shape == [3, 4] && layer.outputShape(for: [3, 4]) == [3, 4], "\(layer.title)")
      for (point, value) in zip(points, output.scalars) {
        #expect(abs(Double(value) - formula(Double(point))) < 1e-5, "\(layer.title) at \(point)")
      }
    }
  }

  @Test("Every activation's gradient agrees with finite differences")
  func gradients() throws {
    for (layer, _) in cases { try expectGradient(of: layer, at: Tensor(shape: [3, 4], scalars: points)) }
  }

  @Test("Softmax and its logarithm agree with their formulas along either axis", arguments: [0, 1, -1])
  func softmax(axis: Int) throws {
    let input = Tensor(rows: [[0.5, -1, 2], [1, 1.5, -0.25]])
    let exponentials = input.scalars.map { exp(Double($0)) }
    // Items of a sum have the same column or the same row.
    func shares(_ left: Int, _ right: Int) -> Bool { axis == 0 ? left % 3 == right % 3 : left / 3 == right / 3 }
    let sums = (0..<6).map { index in
      exponentials.indices.filter { shares(index, $0) }.reduce(0) { $0 + exponentials[$1] }
    }
    let (values, logarithms) = (Softmax(axis: axis)(input).scalars, LogSoftmax(axis: axis)(input).scalars)
    for index in 0..<6 {
      let expected = exponentials[index] / sums[index]
      #expect(abs(Double(values[index]) - expected) < 1e-6)
      #expect(abs(Double(logarithms[index]) - log(expected)) < 1e-6)
    }
    try expectGradient(of: Softmax(axis: axis), at: input)
    try expectGradient(of: LogSoftmax(axis: axis), at: input)
  }

  @Test("The adaptive maximum pool takes the largest number of each cell")
  func adaptiveMaximum() throws {
    let numbers = (0..<24).map { Float(($0 * 7) % 24) / 4 }
    let input = Tensor(shape: [1, 1, 4, 6], scalars: numbers)
    let layer = AdaptiveMaxPool2D(outputSize: 2)
    func largest(fromRow row: Int, column: Int) -> Float {
      var largest = -Float.infinity
      for y in row..<row + 2 {
        for x in column..<column + 3 { largest = max(largest, numbers[y * 6 + x]) }
      }
      return largest
    }
    let expected = [
      largest(fromRow: 0, column: 0), largest(fromRow: 0, column: 3), largest(fromRow: 2, column: 0),
      largest(fromRow: 2, column: 3),
    ]
    #expect(layer(input).scalars == expected && layer(input).shape == [1, 1, 2, 2])
    #expect(layer.outputShape(for: [5, 3, 4, 6]) == [5, 3, 2, 2])
    #expect(AdaptiveMaxPool2D()(input).scalars == [5.75])
    try expectGradient(of: layer, at: input)
  }

  /// Compares the gradient of a weighted sum of the outputs with central differences.
  private func expectGradient(of layer: any Layer, at point: Tensor) throws {
    let input = Parameter(point)
    let output = layer(input.value)
    let weights = Formula.tensor("weights", shape: output.shape, salt: 1)
    output.backward(seed: weights)
    let gradient = try #require(input.gradient).scalars
    func value(_ index: Int, _ shift: Float) -> Double {
      var scalars = point.scalars
      scalars[index] += shift
      let outputs = layer(Tensor(shape: point.shape, scalars: scalars)).scalars
      return zip(outputs, weights.scalars).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
    for index in gradient.indices {
      let slope = (value(index, 1e-2) - value(index, -1e-2)) / 2e-2
      #expect(abs(slope - Double(gradient[index])) < 1e-3, "\(layer.title) at \(index)")
    }
  }
}
