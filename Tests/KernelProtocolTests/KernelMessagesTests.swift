import Display
import Foundation
import KernelProtocol
import Testing

@Suite("Messages of the kernel")
struct KernelMessagesTests {
  @Test("A displayed bundle survives its message")
  func bundlesComeBack() throws {
    var bundle = MIMEBundle(plainText: "é\0\u{2028}").adding(Data((0...255).map { UInt8($0) }), as: .png)
    bundle.metadata = MIMEBundle.Metadata(alternativeText: "a plot", width: 320, height: 240.5)
    let event = KernelEvent.display(bundle, id: "display-1")
    #expect(try JSONDecoder().decode(KernelEvent.self, from: JSONEncoder().encode(event)) == event)
  }

  @Test("The outcome of a cell survives its message")
  func outcomesSurviveTheWire() throws {
    let outcome = KernelOutcome.threw(
      type: "E", description: "d", interrupted: true, trace: [CodePlace(unit: 3, offset: .max)])
    for event in [KernelEvent.finished(outcome), .finished(.copyDied(signal: 4)), .finished(.returned), .ready] {
      #expect(try JSONDecoder().decode(KernelEvent.self, from: JSONEncoder().encode(event)) == event)
    }
  }

  @Test("The values of parameters survive their request")
  func parametersComeBack() throws {
    let unit = KernelUnit(
      index: 1, library: "/l.so", entry: "etude_Parameters", inCopy: false,
      parameters: ["é": "\"\\u0000\u{2028}\"", "n": "-1"])
    let request = KernelRequest.execute(unit)
    #expect(try JSONDecoder().decode(KernelRequest.self, from: JSONEncoder().encode(request)) == request)
  }
}
