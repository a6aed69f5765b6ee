internal import CCrypto
import Foundation

/// A SHA-256 digest, which identifies compiled cells, notebooks and scripts of a page.
package struct ContentHash: Hashable, Sendable, Codable {
  private let digest: [UInt8]

  package init(_ data: Data) {
    var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
    data.withUnsafeBytes { bytes in _ = SHA256(bytes.baseAddress, bytes.count, &digest) }
    self.digest = digest
  }

  /// The digest of several texts together with their lengths.
  package init(parts: [String]) {
    var data = Data()
    for part in parts {
      data.append(Data("\(part.utf8.count):".utf8))
      data.append(Data(part.utf8))
    }
    self.init(data)
  }

  /// 64 hexadecimal digits.
  package var hexadecimal: String {
    digest.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }

  /// Reads 32 bytes as they were written.
  package init(from decoder: any Decoder) throws {
    let bytes = try decoder.singleValueContainer().decode(Data.self)
    guard bytes.count == Int(SHA256_DIGEST_LENGTH) else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "A digest has 32 bytes."))
    }
    digest = Array(bytes)
  }

  /// Writes the digest's 32 bytes.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(Data(digest))
  }

  /// The Base64 text that a Content-Security-Policy names a script by.
  package var base64: String { Data(digest).base64EncodedString() }
}
