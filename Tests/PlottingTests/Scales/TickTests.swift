import Foundation
import Plotting
import Testing

@Suite("Ticks are where a reader expects them")
struct TickTests {
  private func yTicks(_ figure: Figure) throws -> [Tick] {
    try #require(try figure.geometry().first).y.ticks
  }

  private func labels(_ low: Double, _ high: Double, _ scale: AxisScale = .linear, _ ticks: Ticks = .automatic)
    throws -> [String]
  {
    try yTicks(plot(x: [0, 1], y: [low, high]).yScale(scale).yTicks(ticks).yLimits(low...high))
      .filter { !$0.label.isEmpty }.map(\.label)
  }

  @Test("linear axes: steps of 1, 2, 2.5 and 5, with as many decimals as they need")
  func linear() throws {
    #expect(try labels(0, 1) == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
    #expect(try labels(-1, 1) == ["−1.00", "−0.75", "−0.50", "−0.25", "0.00", "0.25", "0.50", "0.75", "1.00"])
    #expect(try labels(0, 10_000) == ["0", "2000", "4000", "6000", "8000", "10000"])
    #expect(try labels(3.2e7, 6.1e7).first == "3.5×10⁷")
    #expect(try labels(0, 4e-5).prefix(2) == ["0", "0.5×10⁻⁵"])
    #expect(try labels(1e6, 1_000_001).first == "1000000.0")
  }

  @Test("logarithmic axes: decades, thinned when there are many, round numbers below one")
  func logarithmic() throws {
    #expect(try labels(1, 1000, .log) == ["1", "10", "100", "1000"])
    #expect(try labels(1e-5, 10, .log) == ["10⁻⁵", "10⁻⁴", "10⁻³", "10⁻²", "10⁻¹", "10⁰", "10¹"])
    #expect(try labels(1e-30, 1, .log).count < 10)
    #expect(try labels(2, 8, .log).count >= 2)
    #expect(try labels(16, 256, .log(base: 2)) == ["16", "32", "64", "128", "256"])
  }

  @Test("symlog axes: powers on both sides, and zero")
  func symlog() throws {
    #expect(try labels(-100, 100, .symlog) == ["−100", "−10", "−1", "0", "1", "10", "100"])
  }

  @Test("time: a clock's numbers")
  func time() throws {
    #expect(try labels(0, 400, .linear, .time) == ["0:00", "1:00", "2:00", "3:00", "4:00", "5:00", "6:00"])
    #expect(try labels(0, 7200, .linear, .time).last == "2:00:00")
    #expect(try labels(0, 3, .linear, .time).prefix(2) == ["0.0", "0.5"])
  }

  @Test("notes, pitch classes, percent, decibels, whole numbers, chosen places")
  func special() throws {
    #expect(try labels(60, 600, .log(base: 2), .notes) == ["C2", "C3", "C4", "C5"])
    #expect(try labels(260, 500, .log(base: 2), .notes).prefix(3) == ["C4", "C♯4", "D4"])
    #expect(try labels(-0.5, 11.5, .linear, .pitchClasses) == ["C", "D", "E", "F", "G", "A", "B"])
    #expect(
      try labels(0, 0.4, .linear, .percent) == ["0 %", "5 %", "10 %", "15 %", "20 %", "25 %", "30 %", "35 %", "40 %"])
    #expect(try labels(-80, 0, .linear, .decibels).first == "−80 dB")
    #expect(try labels(1, 3, .linear, .integers) == ["1", "2", "3"])
    #expect(try labels(0, 5, .linear, .at([1, 4], labels: ["one", "four"])) == ["one", "four"])
    #expect(try labels(0, 5, .linear, .none).isEmpty)
  }

  @Test("names keep their order of appearance, in all marks together")
  func names() throws {
    let figure = figure {
      BarMark(x: ["b", "a"], y: [1, 2])
      PointMark(x: ["a", "c"], y: [2, 1])
    }
    #expect(try #require(try figure.geometry().first).x.ticks.map(\.label) == ["b", "a", "c"])
  }
}
