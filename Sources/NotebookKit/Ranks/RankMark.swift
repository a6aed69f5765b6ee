import Foundation

/// The part of a rank's work, up to the end of a step, that should be the same on all ranks.
package struct RankMark: Equatable, Sendable, Codable {
  /// Number of the step among those that the rank has executed, from 0.
  package var step: Int
  /// Its place in the notebook, as in `cell 2, line 14`.
  package var place: String
  /// A hash of the code and the parameters.
  package var code: String
  /// Number of calls in which ranks meet; of a rank that waits, the number of the call in which it does.
  package var calls: Int
  /// A hash of these calls and their order.
  package var digest: String
  /// Hashes of the notebook's random generators, by name.
  package var generators: [String: String]
  /// The call in which the rank waits for another; nil at the end of the step.
  package var waitsIn: String?

  package init(
    step: Int, place: String, code: String, calls: Int, digest: String, generators: [String: String] = [:],
    waitsIn: String? = nil
  ) {
    self.step = step
    self.place = place
    self.code = code
    self.calls = calls
    self.digest = digest
    self.generators = generators
    self.waitsIn = waitsIn
  }
}
