import Display
import Foundation
import Testing

@Suite("MIME bundles")
struct MIMEBundleTests {
  @Test("A later format replaces an earlier one of its type")
  func laterFormatsReplaceEarlierOnes() {
    let bundle = MIMEBundle(plainText: "a").adding("b", as: .plainText).adding(Data([0xFF]), as: .png)
    #expect(bundle.text(.plainText) == "b")
    #expect(bundle[.png] == Data([0xFF]))
    #expect(bundle[.wav] == nil)
  }

  @Test("A bundle without formats is empty")
  func bundlesWithoutFormatsAreEmpty() {
    #expect(!MIMEBundle(plainText: "a").isEmpty)
    #expect(MIMEBundle().isEmpty)
  }

  @Test("Invalid text is repaired")
  func invalidTextIsRepaired() {
    #expect(MIMEBundle().adding(Data([0x61, 0xFF, 0x62]), as: .plainText).text(.plainText) == "a\u{FFFD}b")
  }
}
