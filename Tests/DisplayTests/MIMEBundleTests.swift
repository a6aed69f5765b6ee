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

  @Test func survivesTheWire() throws {
    var bundle = MIMEBundle(plainText: "é\0\u{2028}").adding(Data((0...255).map { UInt8($0) }), as: .png)
    bundle.metadata = MIMEBundle.Metadata(alternativeText: "a plot", width: 320, height: 240.5)
    let event = KernelEvent.display(bundle, id: "display-1")
    #expect(try JSONDecoder().decode(KernelEvent.self, from: JSONEncoder().encode(event)) == event)
  }

  @Test func outcomesSurviveTheWire() throws {
    let outcome = KernelOutcome.threw(
      type: "E", description: "d", interrupted: true, trace: [CodePlace(unit: 3, offset: .max)])
    for event in [KernelEvent.finished(outcome), .finished(.copyDied(signal: 4)), .finished(.returned), .ready] {
      #expect(try JSONDecoder().decode(KernelEvent.self, from: JSONEncoder().encode(event)) == event)
    }
  }
}
