import Foundation

/// How a notebook is to be run.
package struct RunOptions: Sendable {
  /// The folder that holds reports, as in `Output`.
  package var outputFolder: URL
  /// `name=value` of each `-P`.
  package var parameterOverrides: [String] = []
  /// Seconds for the whole notebook.
  package var timeout: Double?
  /// Whether a failure leaves the run going.
  package var keepsGoing = false
  /// The forms of the finished report; HTML is always written.
  package var forms: Set<ReportForm> = []
  /// Bytes that the kernel may hold.
  package var memoryLimit: Int

  package init(outputFolder: URL, memoryLimit: Int = RunOptions.sensibleMemoryLimit) {
    self.outputFolder = outputFolder
    self.memoryLimit = memoryLimit
  }

  /// Four fifths of the machine's memory, so that a notebook that wants all leaves the machine usable.
  package static var sensibleMemoryLimit: Int { Int(ProcessInfo.processInfo.physicalMemory / 5 * 4) }
}

/// A form in which a finished report can be written.
package enum ReportForm: String, CaseIterable, Sendable {
  case html
  /// GitHub's Markdown, pictures in files beside it.
  case markdown = "md"
  /// Jupyter's notebook with its outputs.
  case jupyter = "ipynb"
}

/// What a run has to tell while it goes on; the command shows it in the terminal.
package enum RunEvent: Sendable {
  case started(cellCount: Int)
  case cellBegan(index: Int, line: Int)
  case progress(label: String, completed: Int, total: Int?, detail: String)
  case cellEnded(index: Int, line: Int, record: CellRecord)
  /// An expression in prose has no value.
  case inlineValueFailed(line: Int, CellFailure)
}

/// How a run ended.
package struct RunSummary: Sendable {
  /// The report's file.
  package var report: URL
  /// Cells that did what they should, of those that were to run.
  package var succeeded: Int
  package var failed: [Failure]
  package var notRun: Int
  package var wasInterrupted: Bool

  /// Whether every cell did what it should.
  package var isSuccess: Bool { failed.isEmpty && notRun == 0 && !wasInterrupted }

  package struct Failure: Sendable {
    package var cell: Int
    package var failure: CellFailure
  }
}
