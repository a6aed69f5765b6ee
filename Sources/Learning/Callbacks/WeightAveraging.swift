import Networks
import Tensors

/// Judges and keeps a running mean of the weights, which is often better than where training ends; an exponential moving
/// average (EMA).
///
/// average ← decay · average + (1 − decay) · weights after each step, from the weights before the first. The model has the
/// averages while it is validated and after the fit; it trains on with its own weights. Running statistics of batch
/// normalisation are those of the trained weights. Source: Polyak and Juditsky, 1992.
///
/// ```swift
/// try learner.fit(epochs: 5, callbacks: [WeightAveraging(decay: 0.99)])
/// ```
public final class WeightAveraging: Callback {
  /// The part of the average that a step keeps.
  public let decay: Double

  private var parameters: [Parameter] = []
  private var averages: [Tensor] = []
  private var trained: [Tensor]?

  /// Averages over about 1 / (1 − decay) steps.
  ///
  /// - Precondition: from 0 to less than 1.
  public init(decay: Double = 0.99) {
    require((0..<1).contains(decay), "weights cannot be averaged with a decay of \(decay); give 0 to less than 1")
    self.decay = decay
  }

  /// Moves the averages after each step, and puts them into the model for validation and at the end.
  public func respond(to event: Event, of learner: Learner) {
    switch event {
    case .beforeFit:
      parameters = learner.trainedParameters
      averages = parameters.map { $0.value.detached }
      trained = nil
    case .afterStep:
      for index in parameters.indices {
        averages[index] = averages[index] * Float(decay) + parameters[index].value.detached * Float(1 - decay)
      }
    case .beforeValidation:
      trained = parameters.map { $0.value.detached }
      takeUpAverages()
    case .beforeEpoch:
      // Not before: callbacks that save a model after an epoch save the one that was judged.
      guard let trained else { return }
      for (parameter, value) in zip(parameters, trained) { parameter.value = value }
      self.trained = nil
    case .afterFit:
      // After a validation the averages are loaded, or the weights that a callback has loaded instead.
      if trained == nil { takeUpAverages() }
    default: break
    }
  }

  /// False: a checkpoint contains no averages.
  public var isResumable: Bool { false }

  private func takeUpAverages() {
    for (parameter, average) in zip(parameters, averages) { parameter.value = average }
  }
}
