import Files
import Foundation
import Testing

/// Test vectors of RFC 4231.
@Suite("Signatures of messages")
struct MessageSignatureTests {
  @Test("HMAC-SHA256 is that of RFC 4231")
  func vectors() {
    let first = MessageSignature(key: Data(repeating: 0x0B, count: 20))
    #expect(
      first.hexadecimal(of: [Data("Hi There".utf8)])
        == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")
    let long = MessageSignature(key: Data(repeating: 0xAA, count: 131))
    #expect(
      long.hexadecimal(of: [Data("Test Using Larger Than Block-Size Key - Hash Key First".utf8)])
        == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
  }

  @Test("Parts are signed as one text")
  func parts() {
    let signature = MessageSignature(key: Data("Jefe".utf8))
    #expect(
      signature.hexadecimal(of: [Data("what do ya want ".utf8), Data("for nothing?".utf8)])
        == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
  }

  @Test("Only the whole signature verifies")
  func verifies() {
    let signature = MessageSignature(key: Data("k".utf8))
    let text = signature.hexadecimal(of: [Data("a".utf8)])
    #expect(signature.verifies(Data(text.utf8), of: [Data("a".utf8)]))
    #expect(!signature.verifies(Data(text.utf8), of: [Data("b".utf8)]))
    #expect(!signature.verifies(Data(text.utf8.dropLast()), of: [Data("a".utf8)]))
    #expect(!signature.verifies(Data(), of: [Data("a".utf8)]))
  }
}
