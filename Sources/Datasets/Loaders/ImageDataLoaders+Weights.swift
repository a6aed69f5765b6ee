import Tensors

extension ImageDataLoaders {
  /// The weight of each class that compensates for its number of training items: items / (classes · items of the
  /// class).
  ///
  /// For `CrossEntropy(weights:)`; scikit-learn's `class_weight="balanced"`. A class without items has weight 1.
  public var classWeights: [Float] {
    let counts = train.classes.reduce(into: [Int](repeating: 0, count: classNames.count)) { counts, classes in
      for label in classes { counts[label] += 1 }
    }
    let total = Float(counts.reduce(0, +))
    return counts.map { $0 == 0 ? 1 : total / (Float(counts.count) * Float($0)) }
  }

  /// A copy whose training passes draw items with replacement, in proportion to its weight, one draw per item. fastai's
  /// `weighted_dataloaders`.
  ///
  /// - Parameter weights: one for each training item, in the order of `train.items`.
  /// - Throws: ``DatasetError/invalidWeights(reason:)``.
  public func weighted(by weights: [Double]) throws -> ImageDataLoaders {
    guard weights.count == train.items.count else {
      throw DatasetError.invalidWeights(reason: "there are \(weights.count) for \(train.items.count) training items")
    }
    if let weight = weights.first(where: { !($0 >= 0 && $0.isFinite) }) {
      throw DatasetError.invalidWeights(reason: "one of them is \(weight)")
    }
    guard weights.contains(where: { $0 > 0 }) else { throw DatasetError.invalidWeights(reason: "all are 0") }
    var copy = self
    copy.train.weights = weights
    return copy
  }

  /// A copy whose training passes draw every class equally often, regardless of its number of items.
  ///
  /// For an item with several labels, the rarest label counts.
  public func balanced() throws -> ImageDataLoaders {
    let weights = classWeights
    return try weighted(by: train.classes.map { classes in classes.map { Double(weights[$0]) }.max() ?? 1 })
  }
}

/// `count` indices, drawn with replacement in proportion to their weights.
func draws(_ count: Int, by weights: [Double], using generator: inout MersenneTwister) -> [Int] {
  var sums: [Double] = []
  sums.reserveCapacity(weights.count)
  for weight in weights { sums.append((sums.last ?? 0) + weight) }
  let total = sums.last ?? 0
  return (0..<count).map { _ in
    let point = generator.uniform() * total
    // The first sum beyond the point, by halving.
    var (low, high) = (0, sums.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if sums[middle] > point { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
