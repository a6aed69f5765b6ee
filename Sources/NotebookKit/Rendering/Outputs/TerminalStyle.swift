/// The style of a character on a terminal, of which a page shows the eight colours and the usual text styles.
struct TerminalStyle: Equatable, Sendable {
  struct Marks: OptionSet, Sendable {
    let rawValue: UInt8

    static let bold = Marks(rawValue: 1)
    static let dim = Marks(rawValue: 2)
    static let italic = Marks(rawValue: 4)
    static let underlined = Marks(rawValue: 8)
    static let inverse = Marks(rawValue: 16)
    static let struck = Marks(rawValue: 32)
  }

  private var marks: Marks = []
  /// From 0, as black, red, green, yellow, blue, magenta, cyan, white and grey; nil for the page's own.
  private var foreground: UInt8?
  private var background: UInt8?

  /// True for a character that looks as any other of the page.
  var isPlain: Bool { self == TerminalStyle() }

  /// The classes of the element around such characters.
  var classes: String {
    var names = ["ansi"]
    for (mark, name) in [
      (Marks.bold, "strong"), (.dim, "dim"), (.italic, "italic"), (.underlined, "under"), (.struck, "struck"),
    ]
    where marks.contains(mark) { names.append(name) }
    let isInverse = marks.contains(.inverse)
    let (front, back) = isInverse ? (background, foreground) : (foreground, background)
    if let front { names.append("f\(front)") } else if isInverse { names.append("paper") }
    if let back { names.append("on\(back)") } else if isInverse { names.append("ink") }
    return names.joined(separator: " ")
  }

  /// Takes the numbers of a sequence `ESC [ … m`.
  mutating func apply(_ numbers: [Int]) {
    var rest = numbers[...]
    while let number = rest.popFirst() {
      switch number {
      case 0: self = TerminalStyle()
      case 1: marks.insert(.bold)
      case 2: marks.insert(.dim)
      case 3: marks.insert(.italic)
      case 4, 21: marks.insert(.underlined)
      case 7: marks.insert(.inverse)
      case 9: marks.insert(.struck)
      case 22: marks.subtract([.bold, .dim])
      case 23: marks.remove(.italic)
      case 24: marks.remove(.underlined)
      case 27: marks.remove(.inverse)
      case 29: marks.remove(.struck)
      case 30...37: foreground = UInt8(number - 30)
      case 38: foreground = Self.color(&rest) ?? foreground
      case 39: foreground = nil
      case 40...47: background = UInt8(number - 40)
      case 48: background = Self.color(&rest) ?? background
      case 49: background = nil
      case 90...97: foreground = Self.bright(number - 90)
      case 100...107: background = Self.bright(number - 100)
      default: break
      }
    }
  }

  // MARK: Colours

  private static let grey: UInt8 = 8

  private static func bright(_ number: Int) -> UInt8 { number == 0 ? grey : UInt8(number) }

  /// The nearest of our colours to the one that `5;n` or `2;r;g;b` names.
  private static func color(_ numbers: inout ArraySlice<Int>) -> UInt8? {
    switch numbers.popFirst() {
    case 5?:
      guard let number = numbers.popFirst() else { return nil }
      switch number {
      case 0...7: return UInt8(number)
      case 8...15: return bright(number - 8)
      case 16...231:
        let cube = number - 16
        return nearest(level(cube / 36), level(cube / 6 % 6), level(cube % 6))
      case 232...255: return nearest((number - 232) * 11, (number - 232) * 11, (number - 232) * 11)
      default: return nil
      }
    case 2?:
      let parts = numbers.prefix(3)
      numbers = numbers.dropFirst(3)
      return parts.count == 3
        ? nearest(parts[parts.startIndex], parts[parts.startIndex + 1], parts[parts.startIndex + 2]) : nil
    default: return nil
    }
  }

  /// The brightness of one of six levels, as in xterm.
  private static func level(_ step: Int) -> Int { step == 0 ? 0 : 55 + 40 * step }

  /// By hue; a colour without one by its brightness.
  private static func nearest(_ red: Int, _ green: Int, _ blue: Int) -> UInt8 {
    let (low, high) = (min(red, green, blue), max(red, green, blue))
    guard high - low > 40 else { return high < 64 ? 0 : high < 170 ? grey : 7 }
    let middle = (low + high) / 2
    return (red > middle ? 1 : 0) + (green > middle ? 2 : 0) + (blue > middle ? 4 : 0)
  }
}
