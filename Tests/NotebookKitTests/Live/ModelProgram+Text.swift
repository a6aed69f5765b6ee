import NotebookKit
import Synchronization

extension ModelProgram.Line {
  /// Lines that were read before: programs have the same ones over and over.
  private static let known = Mutex<[Substring: ModelProgram.Line?]>([:])

  /// A line as ``text`` writes it; nil for any other text.
  init?(text: Substring) {
    let line = Self.known.withLock { $0[text] } ?? Self(reading: text)
    Self.known.withLock { $0[text] = .some(line) }
    guard let line else { return nil }
    self = line
  }

  private init?(reading text: Substring) {
    func reads(_ sum: Substring) -> [String] { sum.split(separator: " + ").dropLast().map(String.init) }
    if let match = text.wholeMatch(of: /var (\w+) = (.*)/) {
      self = .number(String(match.1), reads: reads(match.2))
    } else if let match = text.wholeMatch(of: /let (\w+) = Box\((.*)\)/) {
      self = .box(String(match.1), reads: reads(match.2))
    } else if let match = text.wholeMatch(of: /let (\w+) = \{ (\w+)(?: \+= 1|\.add\(1\)) \}/) {
      self = .closure(String(match.1), adds: String(match.2))
    } else if let match = text.wholeMatch(of: /func (\w+)\(\) \{ (\w+)(?: \+= 1|\.add\(1\)) \}/) {
      self = .function(String(match.1), adds: String(match.2))
    } else if let match = text.wholeMatch(of: /let `(\w+)`: Int = CellRuntime.*/) {
      self = .parameter(String(match.1))
    } else if let match = text.wholeMatch(of: /let (\w+) = (\w+)/) {
      self = .alias(String(match.1), of: String(match.2))
    } else if let match = text.wholeMatch(of: /(\w+) \+= (.*)/) {
      self = .write(String(match.1), reads: reads(match.2))
    } else if let match = text.wholeMatch(of: /(\w+)\.add\((.*)\)/) {
      self = .add(String(match.1), reads: reads(match.2))
    } else if let match = text.wholeMatch(of: /(\w+)\.next = (\w+)/) {
      self = .link(String(match.1), String(match.2))
    } else if let match = text.wholeMatch(of: /(\w+)\.next\?\.add\(1\)/) {
      self = .addToNext(String(match.1))
    } else if let match = text.wholeMatch(of: /print\((\w+)\)/) {
      self = .show(String(match.1))
    } else if let match = text.wholeMatch(of: /(\w+)\(\)/) {
      self = .call(String(match.1))
    } else {
      return nil
    }
  }
}

extension ModelProgram {
  /// The program as a notebook, with a line of prose above each cell.
  var text: String {
    let values = parameters.sorted { $0.key < $1.key }.map { "  \($0.key): \($0.value)\n" }.joined()
    return (values.isEmpty ? "" : "---\nparams:\n\(values)---\n\n")
      + cells.enumerated().map { index, lines in
        "Prose \(index).\n\n```swift\n\(lines.map(\.text).joined(separator: "\n"))\n```\n"
      }.joined(separator: "\n")
  }
}
