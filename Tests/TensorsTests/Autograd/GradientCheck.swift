import Tensors
import Testing

/// Compares gradients from the tape with central differences, for every scalar of every input.
///
/// The function's result is weighted with fixed random numbers and added up in double precision, so each of its scalars
/// counts and rounding stays below the tolerance.
func expectGradients(
  _ inputs: [Tensor], step: Float = 1e-2, tolerance: Double = 5e-3, sourceLocation: SourceLocation = #_sourceLocation,
  of function: ([Tensor]) -> Tensor
) {
  let parameters = inputs.map { Parameter($0) }
  let result = function(parameters.map(\.value))
  var generator = MersenneTwister(seed: 99)
  let seed = Tensor(uniform: result.shape, from: -1, to: 1, using: &generator)
  result.backward(seed: seed)

  func value(_ inputs: [Tensor]) -> Double {
    let result = withoutGradients { function(inputs) }
    return zip(result.scalars, seed.scalars).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }
  for (index, parameter) in parameters.enumerated() {
    guard let gradient = parameter.gradient else {
      Issue.record("input \(index) has no gradient", sourceLocation: sourceLocation)
      continue
    }
    #expect(gradient.shape == inputs[index].shape, sourceLocation: sourceLocation)
    for (place, slope) in gradient.scalars.enumerated() {
      var (above, below) = (inputs, inputs)
      above[index].withUnsafeMutableScalars { $0[place] += step }
      below[index].withUnsafeMutableScalars { $0[place] -= step }
      let distance = Double(above[index].scalars[place]) - Double(below[index].scalars[place])
      let numeric = (value(above) - value(below)) / distance
      let error = (numeric - Double(slope)).magnitude
      if !(error <= tolerance * (1 + numeric.magnitude)) {
        Issue.record(
          "input \(index), scalar \(place): gradient \(slope), by differences \(numeric)",
          sourceLocation: sourceLocation)
      }
    }
  }
}

/// Normal draws, the same for the same seed.
func random(_ shape: [Int], seed: UInt64 = 1) -> Tensor {
  var generator = MersenneTwister(seed: seed)
  return Tensor(normal: shape, using: &generator)
}

/// Draws between two bounds, the same for the same seed.
func random(_ shape: [Int], in bounds: ClosedRange<Float>, seed: UInt64 = 1) -> Tensor {
  var generator = MersenneTwister(seed: seed)
  return Tensor(uniform: shape, from: bounds.lowerBound, to: bounds.upperBound, using: &generator)
}
