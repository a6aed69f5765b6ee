import Display
import Foundation

/// State and outputs of one cell at some moment of the run.
package struct CellRecord: Equatable, Sendable, Codable {
  package var status: Status
  /// Outputs in order of occurrence.
  package var outputs: [CellOutput]
  /// Seconds of execution, compilation not included; nil until it ended.
  package var duration: Double?

  package init(status: Status = .waiting, outputs: [CellOutput] = [], duration: Double? = nil) {
    self.status = status
    self.outputs = outputs
    self.duration = duration
  }

  package enum Status: Equatable, Sendable, Codable {
    case waiting
    case compiling
    case running
    /// It succeeded; an expected failure counts as success.
    case succeeded
    /// It failed; the reason is its last output.
    case failed
    /// The run ended before it.
    case notRun(reason: String)
    /// `eval: false`.
    case skipped
  }
}

/// The value of an inline expression as text, or its failure.
package enum InlineResult: Equatable, Sendable, Codable {
  case value(MIMEBundle)
  case failure(String)
}

/// One output of a cell.
package enum CellOutput: Equatable, Sendable, Codable {
  case stream(Stream, String)
  /// A value shown by `display`, which later events may replace by its id.
  case display(MIMEBundle, id: String)
  /// The value of the cell's last expression.
  case result(MIMEBundle)
  /// A progress bar while the run continues; the finished report has none.
  case progress(ProgressReport)
  /// A remark of the compiler, in the notebook's lines.
  case warning(String)
  /// The reason for a cell's failure, or the failure that it was expected to show.
  case failure(CellFailure)
  /// A remark of the runner about the cell, for example that its output was cut.
  case notice(String)

  package enum Stream: String, Equatable, Sendable, Codable { case stdout, stderr }
}

/// The reason for a cell's failure, for the reader of the report.
package struct CellFailure: Error, Equatable, Sendable, Codable {
  package var kind: Kind
  /// One line about the failure.
  package var summary: String
  /// The rest as it should be shown in a fixed-width font: compiler output or a trace in the notebook's lines.
  package var details: String
  /// The notebook's line at fault, from 1, if it is known.
  package var line: Int?
  /// True if the cell said that it would fail in this way.
  package var wasExpected: Bool

  package init(kind: Kind, summary: String, details: String = "", line: Int? = nil, wasExpected: Bool = false) {
    self.kind = kind
    self.summary = summary
    self.details = details
    self.line = line
    self.wasExpected = wasExpected
  }

  package enum Kind: String, Equatable, Sendable, Codable {
    case compileError = "compile-error"
    case thrown = "throw"
    case trap
    case signal
    case exit
    case timeout
    case memory
    case interrupted
    case missingFailure = "missing-failure"
    case runner
  }
}
