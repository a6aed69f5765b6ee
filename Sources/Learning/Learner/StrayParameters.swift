import Networks
import Tensors

/// Parameters that a learner's loss depends on and its optimiser does not know: in no list of parts, or in no group.
struct StrayParameters {
  private let parameters: [(name: String, parameter: Parameter)]

  /// Looks at what the first loss of a fit was computed from.
  init(of loss: Tensor, in learner: Learner) {
    let known = Set(learner.optimizer.groups.flatMap(\.parameters).map { ObjectIdentifier($0.parameter) })
    let names = Dictionary(
      learner.model.parameters.map { (ObjectIdentifier($0.parameter), $0.name) },
      uniquingKeysWith: { first, _ in first })
    parameters = loss.trackedParameters.filter { !known.contains(ObjectIdentifier($0)) }.map { parameter in
      (names[ObjectIdentifier(parameter)] ?? "an unlisted parameter of shape \(parameter.shape)", parameter)
    }
  }

  /// - Throws: `LearningError.strayParameters` when a step has left gradients that nobody took up: their parameters would
  ///   silently stay as they are. A callback that trains them with an optimiser of its own has cleared them.
  func check() throws {
    let forgotten = parameters.filter { $0.parameter.gradient != nil }
    guard !forgotten.isEmpty else { return }
    for stray in forgotten { stray.parameter.clearGradient() }
    throw LearningError.strayParameters(names: forgotten.map(\.name))
  }
}
