/// Several cells as one text, which the compiler parses in one call.
///
/// An import of a nonexistent module separates two cells: an import ends whatever a cell leaves open, or makes it an
/// error, and parsing does not load modules.
struct JoinedCells {
  let text: String
  /// The positions of the cells in the text, in UTF-8 offsets.
  private let ranges: [Range<Int>]
  /// True if one but the last ends in an attribute or a modifier, which would be the border's.
  private let endsOpen: Bool
  private static let border = "\nimport Etude_Border;\n"

  init(_ cells: [String]) {
    text = cells.joined(separator: Self.border)
    endsOpen = cells.dropLast().contains { cell in
      let swift = SwiftSource(cell)
      return swift.code.last.map {
        $0.kind == .attribute || AccessModifiers.modifiers.contains(swift.text(of: $0))
      } ?? false
    }
    var start = 0
    ranges = cells.map { cell in
      defer { start += cell.utf8.count + Self.border.utf8.count }
      return start..<start + cell.utf8.count
    }
  }

  /// The items of each cell, with positions counted from its start; nil if an item spans several cells.
  func items(of all: [TopLevelItem]) -> [[TopLevelItem]]? {
    if endsOpen { return nil }
    var result: [[TopLevelItem]] = Array(repeating: [], count: ranges.count)
    var cell = 0
    var borders = 0
    for var item in all {
      while cell < ranges.count, item.range.lowerBound > ranges[cell].upperBound + 1 { cell += 1 }
      guard cell < ranges.count else { return nil }
      if item.range.upperBound <= ranges[cell].upperBound, item.range.lowerBound >= ranges[cell].lowerBound {
        let offset = ranges[cell].lowerBound
        item.range = item.range.lowerBound - offset..<item.range.upperBound - offset
        result[cell].append(item)
      } else if item.text == "import Etude_Border", item.range.lowerBound == ranges[cell].upperBound + 1 {
        borders += 1
      } else {
        return nil
      }
    }
    // A comment, a string or a branch of `#if` that extends across a border hides it.
    return borders == ranges.count - 1 ? result : nil
  }
}
