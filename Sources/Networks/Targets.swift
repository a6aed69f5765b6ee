import Tensors

/// The targets of a batch.
///
/// ```swift
/// let batch = Batch(inputs: images, targets: .classes([0, 2, 1]))
/// ```
public enum Targets: Sendable {
  /// One class per item, as an index into the class names.
  case classes([Int])

  /// Numbers, `[count, …]`: a regression's values, or 0 and 1 for each of several labels.
  case values(Tensor)

  /// Number of items answered.
  public var count: Int {
    switch self {
    case .classes(let classes): classes.count
    case .values(let values): values.shape.first ?? 0
    }
  }
}

extension Targets {
  /// The target of one item, as a batch of one.
  public func item(_ index: Int) -> Targets {
    switch self {
    case .classes(let classes): .classes([classes[index]])
    case .values(let values): .values(values.slice(index..<(index + 1), axis: 0))
    }
  }

  /// The targets at these indices, in this order.
  package func gathered(_ indices: [Int]) -> Targets {
    switch self {
    case .classes(let classes): .classes(indices.map { classes[$0] })
    case .values(let values): .values(values.gathered(indices))
    }
  }

  /// The answers of several batches, one after another.
  package static func joined(_ parts: [Targets]) -> Targets {
    var classes: [Int] = []
    var values: [Tensor] = []
    for part in parts {
      switch part {
      case .classes(let some): classes += some
      case .values(let some): values.append(some)
      }
    }
    return values.isEmpty ? .classes(classes) : .values(Tensor.concatenated(values))
  }
}
