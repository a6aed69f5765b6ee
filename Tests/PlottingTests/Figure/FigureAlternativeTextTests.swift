import Display
import Plotting
import Testing

@Suite("The words of figures")
struct FigureAlternativeTextTests {
  let curve = plot(x: [1, 2, 3], y: [1, 4, 9], label: "squares").title("Growth").xLabel("n").yLabel("n²")

  @Test("The words name title, marks and axes")
  func wordsNameWhatIsThere() {
    #expect(
      words(curve.verticalLine(at: 2, label: "here"))
        == "Growth: a line “squares” of 3 points and a vertical line “here” at 2; n from 1 to 3, n² from 1 to 9.")
    #expect(words(bar(x: ["A3", "B3"], y: [1, 2])) == "2 bars; x: A3, B3, y from 0 to 2.")
  }

  @Test("Words that are given replace the others")
  func givenWordsReplaceOthers() {
    #expect(words(curve.alternativeText("Squares.")) == "Squares.")
  }

  @Test("A figure without data has words")
  func emptyFiguresHaveWords() {
    #expect(words(plot([Double]())) == "A line of 0 points.")
  }

  @Test("The words of subplots name each by its title")
  func subplotsAreNamed() {
    let grid = subplots(columns: 2) {
      plot([1, 2]).title("left")
      plot([1, 2]).title("right")
    }
    #expect(
      words(grid.title("Both"))
        == "Both. left: a line of 2 points; x from 0 to 1, y from 1 to 2. "
        + "right: a line of 2 points; x from 0 to 1, y from 1 to 2.")
  }

  private func words(_ figure: Figure) -> String? { figure.mimeBundle.metadata.alternativeText }
}
