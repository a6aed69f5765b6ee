/// Effects of executing a step: its needs of earlier steps, and what it leaves changed.
///
/// Sets are conservative: a step may read or write less than they say, never more.
package struct StepEffects: Equatable, Sendable {
  /// A variable of the notebook, or of the process behind it.
  package struct Variable: Hashable, Sendable, Codable {
    /// The unified symbol resolution, or the name where only the text is known.
    package var id: String
    /// Name by which the reader knows it.
    package var name: String

    package init(_ id: String, name: String? = nil) {
      self.id = id
      self.name = name ?? id
    }

    package static func == (first: Variable, second: Variable) -> Bool { first.id == second.id }
    package func hash(into hasher: inout Hasher) { hasher.combine(id) }
  }

  /// Variables that get their first value here.
  package var declared: Set<Variable> = []
  /// Variables of earlier steps that it may read.
  package var read: Set<Variable> = []
  /// Variables of earlier steps that it may write, or change through a reference.
  package var written: Set<Variable> = []
  /// True if it may change what every later step sees: the working directory, the environment, the streams.
  package var changesProcess = false
  /// True if it draws random numbers that no seed repeats.
  package var drawsUnseeded = false

  package init(
    declared: Set<Variable> = [], read: Set<Variable> = [], written: Set<Variable> = [], changesProcess: Bool = false,
    drawsUnseeded: Bool = false
  ) {
    self.declared = declared
    self.read = read
    self.written = written
    self.changesProcess = changesProcess
    self.drawsUnseeded = drawsUnseeded
  }

  /// Adds the effects of something else that the step does.
  mutating func add(_ other: StepEffects) {
    written.formUnion(other.written)
    read.formUnion(other.read)
    read.subtract(written)
    if other.changesProcess { changesProcess = true }
  }
}
