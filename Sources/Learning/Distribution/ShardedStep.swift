import Cluster
import Networks
import Tensors

/// The gradients of one batch: those of this rank's shards, summed along the tree and added to those of the other
/// ranks.
///
/// Bytes are on their way as soon as there are enough of them: while the last shard's backward pass continues, the sums
/// of the layers that it has passed are exchanged.
struct ShardedStep {
  private let learner: Learner
  private let distribution: Distribution
  /// The parameters that get a gradient, last layers first, as the backward pass reaches them.
  private let parameters: [Parameter]
  private let places: [ObjectIdentifier: Int]
  private let statistics: [Statistic]
  /// Sums of subtrees of the tree, the largest first, like the digits of a binary counter.
  private var subtrees: [Subtree] = []
  /// Content of the statistics before the batch.
  private var before: [Statistic.Contents] = []
  /// Number of the batch's shards that have items.
  private var filledCount = 1
  /// Numbers that are next to be sent.
  private var bucket: [Float] = []
  /// Number of parameters whose sums were already sent.
  private var sentCount = 0
  private var isReady: [Bool]
  private var ownOutputs: [Tensor] = []

  /// Minimum size of a bucket: a megabyte, beyond which a network is no faster.
  private static let bucketSize = 1 << 18

  /// The sum of the gradients of some shards, which is a subtree of the tree over all.
  private struct Subtree {
    var shardCount = 1
    /// One per parameter, row by row; zeros where a shard has none.
    var gradients: [Tensor]
    /// Number of shards in which each parameter had a gradient.
    var uses: [Float]
    /// The loss, then all statistics.
    var rest: Tensor

    static func + (first: Subtree, second: Subtree) -> Subtree {
      Subtree(
        shardCount: first.shardCount + second.shardCount,
        gradients: zip(first.gradients, second.gradients).map { $0 + $1 },
        uses: zip(first.uses, second.uses).map { $0 + $1 }, rest: first.rest + second.rest)
    }
  }

  init(of learner: Learner, _ distribution: Distribution) {
    self.learner = learner
    self.distribution = distribution
    parameters = learner.trainedParameters.filter(\.requiresGradient).reversed()
    places = Dictionary(uniqueKeysWithValues: parameters.enumerated().map { (ObjectIdentifier($1), $0) })
    statistics = learner.model.statistics.map(\.statistic)
    isReady = parameters.map { _ in false }
  }

  /// Outputs of this rank's shards.
  var outputs: Tensor? { ownOutputs.isEmpty ? nil : Tensor.concatenated(ownOutputs) }

  // MARK: - The shards of this rank

  /// Computes this rank's shards and begins to exchange their sums.
  mutating func run(_ batch: Batch, index: Int, passSeed: UInt64) throws {
    before = statistics.map(\.contents)
    filledCount = min(batch.count, distribution.shards)
    for shard in distribution.owned {
      let items = distribution.items(ofShard: shard, count: batch.count)
      let isLast = shard == distribution.owned.upperBound - 1
      // Each shard moves the running statistics from where the batch found them.
      for (statistic, contents) in zip(statistics, before) { statistic.contents = contents }
      var rest = Tensor(zeros: [1 + statistics.reduce(0) { $0 + $1.value.count }])
      if !items.isEmpty {
        let part = Batch(
          inputs: batch.inputs.slice(items, axis: 0), targets: batch.targets.gathered(Array(items)))
        let context = TrainingContext(seed: DerivedSeed.shard(shard, batch: index, ofPass: passSeed))
        let weight = Float(items.count) / Float(batch.count)
        let outputs = try training(context) { learner.model(part.inputs) }
        ownOutputs.append(outputs.detached)
        let mixing = learner.mixing?.gathered(Array(items))
        let mean =
          try mixing?.meanLoss(learner.loss, outputs, part.targets) ?? learner.meanLoss(outputs, part.targets)
        let loss = mean * weight
        try learner.requireGradient(of: loss)
        rest = weightedRest(loss: loss.scalar, weight)
        guard !isLast else {
          loss.backward { ready($0) }
          return finishOwn(rest)
        }
        loss.backward()
      }
      if isLast { return finishOwn(rest) }
      push(leaf(rest))
    }
  }

