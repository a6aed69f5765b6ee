import Networks
import Tensors

/// Updates the weights once per several batches, with the mean gradient of their items, for a model that only fits into
/// memory with small batches; fastai's `GradientAccumulation`.
///
/// Batches are accumulated until they have `itemCount` items; the rest at the end of an epoch is carried over to the
/// next. Batch normalisation still sees each batch separately. Put callbacks that change gradients after this one in
/// the list.
///
/// ```swift
/// // With batches of 8 items, a step in four batches.
/// try learner.fit(epochs: 3, callbacks: [GradientAccumulation(itemCount: 32)])
/// ```
public final class GradientAccumulation: Callback {
  /// Items of a step.
  public let itemCount: Int

  private var gathered: [ObjectIdentifier: Tensor] = [:]
  private var gatheredItems = 0

  /// Accumulates this many items for a step.
  ///
  /// - Precondition: at least one.
  public init(itemCount: Int = 32) {
    require(itemCount > 0, "a step cannot accumulate \(itemCount) items; give 1 or more")
    self.itemCount = itemCount
  }

  /// Gathers when gradients are known, and leaves the batch before its step unless there are enough.
  public func respond(to event: Event, of learner: Learner) throws {
    switch event {
    case .beforeFit:
      gathered = [:]
      gatheredItems = 0
    case .afterBackward:
      let count = learner.batch?.count ?? 0
      gatheredItems += count
      gather(learner.trainedParameters, weight: Float(count))
      guard gatheredItems >= itemCount else { throw Cancellation.batch }
      for parameter in learner.trainedParameters {
        parameter.gradient = gathered[ObjectIdentifier(parameter)].map { $0 * (1 / Float(gatheredItems)) }
      }
      gathered = [:]
      gatheredItems = 0
    default: break
    }
  }

  /// False: a checkpoint does not contain the rest at the end of an epoch.
  public var isResumable: Bool { false }

  private func gather(_ parameters: [Parameter], weight: Float) {
    for parameter in parameters {
      guard let gradient = parameter.gradient else { continue }
      let key = ObjectIdentifier(parameter)
      gathered[key] = gathered[key].map { $0 + gradient * weight } ?? gradient * weight
      parameter.clearGradient()
    }
  }
}
