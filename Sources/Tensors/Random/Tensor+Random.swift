extension Tensor {
  /// Independent draws from the normal distribution, filled in row-major order.
  public init(
    normal shape: [Int], mean: Float = 0, standardDeviation: Float = 1, using generator: inout MersenneTwister
  ) {
    self.init(uninitialized: shape)
    for index in 0..<storage.count {
      storage.base[index] = mean + standardDeviation * Float(generator.normal())
    }
  }

  /// Independent draws between `lower` and `upper`, filled in row-major order.
  public init(
    uniform shape: [Int], from lower: Float = 0, to upper: Float = 1, using generator: inout MersenneTwister
  ) {
    self.init(uninitialized: shape)
    for index in 0..<storage.count {
      storage.base[index] = lower + (upper - lower) * Float(generator.uniform())
    }
  }
}