  /// The weighted loss of a shard, then its statistics with their weight, and by how much it moved the counts.
  private func weightedRest(loss: Float, _ weight: Float) -> Tensor {
    var rest = [loss]
    for (statistic, before) in zip(statistics, before) {
      switch (statistic.contents, before) {
      case (.integer(let count), .integer(let earlier)): rest.append(Float(count &- earlier))
      default: rest += statistic.value.scalars.map { $0 * weight }
      }
    }
    return Tensor(rest)
  }

  /// Takes the gradients of a shard away from the parameters.
  private func leaf(_ rest: Tensor) -> Subtree {
    let gradients = parameters.map(\.gradient)
    for parameter in parameters { parameter.clearGradient() }
    return Subtree(
      gradients: zip(parameters, gradients).map { Self.rows($1, like: $0) },
      uses: gradients.map { $0 == nil ? 0 : 1 }, rest: rest)
  }

  private static func rows(_ gradient: Tensor?, like parameter: Parameter) -> Tensor {
    gradient?.detached.converted(to: .rowMajor) ?? Tensor(zeros: parameter.shape)
  }

  /// Adds a shard to the subtrees: two of one size become one of twice the size.
  private mutating func push(_ leaf: Subtree) {
    subtrees.append(leaf)
    while subtrees.count > 1, subtrees[subtrees.count - 1].shardCount == subtrees[subtrees.count - 2].shardCount {
      let last = subtrees.removeLast()
      subtrees[subtrees.count - 1] = subtrees[subtrees.count - 1] + last
    }
  }

  // MARK: - The last shard, and the other ranks

  /// Receives that the backward pass of the last shard has a parameter's gradient.
  private mutating func ready(_ parameter: Parameter) {
    guard let place = places[ObjectIdentifier(parameter)] else { return }
    isReady[place] = true
    while sentCount < parameters.count, isReady[sentCount] { send(sentCount) }
  }

  /// Gives the sum of this rank's gradients of one parameter to the exchange, and in how many shards there was one.
  private mutating func send(_ place: Int) {
    let parameter = parameters[place]
    var sum = Self.rows(parameter.gradient, like: parameter)
    var uses: Float = parameter.gradient == nil ? 0 : 1
    for subtree in subtrees.reversed() {
      sum = subtree.gradients[place] + sum
      uses = subtree.uses[place] + uses
    }
    parameter.clearGradient()
    sum.withUnsafeScalars { bucket.append(contentsOf: $0) }
    bucket.append(uses)
    sentCount += 1
    if bucket.count >= Self.bucketSize { sendBucket() }
  }

  private mutating func sendBucket() {
    distribution.sums.add(bucket)
    bucket = []
  }

  private mutating func finishOwn(_ rest: Tensor) {
    while sentCount < parameters.count { send(sentCount) }
    let sum = subtrees.reversed().reduce(rest) { $1.rest + $0 }
    sum.withUnsafeScalars { bucket.append(contentsOf: $0) }
    sendBucket()
  }

  /// Waits for the other ranks, then sets the gradients and the statistics of the whole batch.
  ///
  /// - Returns: The mean loss of the batch.
  func finish() throws -> Float {
    let scalars = try distribution.sums.results().flatMap { $0 }
    var place = 0
    func take(_ shape: [Int]) -> Tensor {
      let count = shape.reduce(1, *)
      defer { place += count }
      return Tensor(shape: shape, scalars: Array(scalars[place..<place + count]))
    }
    for parameter in parameters {
      let gradient = take(parameter.shape)
      let layout = withoutGradients { parameter.value.layout }
      parameter.gradient = take([]).scalar > 0 ? gradient.converted(to: layout) : nil
    }
    let loss = take([]).scalar
    for (statistic, before) in zip(statistics, before) {
      let value = take(statistic.value.shape)
      if case .integer(let count) = before {
        // Every shard has moved a count as the batch would.
        statistic.contents = .integer(count &+ Int(value.scalar) / filledCount)
      } else {
        statistic.contents = .numbers(value)
      }
    }
    return loss
  }
}
