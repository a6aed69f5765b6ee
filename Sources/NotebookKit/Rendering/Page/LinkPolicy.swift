import Foundation

/// Which addresses a link or picture of the prose may have.
enum LinkPolicy {
  /// The address as it may stand in `href`; nil for one that could run a script or read a file of its own choosing.
  ///
  /// Relative addresses and fragments pass; of schemes `http`, `https`, `mailto` and `tel`. Control characters and
  /// blanks, which browsers skip over, do not hide a scheme.
  static func safe(_ address: String) -> String? {
    let visible = String(
      String.UnicodeScalarView(address.unicodeScalars.filter { $0.value > 0x20 && $0.value != 0x7F }))
    guard let colon = visible.firstIndex(of: ":") else { return visible }
    let scheme = visible[..<colon]
    if scheme.contains(where: { "/?#".contains($0) }) { return visible }
    return ["http", "https", "mailto", "tel"].contains(scheme.lowercased()) ? visible : nil
  }
}
