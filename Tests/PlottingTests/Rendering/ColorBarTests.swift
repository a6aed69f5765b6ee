import Plotting
import Tensors
import Testing

@Suite("Colour bars")
struct ColorBarTests {
  @Test("A colour bar takes room from the plot")
  func colorBarsTakeRoom() throws {
    let map = figure { HeatMapMark(Tensor(shape: [2, 2], scalars: [0, 1, 2, 3])) }
    let plain = try #require(try map.geometry().first)
    let barred = try #require(try map.colorBar().geometry().first)
    #expect(barred.width < plain.width - 0.05)
  }
}
