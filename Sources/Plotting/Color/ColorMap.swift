import Tensors

/// Turns a number into a colour: 256 colours from low to high, the same ones as matplotlib's maps of these names.
///
/// ```swift
/// let picture = heatMap(features, colorMap: .viridis)
/// ```
public struct ColorMap: Hashable, Sendable {
  /// The map's name in matplotlib; the identity of a map.
  public let name: String
  /// 256 colours, `[256][red, green, blue]`, each channel from 0 to 1.
  public let colors: [[Double]]
  let packed: [UInt32]

  /// A map from evenly spaced colours, interpolated to 256.
  ///
  /// - Parameter stops: at least two colours from low to high, each `[red, green, blue]` from 0 to 1.
  /// - Precondition: there are two stops or more, with three channels each.
  public init(name: String, stops: [[Double]]) {
    require(
      stops.count >= 2 && stops.allSatisfy { $0.count == 3 },
      "a colour map needs two or more stops of 3 channels, not \(stops.map(\.count)); each is [red, green, blue] from 0 to 1"
    )
    self.name = name
    self.colors =
      stops.count == 256
      ? stops
      : (0..<256).map { index in
        let place = Double(index) / 255 * Double(stops.count - 1)
        let below = min(Int(place), stops.count - 2)
        let share = place - Double(below)
        return zip(stops[below], stops[below + 1]).map { $0 + ($1 - $0) * share }
      }
    self.packed = colors.map { RGBA(red: $0[0], green: $0[1], blue: $0[2]).packed }
  }

  /// The reversed colour map; the name gains or loses `_r`.
  public var reversed: ColorMap {
    ColorMap(name: name.hasSuffix("_r") ? String(name.dropLast(2)) : name + "_r", stops: colors.reversed())
  }

  /// The entry for a fraction of the range: `floor(256 share)`, clamped to the map.
  func index(of share: Double) -> Int { Int(min(max(share * 256, 0), 255)) }

  func tone(at share: Double) -> RGBA {
    let color = colors[index(of: share)]
    return RGBA(red: color[0], green: color[1], blue: color[2])
  }

  /// Two maps with one name are the same.
  public static func == (left: ColorMap, right: ColorMap) -> Bool { left.name == right.name }

  /// Hashes the name.
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension ColorMap {
  /// Black through purple to cream; librosa's choice for spectrograms.
  public static let magma = measured("magma", ColorTables.magma)
  /// Black through red to yellow.
  public static let inferno = measured("inferno", ColorTables.inferno)
  /// Blue through pink to yellow.
  public static let plasma = measured("plasma", ColorTables.plasma)
  /// Purple through green to yellow; the safe default for anything sequential.
  public static let viridis = measured("viridis", ColorTables.viridis)
  /// Blue to yellow, nearly the same for colour-blind readers.
  public static let cividis = measured("cividis", ColorTables.cividis)
  /// Blue through grey to red, for data around zero.
  public static let coolwarm = measured("coolwarm", ColorTables.coolwarm)
  /// Black to white.
  public static let gray = ColorMap(name: "gray", stops: [[0, 0, 0], [1, 1, 1]])
  /// White to black, for yes and no.
  public static let grayReversed = gray.reversed
  /// White to dark blue, for confusion matrices (ColorBrewer).
  public static let blues = brewer(
    "Blues", [0xF7FBFF, 0xDEEBF7, 0xC6DBEF, 0x9ECAE1, 0x6BAED6, 0x4292C6, 0x2171B5, 0x08519C, 0x08306B])
  /// White to dark green (ColorBrewer).
  public static let greens = brewer(
    "Greens", [0xF7FCF5, 0xE5F5E0, 0xC7E9C0, 0xA1D99B, 0x74C476, 0x41AB5D, 0x238B45, 0x006D2C, 0x00441B])
  /// White to black with the even steps of ColorBrewer's greys.
  public static let greys = brewer(
    "Greys", [0xFFFFFF, 0xF0F0F0, 0xD9D9D9, 0xBDBDBD, 0x969696, 0x737373, 0x525252, 0x252525, 0x000000])

  /// Every map of this module, by its name in matplotlib.
  public static let all: [ColorMap] = [
    .magma, .inferno, .plasma, .viridis, .cividis, .coolwarm, .gray, .grayReversed, .blues, .greens, .greys,
  ]

  private static func measured(_ name: String, _ table: String) -> ColorMap {
    let digits = table.utf8.compactMap { byte -> Int? in
      switch byte {
      case 48...57: Int(byte) - 48
      case 97...102: Int(byte) - 87
      default: nil
      }
    }
    let channels = stride(from: 0, to: digits.count, by: 5).map { start in
      Double(digits[start..<start + 5].reduce(0) { $0 * 16 + $1 }) / 1e6
    }
    return ColorMap(name: name, stops: stride(from: 0, to: channels.count, by: 3).map { Array(channels[$0..<$0 + 3]) })
  }

  private static func brewer(_ name: String, _ stops: [UInt32]) -> ColorMap {
    ColorMap(
      name: name,
      stops: stops.map { stop in
        let color = RGBA(stop)
        return [color.red, color.green, color.blue]
      })
  }
}

extension ColorMap {
  /// ``blues`` for dark pages: from nearly the page's black to a bright blue.
  static let bluesOnDark = brewer(
    "BluesOnDark", [0x1A222C, 0x1E3A56, 0x23547F, 0x2B73AE, 0x4795D6, 0x7DBAF0, 0xC3E1FC])
}
