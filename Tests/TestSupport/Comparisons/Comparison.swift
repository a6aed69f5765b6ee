import Tensors

/// Comparisons of several arrays with one tolerance, and the largest error of them all.
package struct Comparison {
  package private(set) var largest = 0.0
  /// A sentence for each array that does not match.
  package private(set) var failures: [String] = []

  package let tolerance: Tolerance

  package init(_ tolerance: Tolerance) { self.tolerance = tolerance }

  package mutating func check(_ actual: [Double], _ expected: [Double], _ what: String) {
    add(ArrayComparison(actual, expected, tolerance: tolerance), what)
  }

  package mutating func check(_ actual: Tensor, _ expected: Tensor, _ what: String) {
    add(ArrayComparison(actual, expected, tolerance: tolerance), what)
  }

  private mutating func add(_ comparison: ArrayComparison, _ what: String) {
    largest = max(largest, comparison.largest.error)
    if let complaint = comparison.complaint { failures.append("\(what): \(complaint)") }
  }
}
