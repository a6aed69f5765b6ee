import Foundation

/// The addresses that a link or image of the prose may have.
enum LinkPolicy {
  /// The address for `href`; nil for one that could run a script or read an arbitrary file.
  ///
  /// Relative addresses and fragments pass; of schemes `http`, `https`, `mailto` and `tel`. Control characters and
  /// blanks, which browsers skip over, do not hide a scheme.
  static func safe(_ address: String) -> String? {
    // By scalars: a mark that joins the colon to one character must not hide it.
    let scalars = String.UnicodeScalarView(address.unicodeScalars.filter { $0.value > 0x20 && $0.value != 0x7F })
    let visible = address.trimmingCharacters(in: .whitespacesAndNewlines).unicodeScalars
      .filter { $0.value > 0x1F && $0.value != 0x7F }
      .reduce(into: "") { $1 == " " ? $0 += "%20" : $0.unicodeScalars.append($1) }
    guard let end = scalars.firstIndex(where: { ":/?#".unicodeScalars.contains($0) }), scalars[end] == ":" else {
      return visible
    }
    let scheme = String(scalars[..<end]).lowercased()
    return ["http", "https", "mailto", "tel"].contains(scheme) ? visible : nil
  }
}
