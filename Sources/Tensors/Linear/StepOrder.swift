/// Where the steps of a product lie in its left operand.
protocol StepOrder {
  /// Calls `body` with the first scalar of the left operand and the row of the right one, for each step.
  func forEachStep(
    _ left: MatrixKernel.Left, _ right: UnsafePointer<Float>, _ rightStep: Int, inner: Int,
    _ body: (UnsafePointer<Float>, UnsafePointer<Float>) -> Void)
}

/// Step `k` is at `k · stepStride`.
struct EvenSteps: StepOrder {
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

/// Step `k` is at `k / count · stride + k % count · stepStride`. A product has one round of them.
struct StepRuns: StepOrder {
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
