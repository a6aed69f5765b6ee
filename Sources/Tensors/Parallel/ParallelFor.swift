/// Runs `body(0)` to `body(count - 1)`, each once, spread over `ETUDE_THREADS` threads (every core by default).
///
/// The order is arbitrary, so each index writes places of its own; a sum over indices is added up afterwards in index
/// order, and no result depends on the number of threads. A loop inside another one runs on the thread it is on.
///
/// ```swift
/// parallelFor(rows.count) { row in result[row] = transform(rows[row]) }
/// ```
public func parallelFor(_ count: Int, _ body: (Int) -> Void) {
  ThreadPool.shared.run(count, body)
}

/// Cuts `0..<count` into ranges of at most `grain` and runs `body` on each of them in parallel.
///
/// The cut depends on `count` and `grain` alone, so that partial sums by range are the same on every machine.
public func parallelFor(_ count: Int, grain: Int, _ body: (Range<Int>) -> Void) {
  require(grain > 0, "a grain of \(grain) makes no progress")
  ThreadPool.shared.run((count + grain - 1) / grain) { index in
    body((index * grain)..<min(count, (index + 1) * grain))
  }
}
