import Foundation

/// Locations in messages of Swift's runtime: `Cell_3/lesson.md:4: Fatal error: …` names a line as the module has it.
extension Tracer {
  /// An output with the notebook's lines.
  package func placed(_ output: KernelOutput) -> KernelOutput {
    switch output {
    case .stream(.stderr, let data): return .stream(.stderr, placed(data))
    case .crash(var crash):
      crash.words = crash.words.map { String(decoding: placed(Data($0.utf8)), as: UTF8.self) }
      return .crash(crash)
    case .stream, .message, .ended: return output
    }
  }

  private func placed(_ text: Data) -> Data {
    let mark = Data("/\(notebook.file.lastPathComponent):".utf8)
    guard var found = text.range(of: mark) else { return text }
    var result = Data()
    var start = text.startIndex
    while true {
      let name = text[start..<found.lowerBound].suffix(while: { $0 == UInt8(ascii: "_") || isalnum(Int32($0)) != 0 })
      let digits = text[found.upperBound...].prefix { isdigit(Int32($0)) != 0 }
      result += text[start..<found.upperBound]
      start = digits.endIndex
      if let move = movesOfModules[String(decoding: name, as: UTF8.self)],
        let line = Int(String(decoding: digits, as: UTF8.self))
      {
        result += Data(String(line + move).utf8)
      } else {
        result += digits
      }
      guard let next = text[start...].range(of: mark) else { break }
      found = next
    }
    return result + text[start...]
  }
}

extension Data {
  /// The maximum length of a matched suffix.
  fileprivate func suffix(while hasProperty: (UInt8) -> Bool) -> Data {
    self[(lastIndex { !hasProperty($0) }.map { $0 + 1 } ?? startIndex)...]
  }
}
