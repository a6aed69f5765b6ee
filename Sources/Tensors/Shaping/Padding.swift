extension Tensor {
  /// The tensor with entries added before and after each axis (`torch.nn.functional.pad`).
  ///
  /// ```swift
  /// let wider = images.padded([(0, 0), (0, 0), (1, 1), (2, 2)])  // [N, C, H + 2, W + 4]
  /// ```
  /// - Parameters:
  ///   - lengths: number of entries, one pair for each axis.
  ///   - value: the value of the new entries.
  /// - Precondition: one pair per axis, none negative.
  public func padded(_ lengths: [(before: Int, after: Int)], with value: Float = 0) -> Tensor {
    require(
      lengths.count == rank
        && lengths.allSatisfy { (0..<1 << 40).contains($0.before) && (0..<1 << 40).contains($0.after) },
      "padding of \(lengths) does not fit shape \(shape); give two lengths for each axis, 0 or more")
    let wider = zip(shape, lengths).map { $0 + $1.before + $1.after }
    var result = Tensor(repeating: value, shape: wider)
    result.replace(zip(shape, lengths).map { $1.before..<($1.before + $0) }, by: self)
    return result
  }
}
