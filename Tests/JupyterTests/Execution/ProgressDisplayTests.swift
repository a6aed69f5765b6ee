import Display
import Jupyter
import Testing

@Suite("Progress as an updated display")
struct ProgressDisplayTests {
  private let start = ContinuousClock.now

  private func report(_ completed: Int, total: Int? = 10) -> ProgressReport {
    ProgressReport(id: "display-1", label: "work <1>", completed: completed, total: total)
  }

  @Test("The first report makes a display, later ones update it")
  func changes() {
    var display = ProgressDisplay()
    #expect(display.take(report(0), at: start)?.isNew == true)
    #expect(display.take(report(1), at: start + .seconds(1))?.isNew == false)
  }

  @Test("A report that follows soon waits, and the last one counts")
  func waits() {
    var display = ProgressDisplay()
    _ = display.take(report(0), at: start)
    #expect(display.take(report(1), at: start) == nil)
    #expect(display.take(report(2), at: start) == nil)
    #expect(display.isWaiting)
    #expect(display.waiting(at: start).map(\.report.completed) == [2])
    #expect(!display.isWaiting)
  }

  @Test("The end of a bar is shown at once")
  func end() {
    var display = ProgressDisplay()
    _ = display.take(report(0), at: start)
    #expect(display.take(report(10), at: start)?.report.isFinished == true)
  }

  @Test("A bar is text and HTML, in which its label is escaped")
  func bundle() {
    let bundle = report(5).bundle
    #expect(bundle.text(.plainText) == "[████████████············] work <1>  5/10")
    #expect(bundle.text(.html) == "<progress max=\"1\" value=\"0.5\"></progress> <code>work &lt;1&gt;  5/10</code>")
  }

  @Test("A bar of unknown length shows its count")
  func endless() {
    #expect(
      report(5, total: nil).bundle.text(.html) == "<progress max=\"1\"></progress> <code>work &lt;1&gt;  5</code>")
  }
}
