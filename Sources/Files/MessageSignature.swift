internal import CCrypto
import Foundation

/// HMAC-SHA256 (RFC 2104), with which two programs that share a key authenticate messages.
package struct MessageSignature: Sendable {
  private let key: Data

  package init(key: Data) { self.key = key }

  /// The signature of several parts, one after another, as 64 hexadecimal digits.
  package func hexadecimal(of parts: [Data]) -> String {
    let message = parts.reduce(into: Data()) { $0.append($1) }
    var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
    key.withUnsafeBytes { key in
      message.withUnsafeBytes { message in
        _ = HMAC(
          EVP_sha256(), key.baseAddress, Int32(key.count), message.bindMemory(to: UInt8.self).baseAddress,
          message.count,
          &digest, nil)
      }
    }
    return digest.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }

  /// True if `signature` is the signature of the parts. The time that the answer takes does not tell how much of it is
  /// right.
  package func verifies(_ signature: Data, of parts: [Data]) -> Bool {
    let expected = Data(hexadecimal(of: parts).utf8)
    guard signature.count == expected.count else { return false }
    return zip(signature, expected).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
