import Etude

/// A plucked string, made of a delay line: K. Karplus, A. Strong, "Digital Synthesis of Plucked-String and Drum Timbres",
/// Computer Music Journal 7 (2), 1983.
struct PluckedString {
  /// Hertz.
  var frequency: Double
  var sampleRate: Int

  /// The samples between -1 and 1, beginning with the pluck.
  func samples(seconds: Double, seed: UInt64) -> [Float] {
    var generator = MersenneTwister(seed: seed)
    // The average of two neighbours delays by half a sample.
    let period = max(2, Int(Double(sampleRate) / frequency - 0.5))
    var line = (0..<period).map { _ in Float.random(in: -1...1, using: &generator) }
    var samples: [Float] = []
    samples.reserveCapacity(Int(seconds * Double(sampleRate)))
    var place = 0
    for _ in 0..<Int(seconds * Double(sampleRate)) {
      let next = place + 1 == period ? 0 : place + 1
      samples.append(line[place])
      line[place] = (line[place] + line[next]) / 2
      place = next
    }
    return samples
  }
}
