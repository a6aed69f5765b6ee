/// Matrix products of blocks that are in cache, on one thread, at the machine's full rate.
///
/// A register tile of the result, twelve rows (six where there are only 16 registers) by two vectors, stays in
/// registers while the inner loop adds one outer product per step: two vectors of the right operand, as many broadcast
/// scalars of the left one as the tile has rows. The operands are read in place, the left one with any strides, so
/// nothing is packed.
///
/// OpenBLAS serves general products; this kernel serves convolution, which lays out its own operands and whose blocks
/// are too small to benefit from the library's packing.
enum MatrixKernel {
  /// Columns that one register tile covers.
  static var panelWidth: Int { 2 * Lanes.width }

  /// The panels that some columns fill, the last one perhaps in part.
  static func panels(_ columns: Int) -> Int { (columns + panelWidth - 1) / panelWidth }

  /// Steps that are added up on their own.
  static var stepsPerRound: Int { 256 }

  /// Row `i`, step `k` of a left operand is at `base + i · rowStride + k · stepStride`, unless a `StepOrder` says otherwise.
  struct Left {
    var base: UnsafePointer<Float>
    var rowStride: Int
    var stepStride: Int

    /// The operand without its first steps.
    @inline(__always) func from(step: Int) -> Left {
      Left(base: base + step &* stepStride, rowStride: rowStride, stepStride: stepStride)
    }

    /// The operand without its first rows.
    @inline(__always) func from(row: Int) -> Left {
      Left(base: base + row &* rowStride, rowStride: rowStride, stepStride: stepStride)
    }
  }

  /// Step `k`, column `j` of a right operand is at `base + (j / panelWidth) · panelStride + k · stepStride + j % panelWidth`.
  struct Right {
    var base: UnsafePointer<Float>
    var stepStride: Int
    var panelStride: Int

    /// A plain row-major matrix.
    init(rowMajor base: UnsafePointer<Float>, stride: Int) {
      self.base = base
      stepStride = stride
      panelStride = MatrixKernel.panelWidth
    }

    /// Panels of `panelWidth` columns, one after another; the last is as wide as the others.
    init(panels base: UnsafePointer<Float>, inner: Int) {
      self.base = base
      stepStride = MatrixKernel.panelWidth
      panelStride = inner * MatrixKernel.panelWidth
    }
  }

  /// `result = left · right`, or `result += left · right`. Each scalar's products are added in the order of
  /// the steps, a round of them at a time, and then the sum before the round.
  ///
  /// - Parameter order: where the steps are in the left operand.
  static func multiply(
    _ left: Left, _ right: Right, order: some StepOrder = EvenSteps(), rows: Int, columns: Int, inner: Int,
    into result: UnsafeMutablePointer<Float>, stride: Int, accumulating: Bool = false
  ) {
    require(
      order.goesBeyondRounds || inner <= stepsPerRound, "\(inner) steps exceed a round of \(stepsPerRound)")
    let wholeColumns = columns / panelWidth * panelWidth
    for column in Swift.stride(from: 0, to: wholeColumns, by: panelWidth) {
      let first = right.base + column / panelWidth * right.panelStride
      // As many steps at a time as a panel may have in the first-level cache, because each tile of rows reads it again.
      for step in Swift.stride(from: 0, to: max(1, inner), by: stepsPerRound) {
        panel(
          left.from(step: step), first + step * right.stepStride, right.stepStride, order, rows: rows,
          inner: min(stepsPerRound, inner - step), into: result + column, stride: stride,
          accumulating: accumulating || step > 0)
      }
    }
    guard wholeColumns < columns else { return }
    lastColumns(
      left, right.base + wholeColumns / panelWidth * right.panelStride, right.stepStride, order, rows: rows,
      columns: columns - wholeColumns, inner: inner, into: result + wholeColumns, stride: stride,
      accumulating: accumulating)
  }

  /// One panel, a register tile of rows at a time, then the remaining rows.
  private static func panel(
    _ left: Left, _ right: UnsafePointer<Float>, _ rightStep: Int, _ order: some StepOrder, rows: Int, inner: Int,
    into result: UnsafeMutablePointer<Float>, stride: Int, accumulating: Bool
  ) {
    var row = 0
    func take(_ count: Int) -> (left: Left, result: UnsafeMutablePointer<Float>)? {
      guard row + count <= rows else { return nil }
      defer { row += count }
      return (left.from(row: row), result + row &* stride)
    }
    // Eight rows are two times four, but a tile has six: the last two would take as long as four.
    while rows - row != 8, let next = take(tileRows) {
      wholeTile(
        next.left, right, rightStep, order, inner: inner, into: next.result, stride: stride,
        accumulating: accumulating)
    }
    while let next = take(4) {
      fourRows(
        next.left, right, rightStep, order, inner: inner, into: next.result, stride: stride,
        accumulating: accumulating)
    }
    while let next = take(2) {
      twoRows(
        next.left, right, rightStep, order, inner: inner, into: next.result, stride: stride,
        accumulating: accumulating)
    }
    while let next = take(1) {
      oneRow(next.left, right, rightStep, order, inner: inner, into: next.result, accumulating: accumulating)
    }
  }

  /// Columns that do not fill a panel, through a padded copy.
  private static func lastColumns(
    _ left: Left, _ right: UnsafePointer<Float>, _ rightStride: Int, _ order: some StepOrder, rows: Int, columns: Int,
    inner: Int,
    into result: UnsafeMutablePointer<Float>, stride: Int, accumulating: Bool
  ) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: (inner + rows) * panelWidth) { scratch in
      guard let padded = scratch.baseAddress else { return }
      padded.update(repeating: 0, count: (inner + rows) * panelWidth)
      for step in 0..<inner {
        (padded + step * panelWidth).update(from: right + step * rightStride, count: columns)
      }
      let product = padded + inner * panelWidth
      if accumulating {
        for row in 0..<rows { (product + row * panelWidth).update(from: result + row * stride, count: columns) }
      }
      panel(
        left, padded, panelWidth, order, rows: rows, inner: inner, into: product, stride: panelWidth,
        accumulating: accumulating)
      for row in 0..<rows { (result + row * stride).update(from: product + row * panelWidth, count: columns) }
    }
  }
}
