import Display

/// The step at work: its outputs so far, and its failure once that is known.
struct StepAttempt {
  let step: RunStep
  var recorder: CellRecorder
  /// The step's top-level items, once it is compiled.
  var items: [TopLevelItem] = []
  /// The symbols that it declares and uses, once it is compiled.
  var references = CellReferences(text: "", items: [])
  /// Whether its code was handed to the kernel.
  var hasRun = false
  var failure: CellFailure?
  var crash: CrashReport?
  /// The value of an inline expression.
  var inlineValue: MIMEBundle?

  init(_ step: RunStep, recorder: CellRecorder) {
    self.step = step
    self.recorder = recorder
  }

  /// Takes in how the step's execution ended.
  mutating func end(_ end: UnitEnd, _ description: FailureDescription) {
    failure = description.failure(of: end, recorder: &recorder)
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
