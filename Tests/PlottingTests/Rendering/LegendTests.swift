import Images
import Plotting
import Testing

@Suite("Legends")
struct LegendTests {
  @Test("A legend beside the plot takes room from it")
  func legendsOutsideTakeRoom() throws {
    let curve = plot(x: [1, 2], y: [1, 4], label: "squares")
    let inside = try #require(try curve.legend(.topLeft).geometry().first)
    let outside = try #require(try curve.legend(.outside).geometry().first)
    #expect(outside.width < inside.width - 0.05)
  }
}
