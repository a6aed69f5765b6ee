import Display
import Foundation
import Testing

@Suite("Published values")
struct PublishedValueTests {
  @Test(
    "A bundle shows a line and contains the value for programs",
    arguments: [
      (PublishedValue("error", .number(0.054)), "error: 0.054", #"{"name":"error","value":0.054}"#),
      (PublishedValue("epochs", .number(5)), "epochs: 5", #"{"name":"epochs","value":5}"#),
      (PublishedValue("loss", .number(.infinity)), "loss: inf", #"{"name":"loss","value":"inf"}"#),
      (PublishedValue("frozen", .boolean(true)), "frozen: true", #"{"name":"frozen","value":true}"#),
      (PublishedValue("model", .text("resnet/18")), "model: resnet/18", #"{"name":"model","value":"resnet/18"}"#),
    ])
  func bundles(value: PublishedValue, line: String, json: String) {
    #expect(value.mimeBundle.text(.plainText) == line)
    #expect(value.mimeBundle.text(.publishedValue) == json)
    #expect(value.mimeBundle.publishedValue == value)
  }

  @Test("NaN stays a number on its way to a table")
  func notANumber() throws {
    let value = try #require(PublishedValue("loss", .number(.nan)).mimeBundle.publishedValue)
    guard case .number(let number) = value.value else { return #expect(Bool(false), "\(value) is no number") }
    #expect(number.isNaN)
  }

  @Test("A bundle of another value publishes nothing")
  func otherBundles() { #expect(MIMEBundle(plainText: "error: 0.054").publishedValue == nil) }
}

extension ChannelTests {
  @Suite("Publishing", .serialized)
  struct PublishingTests {
    @Test("A cell publishes numbers by their digits, booleans and texts")
    func publishing() {
      let receiver = Receiver()
      report("published-a", Float(0.1))
      report("published-b", 3)
      report("published-c", false)
      report("published-d", "tiny")
      let values = receiver.events.compactMap { event in
        if case .display(let bundle, _) = event { bundle.publishedValue } else { nil }
      }
      .filter { $0.name.hasPrefix("published-") }
      #expect(
        values == [
          PublishedValue("published-a", .number(0.1)), PublishedValue("published-b", .number(3)),
          PublishedValue("published-c", .boolean(false)), PublishedValue("published-d", .text("tiny")),
        ])
    }
  }
}
