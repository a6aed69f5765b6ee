/// Effects of executing a step: its needs from earlier steps, and its changes.
///
/// Sets are conservative: a step may read or write less than they say, never more.
package struct StepEffects: Equatable, Sendable {
  /// A variable of the notebook, or of its process.
  package struct Variable: Hashable, Sendable, Codable {
    /// The unified symbol resolution, or the name where only the text is known.
    package var id: String
    /// The name shown to readers.
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
  /// The possible dependencies of the first value of each static variable that it may be the first to use.
  package var firstValues: [Variable: Set<Variable>] = [:]
  /// Folders in which it may create, rename or remove files. It need not know the other variables.
  package var changedFolders: Set<Variable> = []
  /// True if it may use, and change, files that are not known by name.
  package var usesUnknownFiles = false
  /// True if it may change state that every later step sees: the working directory, the environment, the streams.
  package var changesProcess = false
  /// True if it draws random numbers that no seed repeats.
  package var drawsUnseeded = false

  package init(
    declared: Set<Variable> = [], read: Set<Variable> = [], written: Set<Variable> = [],
    changedFolders: Set<Variable> = [], usesUnknownFiles: Bool = false, changesProcess: Bool = false,
    drawsUnseeded: Bool = false
  ) {
    self.declared = declared
    self.read = read
    self.written = written
    self.changedFolders = changedFolders
    self.usesUnknownFiles = usesUnknownFiles
    self.changesProcess = changesProcess
    self.drawsUnseeded = drawsUnseeded
  }

  /// True if it may change files, whatever it reads.
  package var changesFiles: Bool { usesUnknownFiles || !changedFolders.isEmpty }

  /// True if earlier steps' changes of files may matter to it.
  package var usesFiles: Bool { changesFiles || read.contains(where: \.isFile) }

  /// Adds the effects of something else that the step does.
  mutating func add(_ other: StepEffects) {
    written.formUnion(other.written)
    read.formUnion(other.read)
    read.subtract(written)
    changedFolders.formUnion(other.changedFolders)
    if other.usesUnknownFiles { usesUnknownFiles = true }
    if other.changesProcess { changesProcess = true }
  }
}
