/// The layout of the scalars of a tensor in memory. Shapes and indices never show it: images are always `[N, C, H, W]`.
package enum Layout: Sendable {
  /// The last axis varies fastest, as in C.
  case rowMajor
  /// Images only: the channel axis varies fastest, as in `[N, H, W, C]`, which is what convolutions compute with.
  case channelsLast
}

extension Tensor {
  /// For each axis, how far apart in memory two neighbours on it are.
  package var strides: [Int] {
    switch layout {
    case .rowMajor: Self.rowMajorStrides(shape)
    case .channelsLast: [shape[1] * shape[2] * shape[3], 1, shape[3] * shape[1], shape[1]]
    }
  }

  /// Axes in memory order, outermost first.
  package var memoryOrder: [Int] {
    layout == .rowMajor ? Array(0..<rank) : [0, 2, 3, 1]
  }

  /// The distances between neighbours on each axis of a row-major array.
  package static func rowMajorStrides(_ shape: [Int]) -> [Int] {
    var strides = [Int](repeating: 1, count: shape.count)
    for axis in stride(from: shape.count - 2, through: 0, by: -1) {
      strides[axis] = strides[axis + 1] * shape[axis + 1]
    }
    return strides
  }

  /// The tensor with the requested layout; no copy if it already has it.
  package func converted(to target: Layout) -> Tensor {
    guard layout != target else { return self }
    require(rank == 4, "only [N, C, H, W] has channels to put last, but the shape is \(shape)")
    if shape[1] == 1 || shape[2] * shape[3] == 1 {
      return Tensor(shape: shape, storage: storage, layout: target, node: node)
    }
    let result = Tensor(uninitialized: shape, layout: target)
    let channels = shape[1]
    let pixels = shape[2] * shape[3]
    let (rows, columns) = target == .channelsLast ? (channels, pixels) : (pixels, channels)
    let (source, destination) = (storage.base, result.storage.base)
    parallelFor(shape[0]) { image in
      transpose(
        source + image * rows * columns, rows: rows, columns: columns, sourceStride: columns,
        into: destination + image * rows * columns, targetStride: rows)
    }
    return Tensor.recorded(result, from: [self]) { [$0] }
  }
}
