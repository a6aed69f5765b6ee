import Foundation

/// The info string of a fence that shows code and never runs, for any language: `{.swift .sample}`.
///
/// In Jupyter's prose and in Quarto's documents ```` ```swift ```` is a sample; here it runs. So conversions give it
/// this info string, and take it away on the way back.
enum SampleFence {
  private static let plain = "{.swift .sample}"
  private static let unescaped = CharacterSet.alphanumerics.union(CharacterSet(charactersIn: " {}.=_-:/,()'#+"))

  /// The info string under which a fence with `info` stays a sample here.
  static func info(for info: String) -> String {
    if info == "swift" { return plain }
    let language = info.lowercased().contains("swift") ? ".swift " : ""
    return "{\(language).sample info=\"\(info.addingPercentEncoding(withAllowedCharacters: unescaped) ?? "")\"}"
  }

  /// The info string that a sample had elsewhere; nil for a fence that is not marked as a sample.
  static func original(of info: String) -> String? {
    if info == plain { return "swift" }
    guard info.hasPrefix("{"), let start = info.range(of: ".sample info=\"")?.upperBound, info.hasSuffix("\"}") else {
      return nil
    }
    return String(info[start...].dropLast(2)).removingPercentEncoding
  }

  /// True if an info string has the class `sample`.
  static func isSample(_ info: String) -> Bool {
    info.hasPrefix("{") && info.dropFirst().prefix { $0 != "\"" && $0 != "}" }.split(separator: " ").contains(".sample")
  }
}

/// The info string of a block that is a raw cell in Jupyter: `{=html}`.
enum RawFence {
  /// The format of a raw block; nil for any other fence.
  static func format(of info: String) -> String? {
    guard info.hasPrefix("{="), info.hasSuffix("}") else { return nil }
    let format = info.dropFirst(2).dropLast()
    return isFormat(format) ? String(format) : nil
  }

  static func isFormat(_ text: some StringProtocol) -> Bool {
    !text.isEmpty
      && text.unicodeScalars.allSatisfy {
        $0.isASCII && ($0.properties.isAlphabetic || "0123456789_/.+-".unicodeScalars.contains($0))
      }
  }
}
