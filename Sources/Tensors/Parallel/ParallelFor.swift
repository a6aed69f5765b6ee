/// Runs `body(0)` to `body(count - 1)`, each once, distributed over `ETUDE_THREADS` threads (every core by default).
///
/// The order is arbitrary, so each index must write to separate memory. Sums over indices are added afterwards in index
/// order, so no result depends on the number of threads. A loop inside another one runs on the thread it is on.
/// `withoutGradients` also applies in the body; other task-local values do not.
///
/// ```swift
/// parallelFor(files.count) { index in
///   try? chroma(load(files[index])).write(npy: files[index].appendingPathExtension("npy"))
/// }
/// ```
public func parallelFor(_ count: Int, _ body: (Int) -> Void) {
  ThreadPool.shared.run(count, body)
}

/// Splits `0..<count` into ranges of at most `grain` and runs `body` on each of them in parallel.
///
/// The ranges depend only on `count` and `grain`, so partial sums are the same on every machine.
///
/// ```swift
/// let halves = UnsafeMutableBufferPointer<Float>.allocate(capacity: 100_000)
/// parallelFor(halves.count, grain: 4096, order: .descending) { range in
///   for index in range { halves[index] = Float(index) / 2 }
/// }
/// ```
/// - Parameter order: the end at which the threads start.
public func parallelFor(_ count: Int, grain: Int, order: LoopOrder = .ascending, _ body: (Range<Int>) -> Void) {
  require(grain > 0, "a grain must be positive, not \(grain)")
  let ranges = max(0, count) / grain + (max(0, count) % grain == 0 ? 0 : 1)
  ThreadPool.shared.run(ranges) { position in
    let index = order == .ascending ? position : ranges - 1 - position
    body((index * grain)..<(index * grain + min(grain, count - index * grain)))
  }
}

/// The end at which a loop starts. One that starts where the loop before it stopped finds that end of their data in a cache.
public enum LoopOrder: Sendable {
  /// At 0.
  case ascending
  /// At the last range.
  case descending
}
