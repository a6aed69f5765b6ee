import Display
import KernelProtocol

/// The last words of a kernel that died of a signal.
package struct CrashReport: Equatable, Sendable {
  package var signal = 0
  package var isStackOverflow = false
  /// Places in cells, innermost first.
  package var trace: [CodePlace] = []

  package init(signal: Int = 0, isStackOverflow: Bool = false, trace: [CodePlace] = []) {
    self.signal = signal
    self.isStackOverflow = isStackOverflow
    self.trace = trace
  }

  /// Reads lines `key value …`; unknown keys are left out.
  package init(_ text: String) {
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      switch (words.first, words.count) {
      case ("signal", 2): signal = Int(words[1]) ?? 0
      case ("overflow", 2): isStackOverflow = words[1] == "1"
      case ("place", 3):
        if let unit = Int(words[1]), let offset = UInt64(words[2]) {
          trace.append(CodePlace(unit: unit, offset: offset))
        }
      default: continue
      }
    }
  }
}
