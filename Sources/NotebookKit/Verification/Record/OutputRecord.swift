import Display
import Files

/// Outputs of a run of a notebook, which `etude verify --update` stores beside it.
///
/// It contains no clock and no line numbers, so the same outputs give the same bytes for any prose.
package struct OutputRecord: Equatable, Sendable {
  /// The notebook's file name.
  package var notebook: String
  /// The versions and the machine of the run.
  package var stamp: [Stamp.Entry]
  /// Names and values of the parameters, in the front matter's form.
  package var parameters: [Stamp.Entry]
  package var cells: [RecordedCell]
  package var inlineValues: [RecordedInlineValue]

  package init(
    notebook: String, stamp: [Stamp.Entry] = [], parameters: [Stamp.Entry] = [], cells: [RecordedCell] = [],
    inlineValues: [RecordedInlineValue] = []
  ) {
    self.notebook = notebook
    self.stamp = stamp
    self.parameters = parameters
    self.cells = cells
    self.inlineValues = inlineValues
  }
}

/// The outputs of one cell.
package struct RecordedCell: Equatable, Sendable {
  /// The cell's label, or `cell-` and its number from 1.
  package var name: String
  /// SHA-256 of the code in hexadecimal, to detect an edited cell.
  package var source: String
  /// True if the cell was to run.
  package var isEvaluated: Bool
  package var check: OutputCheck
  package var outputs: [RecordedOutput]

  package init(
    name: String, source: String, isEvaluated: Bool = true, check: OutputCheck = .standard,
    outputs: [RecordedOutput] = []
  ) {
    self.name = name
    self.source = source
    self.isEvaluated = isEvaluated
    self.check = check
    self.outputs = outputs
  }

  /// True if the name is a label, which stays with the cell when others come and go.
  var hasLabel: Bool { name.wholeMatch(of: /cell-[0-9]+/) == nil }

  var identity: CellMatching.Cell { CellMatching.Cell(label: hasLabel ? name : nil, source: source) }
}

/// The value of an expression in the prose, or its failure.
package struct RecordedInlineValue: Equatable, Sendable {
  package var expression: String
  package var result: Result

  package init(expression: String, result: Result) {
    self.expression = expression
    self.result = result
  }

  package enum Result: Equatable, Sendable {
    case value(RecordedValue)
    case failure(String)
  }
}

/// One output of a cell.
package enum RecordedOutput: Equatable, Sendable {
  case stream(CellOutput.Stream, String)
  case display(RecordedValue)
  case result(RecordedValue)
  case warning(String)
  case failure(RecordedFailure)
  case notice(String)
}

/// A failure without the notebook's lines, which change with the prose above.
package struct RecordedFailure: Equatable, Sendable {
  package var kind: String
  package var wasExpected: Bool
  package var summary: String
  /// Compiler output or a trace; lines are counted within cells.
  package var details: String

  package init(kind: String, wasExpected: Bool, summary: String, details: String) {
    self.kind = kind
    self.wasExpected = wasExpected
    self.summary = summary
    self.details = details
  }
}

/// A value in each of its formats.
package struct RecordedValue: Equatable, Sendable {
  /// In the order of the names of their types.
  package var representations: [Representation]
  package var metadata: MIMEBundle.Metadata

  package struct Representation: Equatable, Sendable {
    package var type: MIMEType
    package var content: RecordedContent
  }

  package subscript(type: MIMEType) -> RecordedContent? { representations.first { $0.type == type }?.content }
}
