/// The peak rate of the processor's multiply-add units, for judging times.
package enum PeakRate {
  /// Floating-point operations per second of all threads together: enough independent multiply-adds to fill the units,
  /// only on registers. The best of some tries.
  package static func measured() -> Double {
    let (chains, rounds, tasks) = (12, 1 << 20, 4 * ThreadPool.configuredThreadCount)
    let results = TensorStorage(uninitialized: tasks * Lanes.width)
    let clock = ContinuousClock()
    let durations = (0..<5).map { _ in
      clock.measure {
        parallelFor(tasks) { task in multiplyAdds(rounds).store(to: results.base + task * Lanes.width) }
      }
    }
    let best = durations.min() ?? .zero
    let seconds = Double(best.components.seconds) + Double(best.components.attoseconds) * 1e-18
    return 2 * Double(chains * rounds * tasks * Lanes.width) / seconds
  }

  @inline(never)
  private static func multiplyAdds(_ rounds: Int) -> Lanes {
    var sums = InlineArray<12, Lanes>(repeating: .zero)
    let (left, right) = (Lanes(repeating: 0.5), Lanes(repeating: 0.25))
    for _ in 0..<rounds {
      for index in 0..<12 { sums[index] = sums[index].addingProduct(left, right) }
    }
    return (0..<12).reduce(.zero) { $0 + sums[$1] }
  }
}
