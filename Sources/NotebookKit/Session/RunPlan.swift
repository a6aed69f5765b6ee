/// The steps that a session performs next, in their order.
package struct RunPlan: Equatable, Sendable {
  package var steps: [RunStep]

  package init(steps: [RunStep]) { self.steps = steps }

  /// Every step of a notebook, once: the plan of `etude run`.
  package static func allSteps(of notebook: Notebook, parameters: [Parameter]) -> RunPlan {
    RunPlan(steps: RunStep.steps(of: notebook, parameters: parameters))
  }
}
