extension Tensor {
  /// Every `step`-th entry of an axis, by the rule of Python's slices `x[from:to:by]`.
  ///
  /// Bounds may be negative, to count from the end, or beyond the end, where they are clamped. A negative step goes
  /// backwards, from the end unless told otherwise.
  ///
  /// ```swift
  /// let x = Tensor([0, 1, 2, 3, 4, 5])
  /// x.strided(by: 2)             // 0 2 4
  /// x.strided(by: -1)            // 5 4 3 2 1 0
  /// x.strided(from: 4, to: 0, by: -2)  // 4 2
  /// ```
  ///
  /// - Parameters:
  ///   - start: The first entry; the first or, going backwards, the last of the axis if nil.
  ///   - end: The entry before which the slice ends; nil for the end of the axis.
  ///   - step: Entries from one to the next, not 0.
  ///   - axis: Which axis.
  public func strided(from start: Int? = nil, to end: Int? = nil, by step: Int, axis: Int = 0) -> Tensor {
    require(step != 0, "a slice needs a step other than 0; 1 takes every entry, -1 every one backwards")
    let axis = Self.resolve(axis: axis, in: shape)
    let length = shape[axis]
    func place(_ bound: Int, _ range: ClosedRange<Int>) -> Int {
      Swift.min(Swift.max(bound < 0 ? bound + length : bound, range.lowerBound), range.upperBound)
    }
    let forward = step > 0
    let range = forward ? 0...length : -1...Swift.max(-1, length - 1)
    let first = start.map { place($0, range) } ?? (forward ? 0 : length - 1)
    let last = end.map { place($0, range) } ?? (forward ? length : -1)
    return gathered(Array(stride(from: first, to: last, by: step)), axis: axis)
  }

  /// The entries of an axis in the opposite order (`torch.flip`).
  public func reversed(axis: Int = 0) -> Tensor { strided(by: -1, axis: axis) }
}
