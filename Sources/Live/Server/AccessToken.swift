/// A secret of 256 bits, as 64 hexadecimal digits.
package struct AccessToken: Sendable {
  package let text: String

  /// A new secret from the system's generator.
  package init() {
    var generator = SystemRandomNumberGenerator()
    text = (0..<4).map { _ in
      let digits = String(generator.next(), radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }
    .joined()
  }

  /// Compares in a time that does not depend on where the first difference is.
  package func matches(_ candidate: String) -> Bool {
    let (known, given) = (Array(text.utf8), Array(candidate.utf8))
    guard known.count == given.count else { return false }
    return zip(known, given).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
