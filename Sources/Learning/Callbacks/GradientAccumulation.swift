import Networks
import Tensors

/// Moves the weights once in several batches, by the mean gradient of their items, for a model that only fits into memory
/// with small batches; fastai's `GradientAccumulation`.
///
/// Batches are gathered until they hold `itemCount` items; what is left at the end of an epoch counts for the next. Batch
/// normalisation still sees each batch alone. Callbacks that change gradients come after this one in the list.
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

  /// Gathers so many items for a step.
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

  /// False: what is left at the end of an epoch is in no checkpoint.
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
