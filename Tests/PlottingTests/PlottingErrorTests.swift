import Display
import Plotting
import Testing

@Suite("Errors of plotting")
struct PlottingErrorTests {
  let curve = plot(x: [1, 2, 3], y: [1, 4, 9], label: "squares").title("Growth").xLabel("n").yLabel("n²")

  @Test("A side of zero or too many pixels is refused")
  func unusableSizesAreRefused() throws {
    #expect(throws: PlottingError.unusableSize(width: 0, height: 384)) { try curve.size(width: 0, height: 4).pngData() }
    #expect(throws: PlottingError.self) { try curve.size(width: 1e6, height: 4).pngData() }
    #expect(throws: PlottingError.self) { try curve.size(width: .nan, height: 4).pngData() }
  }

  @Test("An error names the problem and the remedy")
  func errorsSayWhatToDo() {
    #expect(
      PlottingError.unusableSize(width: 0, height: 384).description
        == "A figure of 0.0 x 384.0 pixels cannot be drawn. Give it a width and height of 0.1 to 100 inches.")
    #expect(
      PlottingError.canvas(reason: "out of memory").description
        == "The figure could not be drawn: out of memory. Make it smaller, or give the process more memory.")
  }

  @Test("A figure that cannot be drawn shows the error")
  func failedFiguresShowTheError() {
    let bundle = curve.size(width: 0, height: 4).mimeBundle
    #expect(bundle.text(.plainText) == PlottingError.unusableSize(width: 0, height: 384).description)
    #expect(bundle[.png] == nil)
  }
}
