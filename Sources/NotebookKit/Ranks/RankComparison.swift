/// Compares the marks of the first rank with those of another, as both come.
///
/// What must agree is the code, the calls in which ranks meet, and the random generators in variables of the notebook. What
/// cells print, compute or draw from generators of their own may differ, as it does in `if rank == 0 { … }`.
package struct RankComparison: Sendable {
  /// Ends of steps by number.
  private var ends: [Int: RankMark] = [:]
  /// The call in which the first rank waits.
  private var wait: RankMark?
  private var otherEnds: [Int: [Int: RankMark]] = [:]
  private var otherWaits: [Int: RankMark] = [:]

  package init() {}

  /// Takes in a mark of the first rank.
  ///
  /// - Returns: The rank that has done something else, and the reason to end the run.
  package mutating func add(_ mark: RankMark) -> (rank: Int, reason: String)? {
    if mark.waitsIn == nil { ends[mark.step] = mark } else { wait = mark }
    for rank in Set(otherEnds.keys).union(otherWaits.keys).sorted() {
      if let reason = difference(to: rank, at: mark.step) { return (rank, reason) }
    }
    return nil
  }

  /// Takes in a mark of another rank.
  ///
  /// - Returns: The reason to end the run if the rank has done something else.
  package mutating func add(_ mark: RankMark, of rank: Int) -> String? {
    if mark.waitsIn == nil { otherEnds[rank, default: [:]][mark.step] = mark } else { otherWaits[rank] = mark }
    return difference(to: rank, at: mark.step)
  }

  private func difference(to rank: Int, at step: Int) -> String? {
    let own = ends[step]
    let other = otherEnds[rank]?[step]
    let ownWait = wait.flatMap { $0.step == step ? $0 : nil }
    let otherWait = otherWaits[rank].flatMap { $0.step == step ? $0 : nil }
    let place = (own ?? other ?? ownWait ?? otherWait)?.place ?? ""
    guard let difference = Self.difference(own, other, ownWait, otherWait, rank) else { return nil }
    return "it did something else than rank 0 in \(place): \(difference)"
  }

  private static func difference(
    _ own: RankMark?, _ other: RankMark?, _ ownWait: RankMark?, _ otherWait: RankMark?, _ rank: Int
  ) -> String? {
    if let own, let other { return difference(own, other, rank) }
    // One has ended the step without a call in which the other waits.
    if let own, let otherWait, otherWait.calls > own.calls, let call = otherWait.waitsIn {
      return "it waits in \(call), to which rank 0 does not come. \(calls)"
    }
    if let other, let ownWait, ownWait.calls > other.calls, let call = ownWait.waitsIn {
      return "rank 0 waits in \(call), to which rank \(rank) does not come. \(calls)"
    }
    if let ownWait, let otherWait, ownWait.calls == otherWait.calls, let call = ownWait.waitsIn,
      let otherCall = otherWait.waitsIn, call != otherCall
    {
      return "it waits in \(otherCall), and rank 0 in \(call). \(calls)"
    }
    return nil
  }

  private static func difference(_ own: RankMark, _ other: RankMark, _ rank: Int) -> String? {
    if own.code != other.code {
      return "its code or its parameters are others. Start all ranks with one notebook and the same -P."
    }
    if own.calls != other.calls {
      return "it has made \(other.calls) calls to other ranks by then, and rank 0 has made \(own.calls). \(calls)"
    }
    if own.digest != other.digest {
      return "its \(other.calls) calls to other ranks are others, or in another order. \(calls)"
    }
    let names = own.generators.keys.filter { name in other.generators[name].map { $0 != own.generators[name] } ?? false
    }
    guard let name = names.min() else { return nil }
    return "the random generator `\(name)` is in another state. Seed it with the same number, and draw from it on all "
      + "ranks or on none."
  }

  private static let calls =
    "All ranks make the same calls in one order: take no decision about them from clocks, machines or the rank."
}
