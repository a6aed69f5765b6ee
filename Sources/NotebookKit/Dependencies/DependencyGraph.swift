/// Which steps need which earlier ones, by the versions of the variables that they read.
///
/// Steps are numbered in the notebook's order. A variable has a new version after the step that declares it and after
/// each that may write it; a step needs the latest versions before it of all that it reads or writes, and so the steps
/// that made them. A redefinition is another variable.
///
/// ```swift
/// let a = StepEffects.Variable("a")
/// let graph = DependencyGraph([
///   StepEffects(declared: [a]), StepEffects(written: [a]), StepEffects(), StepEffects(read: [a]),
/// ])
/// graph.ancestors(of: [3])   // [0, 1]
/// ```
package struct DependencyGraph: Equatable, Sendable {
  /// Need of a step for an earlier one.
  package struct Need: Hashable, Sendable {
    /// The earlier step.
    package var maker: Int
    /// The variable whose version it made; nil for what it may have changed of the process.
    package var variable: StepEffects.Variable?

    package init(maker: Int, variable: StepEffects.Variable?) {
      self.maker = maker
      self.variable = variable
    }
  }

  /// For each step its needs, those of the earliest makers first.
  package private(set) var needs: [[Need]] = []

  /// For each variable the last step that wrote it.
  private var latest: [StepEffects.Variable: Int] = [:]
  /// The steps that may have changed the process.
  private var changers: [Int] = []

  package init(_ steps: [StepEffects]) {
    for step in steps { append(step) }
  }

  /// Adds a step after the last.
  package mutating func append(_ step: StepEffects) {
    needs.append(needs(of: step))
    let index = needs.count - 1
    for variable in step.declared.union(step.written) { latest[variable] = index }
    if step.changesProcess { changers.append(index) }
  }

  /// The needs of a step that would stand after the last.
  package func needs(of step: StepEffects) -> [Need] {
    let variables = step.read.union(step.written).compactMap { variable in
      latest[variable].map { Need(maker: $0, variable: variable) }
    }
    return changers.map { Need(maker: $0, variable: nil) }
      + variables.sorted { ($0.maker, $0.variable?.id ?? "") < ($1.maker, $1.variable?.id ?? "") }
  }

  /// The earlier steps whose execution these need, directly or through others, in order.
  package func ancestors(of steps: some Sequence<Int>) -> [Int] {
    var found: Set<Int> = []
    var open = Array(steps)
    while let step = open.popLast() {
      for need in needs[step] where found.insert(need.maker).inserted { open.append(need.maker) }
    }
    return found.sorted()
  }
}
