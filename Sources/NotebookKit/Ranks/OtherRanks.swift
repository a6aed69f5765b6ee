/// The other ranks of a run, as a session sees them when its own cells have done what they should.
package protocol OtherRanks: Sendable {
  /// Seconds that a rank waits for the others.
  var patience: Double { get }

  /// Says that the cells of this rank have done what they should, and asks whether it may take leave.
  ///
  /// The first rank takes leave once all others ask to, they once it does. So none that fails late is missed.
  ///
  /// - Returns: The rank for which to wait, and what is known of it; nil if there is none.
  /// - Throws: ``ExecutionError``.
  func askLeave() throws(ExecutionError) -> (rank: Int, reason: String)?

  /// The first rank that has failed, has ended without a report or has done something else, and the reason.
  var otherEnd: (rank: Int, reason: String)? { get }
}
