import Foundation

/// Sums arrays over all ranks on a separate thread, in the order in which they are given, while the caller computes.
///
/// All ranks must give the same number of arrays, of the same lengths, in the same order. The sum of each is that of a
/// fixed tree over the ranks, so it has the same bits on every rank.
///
/// `@unchecked Sendable`: the condition's lock guards all mutable state.
package final class BackgroundSum: @unchecked Sendable {
  private let ranks: Ranks
  private let condition = NSCondition()
  private var waiting: [(scalars: [Float], call: ClusterCall)] = []
  private var finished: [[Float]] = []
  /// Arrays that were given since the last ``results()``.
  private var count = 0
  private var failure: (any Error)?
  private var isOver = false

  /// Starts the thread, if there are other ranks.
  package init(_ ranks: Ranks) {
    self.ranks = ranks
    guard let mpi = ranks.mpi else { return }
    let thread = Thread { [self] in serve(mpi) }
    thread.name = "etude-sums"
    thread.start()
  }

  /// Ends the thread once it has done its work.
  package func end() {
    condition.lock()
    isOver = true
    condition.broadcast()
    condition.unlock()
  }

  /// Adds an array; its summation starts as soon as earlier ones are done.
  package func add(_ scalars: [Float]) {
    condition.lock()
    defer { condition.unlock() }
    count += 1
    guard ranks.mpi != nil else { return finished.append(scalars) }
    waiting.append((scalars, CallLog.ofProcess.note("the sum of \(scalars.count) gradients")))
    condition.broadcast()
  }

  /// Waits for the sums of all arrays that were given, in their order.
  ///
  /// - Throws: ``ClusterError``; `Interrupted`.
  package func results() throws -> [[Float]] {
    condition.lock()
    defer { condition.unlock() }
    while finished.count < count, failure == nil { condition.wait() }
    if let failure { throw failure }
    defer { (finished, count) = ([], 0) }
    return finished
  }

  private func serve(_ mpi: MPI) {
    while let next = next() {
      var scalars = next.scalars
      let outcome = Result { try ranks.add(&scalars, mpi, on: .training, for: next.call) }
      condition.lock()
      switch outcome {
      case .success: finished.append(scalars)
      case .failure(let error): failure = failure ?? error
      }
      condition.broadcast()
      condition.unlock()
    }
  }

  /// The next array; nil if there will be none, or no valid one.
  private func next() -> (scalars: [Float], call: ClusterCall)? {
    condition.lock()
    defer { condition.unlock() }
    while waiting.isEmpty, !isOver, failure == nil { condition.wait() }
    return waiting.isEmpty || failure != nil ? nil : waiting.removeFirst()
  }
}
