/// The positions of a product's steps in its left operand.
protocol StepOrder {
  /// True if a product may have more steps than a round.
  var goesBeyondRounds: Bool { get }

  /// Calls `body` with the first scalar of the left operand and the row of the right one, for each step.
  func forEachStep(
    _ left: MatrixKernel.Left, _ right: UnsafePointer<Float>, _ rightStep: Int, inner: Int,
    _ body: (UnsafePointer<Float>, UnsafePointer<Float>) -> Void)
}

/// Step `k` is at `k · stepStride`.
struct EvenSteps: StepOrder {
  var goesBeyondRounds: Bool { true }

  @inline(__always) func forEachStep(
    _ left: MatrixKernel.Left, _ right: UnsafePointer<Float>, _ rightStep: Int, inner: Int,
    _ body: (UnsafePointer<Float>, UnsafePointer<Float>) -> Void
  ) {
    var (scalars, row, steps) = (left.base, right, inner)
    while steps > 0 {
      body(scalars, row)
      scalars += left.stepStride
      row += rightStep
      steps &-= 1
    }
  }
}

/// Step `k` is at `k / count · stride + k % count · stepStride`.
struct StepRuns: StepOrder {
  var goesBeyondRounds: Bool { false }

  /// Steps of a run.
  let count: Int
  /// Scalars from the start of one run to the next.
  let stride: Int

  @inline(__always) func forEachStep(
    _ left: MatrixKernel.Left, _ right: UnsafePointer<Float>, _ rightStep: Int, inner: Int,
    _ body: (UnsafePointer<Float>, UnsafePointer<Float>) -> Void
  ) {
    var (run, rest) = (left, inner)
    while rest > 0 {
      let steps = min(rest, count)
      EvenSteps().forEachStep(run, right + (inner &- rest) &* rightStep, rightStep, inner: steps, body)
      run.base += stride
      rest &-= steps
    }
  }
}
