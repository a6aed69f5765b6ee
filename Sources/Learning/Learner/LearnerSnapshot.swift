import Networks
import Tensors

/// Everything that training changes in a learner, except the record.
struct LearnerSnapshot {
  private let parameters: [Tensor]
  private let statistics: [Statistic.Contents]
  private let groups: [Optimizer.Group]
  private let passCount: Int

  init(of learner: Learner) {
    parameters = learner.model.parameters.map(\.parameter.value.detached)
    statistics = learner.model.statistics.map(\.statistic.contents)
    groups = learner.optimizer.groups
    passCount = learner.passCount
  }

  /// Puts everything back.
  func restore(_ learner: Learner) {
    for (named, value) in zip(learner.model.parameters, parameters) { named.parameter.value = value }
    for (named, value) in zip(learner.model.statistics, statistics) { named.statistic.contents = value }
    learner.optimizer.restore(groups)
    learner.passCount = passCount
  }
}

extension Optimizer {
  /// Restores hyper-parameters and states, but not which parameters have had a gradient.
  func restore(_ earlier: [Group]) {
    for index in groups.indices { restore(earlier[index].hyperParameters, earlier[index].states, group: index) }
  }
}
