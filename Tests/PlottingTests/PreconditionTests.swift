import Plotting
import Tensors
import Testing

/// What stops a cell must say why, in release builds too.
@Suite struct PreconditionTests {
  @Test func ofShapes() async {
    let line = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = LineMark(x: [1, 2], y: [1, 2, 3])
    }
    #expect(text(line).contains("needs as many x as y, not 2 and 3"))
    let heat = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = HeatMapMark(Tensor([1, 2]))
    }
    #expect(text(heat).contains("a heat map needs [rows, columns], not [2]"))
    let matrix = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = plotConfusionMatrix(Tensor(zeros: [2, 2]), classes: ["A"])
    }
    #expect(text(matrix).contains("1 classes need counts of [1, 1], not [2, 2]"))
  }

  private func text(_ result: ExitTest.Result?) -> String {
    String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  }
}
