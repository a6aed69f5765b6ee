import Foundation

/// The result of one benchmark, and its line: name, median, unit and further fields with tabs between them.
struct BenchmarkLine {
  let name: String
  let median: Double
  let minimum: Double
  let maximum: Double
  /// All that the line says.
  let text: String

  /// - Parameter peer: The peer's name and version, and its times from the same minutes.
  init(
    name: String, times: [Double], unit: String, peer: (name: String, times: [Double])?, target: Double?,
    limit: Double?
  ) {
    let times = times.sorted()
    self.name = name
    median = times[times.count / 2]
    minimum = times[0]
    maximum = times[times.count - 1]
    func number(_ value: Double) -> String {
      String(format: value >= 100 ? "%.0f" : value >= 1 ? "%.2f" : "%.4f", value)
    }
    var fields = [name, number(median), unit, "min=\(number(minimum))", "max=\(number(maximum))", "n=\(times.count)"]
    if let peer {
      let peerMedian = peer.times.sorted()[peer.times.count / 2]
      fields += ["peer=\(number(peerMedian))", "ratio=\(number(median / peerMedian))", "by=\(peer.name)"]
      if let target { fields.append("target=\(number(target))") }
    }
    if let limit { fields.append("limit=\(number(limit))") }
    text = fields.joined(separator: "\t")
  }

  /// Reads a line; nil for one of another form.
  init?(_ text: String) {
    let fields = text.split(separator: "\t").map(String.init)
    func number(_ key: String) -> Double? {
      fields.first { $0.hasPrefix("\(key)=") }.flatMap { Double($0.dropFirst(key.count + 1)) }
    }
    guard fields.count >= 3, let median = Double(fields[1]), let minimum = number("min"), let maximum = number("max")
    else { return nil }
    name = fields[0]
    self.median = median
    self.minimum = minimum
    self.maximum = maximum
    self.text = text
  }

  /// True if every time is above every earlier one, and the median by more than a tenth. On a busy
  /// machine, one of the two happens now and then.
  func isWorse(than earlier: BenchmarkLine) -> Bool {
    median > 1.1 * earlier.median && minimum > earlier.maximum
  }
}
