import Display
import KernelProtocol

/// The last words of a kernel that died of a signal.
package struct CrashReport: Equatable, Sendable {
  package var signal = 0
  package var isStackOverflow = false
  /// Last words of Swift's runtime on standard error before it trapped, without the line end; nil if it wrote nothing.
  package var words: String?
  /// Places in cells, innermost first.
  package var trace: [CodePlace] = []
  /// The kernel's executable, which contains the library that cells call; nil if the signal came from elsewhere.
  package var program: String?
  /// Return addresses in ``program`` of the calls below the innermost cell, innermost first.
  package var libraryTrace: [UInt64] = []

  package init(
    signal: Int = 0, isStackOverflow: Bool = false, words: String? = nil, trace: [CodePlace] = [],
    program: String? = nil, libraryTrace: [UInt64] = []
  ) {
    self.signal = signal
    self.isStackOverflow = isStackOverflow
    self.words = words
    self.trace = trace
    self.program = program
    self.libraryTrace = libraryTrace
  }

  /// Reads lines `key value …`; unknown keys are left out. A text of several lines has one line `words` for each.
  package init(_ text: String) {
    for line in text.split(separator: "\n") {
      if line.hasPrefix("words ") {
        words = (words.map { $0 + "\n" } ?? "") + line.dropFirst(6)
        continue
      }
      if line.hasPrefix("program ") {
        program = String(line.dropFirst(8))
        continue
      }
      let words = line.split(separator: " ")
      switch (words.first, words.count) {
      case ("signal", 2): signal = Int(words[1]) ?? 0
      case ("overflow", 2): isStackOverflow = words[1] == "1"
      case ("own", 2): if let offset = UInt64(words[1]) { libraryTrace.append(offset) }
      case ("place", 3):
        if let unit = Int(words[1]), let offset = UInt64(words[2]) {
          trace.append(CodePlace(unit: unit, offset: offset))
        }
      default: continue
      }
    }
  }
}
