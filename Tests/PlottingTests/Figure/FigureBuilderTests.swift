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

  private struct Missing: Error {}

  private func part(_ isThere: Bool) throws -> Figure {
    if !isThere { throw Missing() }
    return curve
  }

  @Test("What throws between braces throws out of them")
  func throwingParts() throws {
    #expect(
      try subplots(columns: 2) {
        try part(true)
        try part(true)
      }.geometry().count == 2)
    #expect(throws: Missing.self) { try subplots { try part(false) } }
    #expect(throws: Missing.self) { try figure { try part(false) } }
    #expect(throws: Missing.self) { try curve.inset(x: 0...1, y: 0...1) { try part(false) } }
  }

  @Test("A chart has the colour that it is given")
  func color() throws {
    let marks = figure { BarMark(x: ["a"], y: [1]).color(.red) }
    #expect(try bar(x: ["a"], y: [1], color: .red).pngData() == marks.pngData())
    #expect(try bar(x: ["a"], y: [1]).pngData() != marks.pngData())
  }
}
