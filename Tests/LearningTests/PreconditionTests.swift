import Learning
import Testing

/// A fatal error must say why, in release builds too.
@Suite("Preconditions")
struct PreconditionTests {
  @Test("Freezing more groups than there are stops with both numbers")
  func freezing() async {
    let freeze = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      try TinyLearner.make().freeze(upTo: 9)
    }
    #expect(text(freeze).contains("cannot freeze 9 of 3 parameter groups"))
  }

  @Test("A report of a class without a name stops with the names")
  func report() async {
    let report = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = ClassificationReport(predictions: [0, 2], targets: [0, 1], classNames: ["A", "B"])
    }
    #expect(text(report).contains(#"class 2 has no name among ["A", "B"]"#))
  }

  private func text(_ result: ExitTest.Result?) -> String {
    String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  }
}
