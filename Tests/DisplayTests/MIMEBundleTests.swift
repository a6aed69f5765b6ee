import Display
import Foundation
import Testing

@Suite struct MIMEBundleTests {
  @Test func laterFormatReplacesEarlierOfItsType() {
    let bundle = MIMEBundle(plainText: "a").adding("b", as: .plainText).adding(Data([0xFF]), as: .png)
    #expect(bundle.text(.plainText) == "b")
    #expect(bundle[.png] == Data([0xFF]))
    #expect(bundle[.wav] == nil)
    #expect(!bundle.isEmpty)
    #expect(MIMEBundle().isEmpty)
  }

  @Test func invalidTextIsRepaired() {
    #expect(MIMEBundle().adding(Data([0x61, 0xFF, 0x62]), as: .plainText).text(.plainText) == "a\u{FFFD}b")
  }
}
