/// Values that are lost when the process that ran cells ends.
struct LossOfState: Sendable {
  /// The numbers of the cells that the process ran.
  var cells: [Int]

  /// A sentence that describes the lost state.
  ///
  /// - Parameter cause: The cause of the end; nil if it was told before.
  func sentence(cause: String? = nil) -> String {
    guard let first = cells.first, let last = cells.last else { return "The next cell runs in a fresh process." }
    let range = cells.count == 1 ? "cell \(first)" : "cells \(first) to \(last)"
    let reason = cause.map { "The cause: \($0)\($0.hasSuffix(".") ? " " : ". ")" } ?? ""
    return "The process that ran the cells has ended; the values of all variables from cell \(first) on are lost. "
      + reason + "Functions and types are kept. Of \(range), run the cells again whose variables you need."
  }
}
