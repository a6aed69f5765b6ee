/// Fenced blocks as text, and the positions of a fence's parts in its line.
package enum FenceText {
  /// A fenced block of code, its marks longer than any run of back-ticks in it.
  package static func block(_ text: String, info: String, keepsLineEnd: Bool = false) -> String {
    let marks = String(repeating: "`", count: max(3, longestRun(in: text) + 1))
    let needsEnd = !text.isEmpty && (keepsLineEnd || !text.hasSuffix("\n"))
    return marks + info + "\n" + text + (needsEnd ? "\n" : "") + marks
  }

  /// The bytes of a line below a fence's opening marks: its info string with the blanks around it.
  static func info(in line: Substring, of fence: MarkdownNode.Fence) -> Range<Int>? {
    let bytes = line.utf8
    guard let mark = fence.character.utf8.first else { return nil }
    var (run, offset) = (0, 0)
    for byte in bytes {
      if byte == mark {
        run += 1
        if run == fence.length { return (offset + 1)..<bytes.count }
      } else {
        run = 0
      }
      offset += 1
    }
    return nil
  }

  private static func longestRun(in text: String) -> Int {
    var (longest, run) = (0, 0)
    for byte in text.utf8 {
      run = byte == UInt8(ascii: "`") ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }
}
