import Plotting
import Testing

@Suite("Figures from parts")
struct FigureBuilderTests {
  let curve = plot(x: [1, 2, 3], y: [1, 4, 9], label: "squares").title("Growth").xLabel("n").yLabel("n²")

  @Test("A figure within a figure takes its size")
  func nestedFiguresAreResized() throws {
    let one = figure(width: 5, height: 5) { curve }
    #expect(one.width == 5 && one.height == 5)
  }

  @Test("Several figures within a figure are side by side")
  func severalFiguresStandSideBySide() throws {
    #expect(try figure { [curve, curve] }.geometry().count == 2)
  }
}
