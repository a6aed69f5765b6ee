import Files

/// The state of a kernel: the versions of its variables and files, and the modules that have run in it.
///
/// Files are on the disk, and outlive the kernel.
package struct KernelState: Equatable, Sendable {
  /// For each variable the version of the step that wrote it last.
  package private(set) var versions: [StepEffects.Variable: ContentHash] = [:]
  /// The version of the last step that may have changed the process itself, for example its working directory.
  package private(set) var process: ContentHash?
  /// The versions of the steps that changed files.
  private var changesOfFiles: Set<ContentHash> = []
  /// For each static variable that may have got its first value here, the versions that decided it.
  private var firstValues: [StepEffects.Variable: ContentHash] = [:]
  /// The units that ran here, with the seconds that each took.
  package private(set) var executed: [Int: Double] = [:]

  package init() {}

  /// The state of a fresh kernel: of an earlier one, files remain.
  package var renewed: KernelState {
    var state = KernelState()
    state.versions = versions.filter { $0.key.isFile }
    state.changesOfFiles = changesOfFiles
    return state
  }

  /// True if it has a version of a variable, or for ``StepEffects/Variable/files`` if the step of that version ran.
  package func has(_ variable: StepEffects.Variable, of version: ContentHash) -> Bool {
    variable == .files ? changesOfFiles.contains(version) : versions[variable] == version
  }

  /// True if no static variable has got another first value here than it would get.
  ///
  /// - Parameter values: For each static variable a hash of the versions that decide its first value.
  package func agrees(with values: [StepEffects.Variable: ContentHash]) -> Bool {
    values.allSatisfy { firstValues[$0.key] ?? $0.value == $0.value }
  }

  /// Notes that a step ran.
  ///
  /// - Parameters:
  ///   - version: The state that it left; a step that was stopped from outside leaves an unknown state.
  ///   - values: The first values that static variables got in it, unless they had some.
  package mutating func note(
    _ effects: StepEffects, version: ContentHash, unit: Int? = nil, seconds: Double = 0,
    firstValues values: [StepEffects.Variable: ContentHash] = [:]
  ) {
    firstValues.merge(values) { earlier, _ in earlier }
    for variable in effects.declared.union(effects.written) { versions[variable] = version }
    if effects.changesProcess { process = version }
    if effects.changesFiles { changesOfFiles.insert(version) }
    if let unit { executed[unit] = seconds }
  }
}
