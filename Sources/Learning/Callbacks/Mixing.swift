import Foundation
import Networks
import Tensors

/// Targets of the items that were mixed into a batch, and how much of each item is its own.
package struct TargetMixing {
  let partners: Targets
  let shares: [Float]

  package init(partners: Targets, shares: [Float]) {
    self.partners = partners
    self.shares = shares
  }

  /// The mixing of some of the items.
  func gathered(_ items: [Int]) -> TargetMixing {
    TargetMixing(partners: partners.gathered(items), shares: items.map { shares[$0] })
  }

  /// The mean over the items of λ · loss + (1 − λ) · loss of the partner. Where the loss weighs its items, the sum is
  /// divided by that of the weights in the same shares, so that mixing with nothing changes nothing.
  ///
  /// For numbers, targets are mixed; for classes, which have no mean, losses are mixed.
  package func meanLoss(_ loss: any Loss, _ outputs: Tensor, _ targets: Targets) throws -> Tensor {
    switch (targets, partners) {
    case (.values(let own), .values(let others)):
      let shares = Tensor(shares).reshaped(to: [shares.count] + [Int](repeating: 1, count: own.rank - 1))
      return try loss(outputs, .values(own * shares + others * (1 - shares)))
    default:
      let shares = Tensor(shares)
      let own = try loss.itemLosses(outputs, targets)
      let others = try loss.itemLosses(outputs, partners)
      let losses = own * shares + others * (1 - shares)
      guard let ownWeights = try loss.itemWeights(outputs, targets),
        let otherWeights = try loss.itemWeights(outputs, partners)
      else { return losses.mean() }
      return losses.sum() / (ownWeights * shares + otherWeights * (1 - shares)).sum()
    }
  }
}

/// Blends each image of a training batch with another image of the batch, and also their targets; fastai's `MixUp`.
///
/// x ← λ x + (1 − λ) x′, λ from the distribution Beta(α, α) for each item, at least one half. The loss is the sum of
/// the losses of both targets with the same weights. Source: Zhang et al., 2017, arXiv:1710.09412.
///
/// ```swift
/// try learner.fitOneCycle(epochs: 10, maxLearningRate: 3e-3, callbacks: [MixUp(alpha: 0.4)])
/// ```
public final class MixUp: Callback {
  /// Small values change images little; 1 makes all fractions equally likely.
  public let alpha: Double

  /// fastai's default.
  ///
  /// - Precondition: above 0.
  public init(alpha: Double = 0.4) {
    require(alpha > 0, "fractions cannot be drawn from Beta(\(alpha), \(alpha)); give a number above 0, such as 0.4")
    self.alpha = alpha
  }

  /// Acts before each training batch.
  public func respond(to event: Event, of learner: Learner) {
    guard event == .beforeBatch, learner.isTraining, let batch = learner.batch else { return }
    var generator = learner.mixingGenerator
    let partners = Array(0..<batch.count).shuffled(using: &generator)
    let shares = (0..<batch.count).map { _ -> Float in
      let share = beta(alpha, using: &generator)
      return Float(max(share, 1 - share))
    }
    let inputs = batch.inputs
    let factors = Tensor(shares).reshaped(to: [batch.count] + [Int](repeating: 1, count: inputs.rank - 1))
    let mixed = inputs * factors + inputs.gathered(partners) * (1 - factors)
    learner.batch = Batch(inputs: mixed, targets: batch.targets)
    learner.mixing = TargetMixing(partners: batch.targets.gathered(partners), shares: shares)
  }
}

/// Pastes a rectangle of another image into each image of a training batch, and mixes the targets by the areas;
/// fastai's `CutMix`.
///
/// One rectangle serves a batch: 1 − λ of the area, λ from Beta(α, α), cut at the image's edges. Source: Yun et al.,
/// 2019, arXiv:1905.04899.
///
/// ```swift
/// try learner.fitOneCycle(epochs: 10, maxLearningRate: 3e-3, callbacks: [CutMix()])
/// ```
public final class CutMix: Callback {
  /// 1 makes all fractions equally likely.
  public let alpha: Double

  /// fastai's default.
  ///
  /// - Precondition: above 0.
  public init(alpha: Double = 1) {
    require(alpha > 0, "fractions cannot be drawn from Beta(\(alpha), \(alpha)); give a number above 0, such as 1")
    self.alpha = alpha
  }

  /// Acts before each training batch of images.
  public func respond(to event: Event, of learner: Learner) {
    guard event == .beforeBatch, learner.isTraining, let batch = learner.batch, batch.inputs.rank == 4 else { return }
    var generator = learner.mixingGenerator
    let partners = Array(0..<batch.count).shuffled(using: &generator)
    let share = beta(alpha, using: &generator)
    let (height, width) = (batch.inputs.shape[2], batch.inputs.shape[3])
    func range(_ length: Int) -> Range<Int> {
      let side = (1 - share).squareRoot() * Double(length)
      let middle = generator.uniform() * Double(length)
      let start = min(max(Int((middle - side / 2).rounded()), 0), length)
      return start..<max(start, min(max(Int((middle + side / 2).rounded()), 0), length))
    }
    let (rows, columns) = (range(height), range(width))
    var inputs = batch.inputs
    if !rows.isEmpty, !columns.isEmpty {
      inputs[0..., 0..., rows, columns] = batch.inputs.gathered(partners)[0..., 0..., rows, columns]
    }
    let kept = 1 - Float(rows.count * columns.count) / Float(height * width)
    learner.batch = Batch(inputs: inputs, targets: batch.targets)
    learner.mixing = TargetMixing(
      partners: batch.targets.gathered(partners), shares: Array(repeating: kept, count: batch.count))
  }
}

extension Learner {
  /// Random numbers for mixing the current batch, which depend only on the seed, the pass and the step.
  fileprivate var mixingGenerator: MersenneTwister {
    MersenneTwister(seed: DerivedSeed.batch(step, pass: passCount, of: seed ^ 0x6D69_78))
  }
}

/// A number from the distribution Beta(α, α), as the fraction of one of two gamma variates.
func beta(_ alpha: Double, using generator: inout MersenneTwister) -> Double {
  let (first, second) = (gamma(alpha, using: &generator), gamma(alpha, using: &generator))
  return first + second > 0 ? first / (first + second) : 0.5
}

/// A number from the gamma distribution of a shape, by the method of Marsaglia and Tsang, 2000.
private func gamma(_ shape: Double, using generator: inout MersenneTwister) -> Double {
  if shape < 1 { return gamma(shape + 1, using: &generator) * pow(1 - generator.uniform(), 1 / shape) }
  let d = shape - 1 / 3
  let c = 1 / (9 * d).squareRoot()
  while true {
    let x = generator.normal()
    let v = (1 + c * x) * (1 + c * x) * (1 + c * x)
    guard v > 0 else { continue }
    if log(1 - generator.uniform()) < 0.5 * x * x + d - d * v + d * log(v) { return d * v }
  }
}
