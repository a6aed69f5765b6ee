/// A part of a layout.
enum LayoutItem {
  case block(MarkdownNode)
  /// An image of a paragraph that contains only images.
  case image(MarkdownNode)
}

/// The rows of a division's parts: `layout-ncol=2`, `layout-nrow=2` or `layout="[[60,-5,35],[1]]"`.
struct Layout: Equatable {
  private enum Form: Equatable {
    case columns(Int)
    case rows(Int)
    /// Widths in proportion; a negative one is a gap.
    case widths([[Double]])
  }

  private let form: Form

  /// Nil for a division without a layout, or with one that cannot be read.
  init?(_ attributes: Attributes) {
    if let count = attributes["layout-ncol"].flatMap({ Int($0) }), (1...20).contains(count) {
      form = .columns(count)
    } else if let count = attributes["layout-nrow"].flatMap({ Int($0) }), (1...100).contains(count) {
      form = .rows(count)
    } else if let text = attributes["layout"], let widths = Self.widths(text) {
      form = .widths(widths)
    } else {
      return nil
    }
  }

  /// True if attributes ask for a layout that cannot be read.
  static func isWrong(_ attributes: Attributes) -> Bool {
    ["layout-ncol", "layout-nrow", "layout"].contains { attributes[$0] != nil } && Layout(attributes) == nil
  }

  /// The widths of each row in per cent, 0 for an equal one and nil for a gap.
  func rows(ofItems count: Int) -> [[Int?]] {
    switch form {
    case .columns(let columns): return Self.even(columns, count)
    case .rows(let rows): return Self.even(max(1, (count + rows - 1) / rows), count)
    case .widths(let rows):
      return rows.map { row in
        let sum = row.reduce(0) { $0 + abs($1) }
        return row.map { $0 < 0 ? nil : max(1, min(100, Int(($0 / sum * 100).rounded()))) }
      }
    }
  }

  /// Rows of one length; gaps fill the last.
  private static func even(_ columns: Int, _ count: Int) -> [[Int?]] {
    stride(from: 0, to: count, by: columns).map { start in
      (0..<columns).map { start + $0 < count ? 0 : nil }
    }
  }

  /// `[1,2]` or `[[1,2],[1]]`, with or without units.
  private static func widths(_ text: String) -> [[Double]]? {
    var rows: [[Double]] = []
    var row: [Double] = []
    var number = ""
    var depth = 0
    func isNumber(_ character: Character) -> Bool {
      character.isASCII && character.isNumber || "-.".contains(character)
    }
    for character in text {
      switch character {
      case "[": depth += 1
      case "]", ",":
        if !number.isEmpty {
          guard let value = Double(number), value != 0, abs(value) < 10_000 else { return nil }
          row.append(value)
          number = ""
        }
        if character == "]" {
          depth -= 1
          if !row.isEmpty { rows.append(row) }
          row = []
        }
      case _ where isNumber(character): number.append(character)
      case "%", " ": continue
      default: return nil
      }
    }
    return depth == 0 && !rows.isEmpty && rows.count <= 100 && rows.allSatisfy { $0.count <= 20 } ? rows : nil
  }
}
