import Fixtures
import Plotting
import Testing

@Suite("The lesson's figures look as they did")
struct LessonBaselineTests {
  @Test func chromagram() throws {
    let chroma = try Fixtures.tensor("chroma/A3_1.chroma")
    try Baseline.check(Figure(spectrum: chroma, yAxis: .chroma), "specshow-chroma")
    try Baseline.check(
      Figure(spectrum: chroma, xAxis: .time, yAxis: .chroma).colorBar().title("A3, piano"), "specshow-chroma-time")
  }

  @Test func lines() throws {
    let steps = Array(0..<100)
    let losses = steps.map { 2 / (1 + Double($0) / 10) }
    let figure = plot(x: steps, y: losses, label: "train").line(x: steps, y: losses.map { $0 + 0.2 }, label: "valid")
      .title("learning curve").xLabel("steps").yLabel("loss").verticalLine(at: 30, color: .red)
    try Baseline.check(figure, "lines")
  }
}
