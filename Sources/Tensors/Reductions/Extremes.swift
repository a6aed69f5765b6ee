extension Tensor {
  /// The largest scalar along an axis, which goes or stays with length 1; its gradient goes to the first one that is as
  /// large. NaN wins.
  public func max(axis: Int, keepingAxes: Bool = false) -> Tensor {
    extreme(axis: axis, keepingAxes: keepingAxes) { $0 > $1 }
  }

  /// The smallest scalar along an axis, which goes or stays with length 1; its gradient goes to the first one that is as
  /// small. NaN wins.
  public func min(axis: Int, keepingAxes: Bool = false) -> Tensor {
    extreme(axis: axis, keepingAxes: keepingAxes) { $0 < $1 }
  }

  /// The largest scalar of all.
  public func max() -> Tensor { reshaped(to: [-1]).max(axis: 0) }

  /// The smallest scalar of all.
  public func min() -> Tensor { reshaped(to: [-1]).min(axis: 0) }

  /// The index of the largest scalar along an axis, the first of equal ones, as a whole number (`torch.argmax`).
  public func argmax(axis: Int) -> Tensor { position(axis: axis) { $0 > $1 } }

  /// The index of the smallest scalar along an axis, the first of equal ones, as a whole number.
  public func argmin(axis: Int) -> Tensor { position(axis: axis) { $0 < $1 } }

  /// The index of the largest scalar in row-major order, the first of equal ones.
  public func argmax() -> Int { detached.reshaped(to: [1, -1]).firstPlaces { $0 > $1 }[0] }

  /// The index of the smallest scalar in row-major order, the first of equal ones.
  public func argmin() -> Int { detached.reshaped(to: [1, -1]).firstPlaces { $0 < $1 }[0] }

  private func position(axis: Int, wins: (Float, Float) -> Bool) -> Tensor {
    let rows = detached.movingAxisToEnd(axis)
    require(
      rows.shape.last ?? 0 <= 1 << 24, "indices beyond 2²⁴ are not exact in single precision; the shape is \(shape)")
    let shape = Array(rows.shape.dropLast())
    let places = rows.firstPlaces(wins: wins)
    return Tensor(shape: shape, scalars: places.map(Float.init))
  }

  private func extreme(axis: Int, keepingAxes: Bool, wins: (Float, Float) -> Bool) -> Tensor {
    let axis = Self.resolve(axis: axis, in: shape)
    let rows = movingAxisToEnd(axis)
    let picked = rows.pickingLast(rows.detached.firstPlaces(wins: wins))
    guard keepingAxes else { return picked }
    return picked.reshaped(to: Array(shape[..<axis]) + [1] + Array(shape[(axis + 1)...]))
  }

  /// For each row of the last axis, the index of the first winner.
  private func firstPlaces(wins: (Float, Float) -> Bool) -> [Int] {
    let length = shape[rank - 1]
    require(length > 0, "an axis of length 0 has no largest or smallest scalar; the shape is \(shape)")
    return withUnsafeScalars { scalars in
      (0..<(count / length)).map { row in
        var place = 0
        for index in 1..<Swift.max(1, length) {
          let (candidate, best) = (scalars[row * length + index], scalars[row * length + place])
          if wins(candidate, best) || (candidate.isNaN && !best.isNaN) { place = index }
        }
        return place
      }
    }
  }

  private func movingAxisToEnd(_ axis: Int) -> Tensor {
    let axis = Self.resolve(axis: axis, in: shape)
    return permuted((0..<rank).filter { $0 != axis } + [axis])
  }
}
