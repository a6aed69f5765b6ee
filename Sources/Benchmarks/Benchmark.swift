import Foundation

/// A piece of work whose time is compared between versions and with a peer's.
struct Benchmark {
  /// The measured subject, in words joined by dots; it stays the same between versions.
  let name: String
  /// Number of measurements; the median counts.
  let runs: Int
  /// True if it is timed in processes of their own, each of which does it once.
  var isFresh = false
  /// The peer's median in milliseconds on the machine on which the targets were set.
  var peer: Double?
  /// The fraction of the peer's time that is allowed.
  var target: Double?
  /// The counted quantity.
  var unit = "ms"
  /// The most that is allowed, in the unit.
  var limit: Double?
  /// The peer's work, if it is here: it is timed in turns with ours, and its median replaces ``peer``.
  var peerWork: (() throws -> Double)?
  /// Does the work once and returns the milliseconds that count.
  let work: () throws -> Double

  /// The milliseconds that `body` takes.
  static func time(_ body: () throws -> Void) rethrows -> Double {
    let start = ContinuousClock.now
    try body()
    let elapsed = (ContinuousClock.now - start).components
    return Double(elapsed.seconds) * 1e3 + Double(elapsed.attoseconds) * 1e-15
  }

  /// Times the work and gives one line: name, median, spread and ratio, separated by tabs.
  func line() throws -> String {
    if !isFresh { _ = try work() }
    var peerTimes: [Double] = []
    let times = try (0..<runs).map { _ in
      if let peerWork { peerTimes.append(try peerWork()) }
      return isFresh ? try timeInFreshProcess() : try work()
    }.sorted()
    let median = times[times.count / 2]
    let peer = peerTimes.isEmpty ? peer : peerTimes.sorted()[peerTimes.count / 2]
    var fields = [name, number(median), unit, "min=\(number(times[0]))"]
    fields += ["max=\(number(times[times.count - 1]))", "n=\(runs)"]
    if let peer { fields += ["peer=\(number(peer))", "ratio=\(number(median / peer))"] }
    if let target { fields.append("target=\(number(target))") }
    if let limit { fields.append("limit=\(number(limit))") }
    return fields.joined(separator: "\t")
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

  private func number(_ value: Double) -> String {
    String(format: value >= 100 ? "%.0f" : value >= 1 ? "%.2f" : "%.4f", value)
  }
}
