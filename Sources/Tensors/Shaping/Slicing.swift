extension Tensor {
  /// A block: one range for each axis, from the first on; axes without a range stay whole (`x[0..<2, 1...]`).
  ///
  /// A negative bound counts from the end of its axis: `x[(-3)...]` are the last three entries, `x[..<(-1)]` all but the
  /// last. For steps there is ``Tensor/strided(from:to:by:axis:)``.
  ///
  /// The assigned tensor replaces the block, broadcast to its shape; gradients flow to it and to the rest.
  ///
  /// - Precondition: every range is inside its axis.
  public subscript(ranges: any RangeExpression<Int>...) -> Tensor {
    get { slice(resolved(ranges)) }
    set { replace(resolved(ranges), by: newValue) }
  }

  /// Ranges with both ends; an open one ends with its axis.
  ///
  /// - Precondition: every range is inside its axis.
  private func resolved(_ ranges: [any RangeExpression<Int>]) -> [Range<Int>] {
    require(ranges.count <= rank, "\(ranges.count) ranges for shape \(shape)")
    return ranges.enumerated().map { axis, range in
      // Seen against all numbers, an open end is theirs, and nothing else stops on the way.
      let all = Int.min / 2..<Int.max / 2
      let wide = range.relative(to: all)
      var start = wide.lowerBound == all.lowerBound ? 0 : wide.lowerBound
      var end = wide.upperBound == all.upperBound ? shape[axis] : wide.upperBound
      if start < 0 { start += shape[axis] }
      if end < 0 { end += shape[axis] }
      require(
        start >= 0 && start <= end && end <= shape[axis], "range \(range) is outside of axis \(axis) of \(shape)")
      return start..<end
    }
  }

  /// Overwrites the block of these ranges, in place if the storage is uniquely referenced and nothing is recorded.
  mutating func replace(_ ranges: [Range<Int>], by value: Tensor) {
    let corner = ranges.map(\.lowerBound)
    let blockShape = shape.enumerated().map { axis, length in axis < ranges.count ? ranges[axis].count : length }
    let block = value.detached.broadcast(to: blockShape)
    let before = isTracked || value.isTracked ? self : nil
    makeWritable()
    write(block, at: corner)
    guard let before else { return }
    let (valueShape, isTracked, takesGradient) = (value.shape, before.isTracked, value.isTracked)
    self = Tensor.recorded(self, from: [before, value]) { gradient in
      var around = gradient
      if isTracked { around.replace(ranges, by: Tensor(0)) }
      return [
        isTracked ? around : nil, takesGradient ? gradient.slice(ranges).summed(toShape: valueShape) : nil,
      ]
    }
  }

  /// The part of one axis that `range` covers.
  public func slice(_ range: Range<Int>, axis: Int) -> Tensor {
    let axis = Self.resolve(axis: axis, in: shape)
    return slice((0..<axis).map { 0..<shape[$0] } + [range])
  }

  /// One entry of an axis, which goes: `x.selecting(3)` is the fourth image of a batch, `x.selecting(-1)` the last.
  public func selecting(_ index: Int, axis: Int = 0) -> Tensor {
    let axis = Self.resolve(axis: axis, in: shape)
    let index = index < 0 ? index + shape[axis] : index
    var rest = shape
    rest.remove(at: axis)
    return slice(index..<(index + 1), axis: axis).reshaped(to: rest)
  }

  /// Tensors one after another along an axis (`torch.cat`).
  ///
  /// - Precondition: at least one tensor; shapes agree on every other axis.
  public static func concatenated(_ tensors: [Tensor], axis: Int = 0) -> Tensor {
    guard let first = tensors.first else { fatalError("there is nothing to concatenate") }
    let axis = resolve(axis: axis, in: first.shape)
    var shape = first.shape
    shape[axis] = 0
    for tensor in tensors {
      var other = tensor.shape
      if axis < other.count { other[axis] = shape[axis] }
      require(other == shape, "shapes \(first.shape) and \(tensor.shape) do not concatenate along axis \(axis)")
      shape[axis] += tensor.shape[axis]
    }
    let result = Tensor(uninitialized: shape)
    var start = 0
    var ranges: [Range<Int>] = []
    for tensor in tensors {
      ranges.append(start..<(start + tensor.shape[axis]))
      result.write(tensor.detached, at: start, axis: axis)
      start += tensor.shape[axis]
    }
    return recorded(result, from: tensors) { [ranges, areTracked = tensors.map(\.isTracked)] gradient in
      zip(areTracked, ranges).map { isTracked, range in isTracked ? gradient.slice(range, axis: axis) : nil }
    }
  }

  /// Neighbouring parts of an axis, of these lengths (`torch.split`).
  ///
  /// - Precondition: the lengths add up to the axis.
  public func split(_ lengths: [Int], axis: Int = 0) -> [Tensor] {
    let axis = Self.resolve(axis: axis, in: shape)
    require(
      lengths.allSatisfy { $0 >= 0 } && lengths.reduce(0, +) == shape[axis],
      "parts of \(lengths) do not make up axis \(axis) of shape \(shape)")
    var start = 0
    return lengths.map { length in
      defer { start += length }
      return slice(start..<(start + length), axis: axis)
    }
  }

  /// Tensors of one shape along a new axis (`torch.stack`).
  public static func stacked(_ tensors: [Tensor], axis: Int = 0) -> Tensor {
    for tensor in tensors {
      require(tensor.shape == tensors[0].shape, "shapes \(tensors[0].shape) and \(tensor.shape) do not stack")
    }
    return concatenated(tensors.map { $0.expandingShape(at: axis) }, axis: axis)
  }

  /// The entries of an axis at `indices`, in their order, repeats allowed (`torch.index_select`).
  ///
  /// - Precondition: every index is on the axis.
  public func gathered(_ indices: [Int], axis: Int = 0) -> Tensor {
    let axis = Self.resolve(axis: axis, in: shape)
    for index in indices {
      require(index >= 0 && index < shape[axis], "index \(index) is not on axis \(axis) of shape \(shape)")
    }
    let source = detached.converted(to: .rowMajor)
    var newShape = shape
    newShape[axis] = indices.count
    let result = Tensor(uninitialized: newShape)
    let outer = Self.count(of: Array(shape[..<axis]))
    let inner = Self.count(of: Array(shape[(axis + 1)...]))
    let length = shape[axis]
    for row in 0..<outer {
      for (place, index) in indices.enumerated() {
        (result.storage.base + (row * indices.count + place) * inner)
          .update(from: source.storage.base + (row * length + index) * inner, count: inner)
      }
    }
    return Tensor.recorded(result, from: [self]) { [shape] gradient in
      let gradient = gradient.converted(to: .rowMajor)
      let sum = Tensor(zeros: shape)
      for row in 0..<outer {
        for (place, index) in indices.enumerated() {
          let (to, from) = ((row * length + index) * inner, (row * indices.count + place) * inner)
          for offset in 0..<inner { sum.storage.base[to + offset] += gradient.storage.base[from + offset] }
        }
      }
      return [sum]
    }
  }

  /// One scalar from each row of the last axis: `result[i] = self[i, places[i]]`, for example the logit of each label.
  ///
  /// - Precondition: one index per row, inside the axis.
  public func pickingLast(_ places: [Int]) -> Tensor {
    guard let length = shape.last else { fatalError("a single number has no last axis") }
    require(
      places.count == Self.count(of: Array(shape.dropLast())), "\(places.count) indices for the rows of shape \(shape)")
    for place in places { require(place >= 0 && place < length, "index \(place) is outside of shape \(shape)") }
    let result = Tensor(uninitialized: Array(shape.dropLast()))
    withUnsafeScalars { scalars in
      for (row, place) in places.enumerated() { result.storage.base[row] = scalars[row * length + place] }
    }
    return Tensor.recorded(result, from: [self]) { [shape] gradient in
      let spread = Tensor(zeros: shape)
      gradient.withUnsafeScalars { scalars in
        for (row, place) in places.enumerated() { spread.storage.base[row * length + place] = scalars[row] }
      }
      return [spread]
    }
  }

  private func slice(_ ranges: [Range<Int>]) -> Tensor {
    require(ranges.count <= rank, "\(ranges.count) ranges for shape \(shape)")
    let strides = strides
    var offset = 0
    var newShape = shape
    for (axis, range) in ranges.enumerated() {
      require(
        range.lowerBound >= 0 && range.upperBound <= shape[axis],
        "range \(range) is outside of axis \(axis) of \(shape)")
      offset += range.lowerBound * strides[axis]
      newShape[axis] = range.count
    }
    if newShape == shape { return self }
    let result = Tensor.copied(from: self, offset: offset, shape: newShape, strides: strides)
    return Tensor.recorded(result, from: [self]) { [shape] gradient in
      let spread = Tensor(zeros: shape)
      spread.write(gradient, at: ranges.map(\.lowerBound))
      return [spread]
    }
  }

  private func write(_ block: Tensor, at start: Int, axis: Int) {
    write(block, at: (0...axis).map { $0 == axis ? start : 0 })
  }

  /// Copies `block` into this new row-major tensor, whose memory is uniquely referenced.
  private func write(_ block: Tensor, at corner: [Int]) {
    let block = block.detached.converted(to: .rowMajor)
    guard block.count > 0 else { return }
    let strides = strides
    let start = zip(corner, strides).reduce(0) { $0 + $1.0 * $1.1 }
    let length = block.shape.last ?? 1
    for row in 0..<(block.count / length) {
      var (rest, offset) = (row, start)
      for axis in stride(from: rank - 2, through: 0, by: -1) {
        offset += rest % block.shape[axis] * strides[axis]
        rest /= block.shape[axis]
      }
      (storage.base + offset).update(from: block.storage.base + row * length, count: length)
    }
  }
}
