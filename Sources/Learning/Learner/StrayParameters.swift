import Networks
import Tensors

/// Parameters that a learner's loss depends on but its optimiser does not update: in no list of parts, or in no group.
struct StrayParameters {
  private let parameters: [(name: String, parameter: Parameter)]

  /// Examines the parameters behind the first loss of a fit.
  init(of loss: Tensor, in learner: Learner) {
    let known = Set(learner.optimizer.groups.flatMap(\.parameters).map { ObjectIdentifier($0.parameter) })
    let names = Dictionary(
      learner.model.parameters.map { (ObjectIdentifier($0.parameter), $0.name) },
      uniquingKeysWith: { first, _ in first })
    parameters = loss.trackedParameters.filter { !known.contains(ObjectIdentifier($0)) }.map { parameter in
      (names[ObjectIdentifier(parameter)] ?? "an unlisted parameter of shape \(parameter.shape)", parameter)
    }
  }

  /// - Throws: `LearningError.strayParameters` if a step leaves unused gradients, whose parameters would silently stay
  ///   unchanged. A callback that trains them with its own optimiser clears them.
  func check() throws {
    let forgotten = parameters.filter { $0.parameter.gradient != nil }
    guard !forgotten.isEmpty else { return }
    for stray in forgotten { stray.parameter.clearGradient() }
    throw LearningError.strayParameters(names: forgotten.map(\.name))
  }
}
