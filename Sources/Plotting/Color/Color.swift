import Foundation

/// Red, green, blue and opacity from 0 to 1, not premultiplied, sRGB.
struct RGBA: Hashable, Sendable {
  var red: Double
  var green: Double
  var blue: Double
  var alpha: Double = 1

  init(red: Double, green: Double, blue: Double, alpha: Double = 1) {
    self.red = red
    self.green = green
    self.blue = blue
    self.alpha = alpha
  }

  /// Eight bits per channel, red highest, as in CSS's `#rrggbb`.
  init(_ hexadecimal: UInt32) {
    self.init(
      red: Double(hexadecimal >> 16 & 255) / 255, green: Double(hexadecimal >> 8 & 255) / 255,
      blue: Double(hexadecimal & 255) / 255)
  }

  /// A copy with its opacity multiplied by `factor`.
  func faded(by factor: Double) -> RGBA { RGBA(red: red, green: green, blue: blue, alpha: alpha * factor) }

  /// The WCAG relative luminance, from 0 (black) to 1 (white).
  var luminance: Double {
    func linear(_ channel: Double) -> Double {
      channel <= 0.04045 ? channel / 12.92 : pow((channel + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  }

  /// Opaque pixels in the format of Cairo's surfaces.
  var packed: UInt32 {
    func byte(_ channel: Double) -> UInt32 { UInt32((min(max(channel, 0), 1) * 255).rounded()) }
    return 0xFF00_0000 | byte(red) << 16 | byte(green) << 8 | byte(blue)
  }
}

/// A colour of a mark, with a tone for light pages and one for dark ones.
///
/// The named colours keep their contrast in both renderings of a figure: `.black` is the colour of ink, and white
/// on a dark page.
/// ```swift
/// let brick = Color(hex: 0xB5452C)
/// let figure = plot(x: [1, 2, 3], y: [2, 4, 8]).verticalLine(at: 2, color: .red)
/// ```
public struct Color: Hashable, Sendable {
  let light: RGBA
  let dark: RGBA

  init(light: RGBA, dark: RGBA) {
    self.light = light
    self.dark = dark
  }

  /// One tone for both themes, sRGB channels from 0 to 1.
  public init(red: Double, green: Double, blue: Double, opacity: Double = 1) {
    self.init(light: RGBA(red: red, green: green, blue: blue, alpha: opacity))
  }

  /// One tone for both themes, written as CSS writes it: `0xRRGGBB`.
  public init(hex: UInt32) { self.init(light: RGBA(hex)) }

  /// A tone for light pages and one for dark ones, each `0xRRGGBB`.
  public init(light: UInt32, dark: UInt32) { self.init(light: RGBA(light), dark: RGBA(dark)) }

  private init(light: RGBA) { self.init(light: light, dark: light) }

  /// A copy with its opacity multiplied by `factor`.
  public func opacity(_ factor: Double) -> Color {
    Color(light: light.faded(by: factor), dark: dark.faded(by: factor))
  }

  func tone(in theme: Theme) -> RGBA { theme == .light ? light : dark }
}

extension Color {
  /// The first colour of the palette.
  public static let blue = Color(light: 0x0B6BB5, dark: 0x5BB0F0)
  /// Vermilion, which colour-blind readers tell from ``green`` by its lightness.
  public static let red = Color(light: 0xC8391B, dark: 0xFF7B5E)
  /// A bluish green.
  public static let green = Color(light: 0x00846A, dark: 0x2FD0A8)
  /// A dark yellow that is still visible on white.
  public static let orange = Color(light: 0xC97B00, dark: 0xF5B83D)
  /// A reddish purple.
  public static let purple = Color(light: 0xA0508C, dark: 0xE29ACB)
  /// A light blue.
  public static let cyan = Color(light: 0x3FA7D6, dark: 0xA5DCF7)
  /// Earthy, for a sixth series.
  public static let brown = Color(light: 0x6B4423, dark: 0xC7A27C)
  /// A neutral colour for unimportant parts.
  public static let gray = Color(light: 0x6E7781, dark: 0x9AA4AF)
  /// The colour of ink: black on light pages, nearly white on dark ones.
  public static let black = Color(light: 0x1B1F24, dark: 0xE6E8EB)
  /// The colour of paper: white on light pages, nearly black on dark ones.
  public static let white = Color(light: 0xFFFFFF, dark: 0x15171A)
}
