import Display
import KernelProtocol

/// The running step: its outputs so far, and its failure once that is known.
struct StepAttempt {
  let step: RunStep
  /// Its position in the history if it runs again only for its state.
  let again: Int?
  var recorder: CellRecorder
  /// Product of its compilation.
  var module: CompiledModule?
  /// The step's top-level items, once it is compiled.
  var items: [TopLevelItem] = []
  /// The symbols that it declares and uses, once it is compiled.
  var references = CellReferences(text: "", items: [])
  /// True if its code was handed to the kernel.
  var hasRun = false
  /// True once the kernel has begun to execute its code.
  var hasBegun = false
  var failure: CellFailure?
  /// Number of values that it has displayed.
  var displayCount = 0
  /// True if the kernel ended in it.
  var hasEndedKernel = false
  /// True if it is not run because it needs lost state.
  var isKept = false
  /// The notebook's line in its own code at which it stopped, if known.
  var stop: Int?
  var crash: CrashReport?
  /// The value of an inline expression.
  var inlineValue: MIMEBundle?
  /// Files that it used.
  var files = FileUse()
  /// New values that it put where earlier cells show them.
  var updates: [DisplayUpdate] = []

  init(_ step: RunStep, again: Int? = nil, recorder: CellRecorder) {
    self.step = step
    self.again = again
    self.recorder = recorder
  }

  /// Receives how the step's execution ended.
  mutating func end(_ end: UnitEnd, _ description: FailureDescription) {
    failure = description.failure(of: end, recorder: &recorder)
    stop = description.stop(of: end, unit: step.unit)
    if case .died = end { hasEndedKernel = true }
  }

  /// Judges the failure by the cell's `expect:`.
  mutating func compareWithExpectation(of cell: Cell) {
    guard let expected = cell.options.expect else { return }
    if failure?.kind.expectation == expected {
      failure?.wasExpected = true
    } else {
      failure = .missing(expected, instead: failure, line: cell.line)
    }
  }
}
