extension Tensor {
  /// The numbers where a mask is not 0, one after another, `[count]` (`x[mask]` in NumPy).
  ///
  /// Comparisons return masks. Assigning replaces these numbers, by one number or by the same count; gradients flow to
  /// both.
  ///
  /// ```swift
  /// var x = Tensor([-1, 2, -3])
  /// x[mask: x.isLess(than: 0)] = Tensor(0)  // 0 2 0
  /// ```
  ///
  /// - Precondition: the mask has this tensor's shape.
  public subscript(mask mask: Tensor) -> Tensor {
    get { reshaped(to: [-1]).gathered(places(of: mask)) }
    set {
      let places = places(of: mask)
      require(
        newValue.count == 1 || newValue.count == places.count,
        "\(newValue.count) numbers for a mask of \(places.count); give one, or one for each")
      guard newValue.count != 1 else {
        self = Tensor.selected(newValue.reshaped(to: []), self, mask)
        return
      }
      // The n-th masked number comes from the n-th of the new ones.
      var sources = [Int](repeating: 0, count: count)
      for (source, place) in places.enumerated() { sources[place] = source }
      let spread = newValue.reshaped(to: [-1]).gathered(sources).reshaped(to: shape)
      self = Tensor.selected(spread, self, mask)
    }
  }

  /// The tensor with one number wherever a mask, which broadcasts, is not 0 (`torch.masked_fill`).
  public func filled(where mask: Tensor, with value: Float) -> Tensor {
    Tensor.selected(Tensor(value), self, mask)
  }

  /// The entries of an axis for which `isIncluded` holds, like `x[flags]` with a list of Booleans.
  ///
  /// - Precondition: one truth for each entry.
  public func selecting(where isIncluded: [Bool], axis: Int = 0) -> Tensor {
    let axis = Self.resolve(axis: axis, in: shape)
    require(
      isIncluded.count == shape[axis],
      "\(isIncluded.count) Booleans for axis \(axis) of shape \(shape); give one for each entry")
    return gathered(isIncluded.indices.filter { isIncluded[$0] }, axis: axis)
  }

  /// The row-major indices where a mask is not 0.
  private func places(of mask: Tensor) -> [Int] {
    require(mask.shape == shape, "a mask of shape \(mask.shape) for a tensor of \(shape); broadcast(to:) widens it")
    let flags = mask.detached.scalars
    return flags.indices.filter { flags[$0] != 0 }
  }
}
