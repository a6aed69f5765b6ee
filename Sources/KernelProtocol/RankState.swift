/// The state of a rank that is the same on all ranks of a run, as far as they have come.
package struct RankState: Equatable, Sendable, Codable {
  /// Number of calls in which ranks meet; of a rank that waits, the number of the call in which it does.
  package var calls: Int
  /// A hash of these calls and their order.
  package var digest: String
  /// Hashes of the random generators in variables of the notebook, by name.
  package var generators: [String: String]
  /// The call in which the rank waits for another; nil at the end of a unit.
  package var waitsIn: String?

  package init(calls: Int, digest: String, generators: [String: String] = [:], waitsIn: String? = nil) {
    self.calls = calls
    self.digest = digest
    self.generators = generators
    self.waitsIn = waitsIn
  }
}
