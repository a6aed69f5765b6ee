import Plotting
import Testing

@Suite("The layout of axes")
struct AxesLayoutTests {
  @Test("A long title is broken and a long name beside bars is cut")
  func longTextsBesideBarsLeaveRoom() throws {
    let lying = try #require(try bar(x: [1, 2], y: [words, "b"]).title(words).geometry().first)
    #expect(lying.width > 0.5 && lying.height > 0.5 && lying.height < 0.85)
    #expect(lying.y.ticks[0].label.hasSuffix("…"))
  }

  @Test("Long names below bars leave the plot its room")
  func longTextsBelowBarsLeaveRoom() throws {
    let standing = try #require(try bar(x: [words, words + "!", "b"], y: [1, 2, 3]).geometry().first)
    #expect(standing.height > 0.4)
  }

  @Test("Plots that share an axis have the same limits and size")
  func sharing() throws {
    let figure = subplots(rows: 2, columns: 2, sharesX: true, sharesY: true) {
      for scale in 1...4 { plot([0, Double(scale)]) }
    }
    let plots = try figure.geometry()
    #expect(plots.count == 4)
    #expect(plots.allSatisfy { $0.y.limits == plots[3].y.limits })
    #expect(plots.allSatisfy { abs($0.width - plots[0].width) < 0.003 && abs($0.height - plots[0].height) < 0.006 })
  }

  private let words = [String](repeating: "Gravicembalo", count: 12).joined(separator: " ")
}
