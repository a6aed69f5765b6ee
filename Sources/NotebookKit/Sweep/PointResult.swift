import Display
import Files
import Foundation

/// The outcome of one point, as stored in a file beside its report.
package struct PointResult: Equatable, Sendable, Codable {
  /// Name of the format and its version.
  var format = PointResult.currentFormat
  /// Hash of the known inputs of the run: the notebook, its packages, its parameters.
  package var run: String
  package var status: Status
  /// One line about the first failure, with the notebook's line; nil if there was none.
  package var failure: String?
  /// The values that the run published.
  package var values: [PublishedValue]

  package enum Status: String, Equatable, Sendable, Codable { case succeeded, failed }

  static let currentFormat = "etude-point 1"

  package init(run: String, status: Status, failure: String? = nil, values: [PublishedValue] = []) {
    self.run = run
    self.status = status
    self.failure = failure
    self.values = values
  }

  /// The outcome of a finished run.
  init(run: String, _ summary: RunSummary, _ report: Report?) {
    let failure = summary.failed.first.flatMap { first in report.map { first.description(in: $0.notebook) } }
    self.init(
      run: run, status: summary.isSuccess ? .succeeded : .failed,
      failure: failure ?? (summary.isSuccess ? nil : "cells did not run"), values: report?.publishedValues ?? [])
  }

  /// The name of a run: equal for two points only if their runs are the same.
  static func name(
    of notebook: Notebook, parameters: [Parameter], dependencies: NotebookDependencies
  ) -> String {
    var parts = [EtudeVersion.current, notebook.source] + dependencies.keys.map(\.hexadecimal)
    parts += parameters.map { "\($0.name)=\($0.value)" }
    return ContentHash(Data(parts.map { JSON.quote($0) }.joined(separator: "\n").utf8)).hexadecimal
  }
}
