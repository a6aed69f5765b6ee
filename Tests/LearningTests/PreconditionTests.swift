import Images
import Learning
import Tensors
import Testing

/// What stops a cell must say why, in release builds too.
@Suite("Preconditions") struct PreconditionTests {
  @Test func ofTransforms() async {
    let resize = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Resize(0)
    }
    #expect(text(resize).contains("cannot resize pictures to 0 x 0 pixels"))
    let zoom = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = augTransforms(minZoom: 2)
    }
    #expect(text(zoom).contains("a zoom from 2.0 to 1.1 runs backwards"))
    let normalize = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Normalize(mean: [0], standardDeviation: [0])
    }
    #expect(text(normalize).contains("cannot normalise with means [0.0] and deviations [0.0]"))
  }

  @Test func ofBatches() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Batch(inputs: Tensor(zeros: [2, 3]), targets: .classes([0]))
    }
    #expect(text(result).contains("a batch needs one target an item: inputs [2, 3], 1 targets"))
  }

  @Test func ofTraining() async {
    let dropout = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Dropout(1.5)
    }
    #expect(text(dropout).contains("a dropout probability must lie between 0 and 1, not at 1.5"))
    let freeze = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      try TinyLearner.make().freeze(upTo: 9)
    }
    #expect(text(freeze).contains("cannot freeze 9 of 3 parameter groups"))
    let report = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = ClassificationReport(predictions: [0, 2], targets: [0, 1], classNames: ["A", "B"])
    }
    #expect(text(report).contains(#"class 2 has no name among ["A", "B"]"#))
  }

  private func text(_ result: ExitTest.Result?) -> String {
    String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  }
}
