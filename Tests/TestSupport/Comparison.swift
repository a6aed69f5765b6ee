import Fixtures
import Tensors

/// The largest difference between two lists of numbers beyond what is tolerated, and the largest difference at all.
package struct Comparison {
  package private(set) var largest = 0.0
  package private(set) var failures: [String] = []

  package let tolerance: Fixtures.Tolerance

  package init(_ tolerance: Fixtures.Tolerance) { self.tolerance = tolerance }

  package mutating func check(_ actual: [Double], _ expected: [Double], _ what: String) {
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

  package mutating func check(_ actual: Tensor, _ expected: Tensor, _ what: String) {
    guard actual.shape == expected.shape else {
      failures.append("\(what): shape \(actual.shape) instead of \(expected.shape)")
      return
    }
    check(actual.scalars.map { Double($0) }, expected.scalars.map { Double($0) }, what)
  }
}
