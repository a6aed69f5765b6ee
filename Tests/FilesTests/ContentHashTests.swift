import Files
import Foundation
import Testing

@Suite("Hashes of contents")
struct ContentHashTests {
  @Test("A hash is the SHA-256 of its bytes")
  func knownDigest() {
    let hash = ContentHash(Data("abc".utf8))
    #expect(hash.hexadecimal == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(hash.base64 == "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=")
  }

  @Test("Borders between parts change a hash")
  func bordersOfPartsCount() {
    #expect(ContentHash(parts: ["ab", "c"]) != ContentHash(parts: ["a", "bc"]))
    #expect(ContentHash(parts: ["a", ""]) != ContentHash(parts: ["a"]))
    #expect(ContentHash(parts: ["a"]) == ContentHash(parts: ["a"]))
  }
}
