import Foundation

/// The content of a page: the notebook and the state of its run.
package struct Report: Equatable, Sendable {
  package var notebook: Notebook
  /// The parameters as the run had them, overrides applied.
  package var parameters: [Parameter]
  /// One record for each cell, in order.
  package var records: [CellRecord]
  /// Results of the inline values; missing until they are evaluated.
  package var inlineResults: [Notebook.InlineValue.ID: InlineResult]
  package var stamp: Stamp
  /// True if the run still continues.
  package var isRunning: Bool

  package init(
    notebook: Notebook, parameters: [Parameter], records: [CellRecord],
    inlineResults: [Notebook.InlineValue.ID: InlineResult] = [:], stamp: Stamp, isRunning: Bool
  ) {
    self.notebook = notebook
    self.parameters = parameters
    self.records = records
    self.inlineResults = inlineResults
    self.stamp = stamp
    self.isRunning = isRunning
  }
}

/// When, where and with what a report was made: the only part that differs between two runs of the same notebook.
package struct Stamp: Equatable, Sendable {
  /// Pairs in display order, as in `("Swift", "6.3.1")`.
  package var entries: [Entry]

  package init(entries: [Entry] = []) { self.entries = entries }

  package struct Entry: Equatable, Sendable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }
}
