/// The median time of `work` in seconds, after one run that fills the caches.
func medianSeconds(runs: Int, _ work: () -> Void) -> Double {
  work()
  let clock = ContinuousClock()
  let seconds = (0..<runs).map { _ in
    let duration = clock.measure(work)
    return Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
  }
  return seconds.sorted()[runs / 2]
}
