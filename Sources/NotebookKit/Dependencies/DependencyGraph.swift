/// Which steps need which earlier ones, by the versions of the variables that they read.
///
/// Steps are numbered in the notebook's order. A variable gets a new version from the step that declares it and from
/// each step that may write it. A step needs the latest earlier versions of everything that it reads or writes, and
/// therefore the steps that made them. A redefinition is another variable.
///
/// Steps that change different files of one folder do not need one another; a step that lists the folder needs them all.
/// A step with unknown files needs each earlier one that changed files, and each later one that uses files needs it.
/// The effects of such steps outlive those of later steps, so they need not be repeated.
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
    /// The variable whose version it made; nil for changes of the process, and ``StepEffects/Variable/files`` for
    /// changes of files.
    package var variable: StepEffects.Variable?

    package init(maker: Int, variable: StepEffects.Variable?) {
      self.maker = maker
      self.variable = variable
    }
  }

  /// For each step its needs, those of the earliest steps first.
  package private(set) var needs: [[Need]] = []

  /// For each variable the last step that wrote it.
  private var latest: [StepEffects.Variable: Int] = [:]
  /// The steps that may have changed the process.
  private var changers: [Int] = []
  /// For each folder the steps that changed which files it has.
  private var folderChangers: [StepEffects.Variable: [Int]] = [:]
  /// The steps that changed files: the last one that may have changed any, and those after it.
  private var fileChangers: [Int] = []
  /// The last step that may have changed any file.
  private var unknownFileChanger: Int?

  package init(_ steps: [StepEffects]) {
    for step in steps { append(step) }
  }

  /// Adds a step after the last.
  package mutating func append(_ step: StepEffects) {
    needs.append(needs(of: step))
    let index = needs.count - 1
    for variable in step.declared.union(step.written) { latest[variable] = index }
    if step.changesProcess { changers.append(index) }
    for folder in step.changedFolders { folderChangers[folder, default: []].append(index) }
    if step.usesUnknownFiles {
      (unknownFileChanger, fileChangers) = (index, [index])
    } else if step.changesFiles {
      fileChangers.append(index)
    }
  }

  /// The needs of a step that would be after the last.
  package func needs(of step: StepEffects) -> [Need] {
    let variables = step.read.union(step.written).union(step.changedFolders).compactMap { variable in
      latest[variable].map { Need(maker: $0, variable: variable) }
    }
    let files = makersOfFiles(for: step).map { Need(maker: $0, variable: .files) }
    return changers.map { Need(maker: $0, variable: nil) }
      + (variables + files).sorted { ($0.maker, $0.variable?.id ?? "") < ($1.maker, $1.variable?.id ?? "") }
  }

  /// The earlier steps that may have changed files that a step finds, except for the writers of the files that it
  /// names.
  private func makersOfFiles(for step: StepEffects) -> Set<Int> {
    if step.usesUnknownFiles { return Set(fileChangers) }
    guard step.usesFiles else { return [] }
    var makers = Set(step.read.flatMap { folderChangers[$0] ?? [] })
    if let unknownFileChanger { makers.insert(unknownFileChanger) }
    return makers
  }

  /// The earlier steps that these need, directly or indirectly, in order.
  package func ancestors(of steps: some Sequence<Int>) -> [Int] {
    var found: Set<Int> = []
    var open = Array(steps)
    while let step = open.popLast() {
      for need in needs[step] where found.insert(need.maker).inserted { open.append(need.maker) }
    }
    return found.sorted()
  }
}
