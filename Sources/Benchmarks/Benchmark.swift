import Foundation

/// A piece of work whose time is compared between versions and with a peer's.
struct Benchmark {
  /// The measured subject, in words joined by dots; it stays the same between versions.
  let name: String
  /// Number of measurements; the median counts. Work of many seconds is timed less often.
  let runs: Int
  /// True if it is timed in processes of their own, each of which does it once; so is the peer's.
  var isFresh = false
  /// The task of `peers.py` that is timed in turns with ours; nil where no peer has the like.
  var peer: String?
  /// The fraction of the peer's time that is allowed.
  var target: Double?
  /// The counted quantity.
  var unit = "ms"
  /// The most that is allowed, in the unit.
  var limit: Double?
  /// Does the work once and returns the milliseconds that count.
  let work: () throws -> Double

  /// The milliseconds after which a benchmark is not run again, so that all of them take less than ten minutes.
  private static let patience = 8_000.0

  /// The milliseconds that `body` takes.
  static func time(_ body: () throws -> Void) rethrows -> Double {
    let start = ContinuousClock.now
    try body()
    let elapsed = (ContinuousClock.now - start).components
    return Double(elapsed.seconds) * 1e3 + Double(elapsed.attoseconds) * 1e-15
  }

  /// Times the work in turns with the peer's, if there is one.
  func line(beside peers: Peers?) throws -> BenchmarkLine {
    var (times, peerTimes): ([Double], [Double]) = ([], [])
    var peerName: String?
    let start = ContinuousClock.now
    func isOver() -> Bool { ContinuousClock.now - start > .milliseconds(Self.patience) }
    // The first run fills caches. It counts if another would take too long.
    let first = isFresh ? nil : try work()
    if let first, isOver() { times = [first] }
    while times.count < runs, times.isEmpty || !isOver() {
      if let peer, let answer = try peers?.time(peer, isFresh: isFresh) {
        peerTimes.append(answer.milliseconds)
        peerName = answer.peer
      }
      times.append(isFresh ? try timeInFreshProcess() : try work())
    }
    if times.count == 1, peerTimes.isEmpty, let peer, let answer = try peers?.time(peer, isFresh: isFresh) {
      (peerTimes, peerName) = ([answer.milliseconds], answer.peer)
    }
    return BenchmarkLine(
      name: name, times: times, unit: unit, peer: peerName.map { ($0, peerTimes) }, target: target, limit: limit)
  }

  private func timeInFreshProcess() throws -> Double {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: CommandLine.arguments[0])
    process.arguments = ["--once", name]
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return Double(text.trimmingCharacters(in: .whitespacesAndNewlines)) ?? .nan
  }
}
