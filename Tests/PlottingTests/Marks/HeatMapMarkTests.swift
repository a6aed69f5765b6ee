import Images
import Plotting
import Tensors
import TestSupport
import Testing

@Suite("Heat maps")
struct HeatMapMarkTests {
  @Test("A heat map takes the range of its finite values, and its edges from indices")
  func heatMap() throws {
    let mark = HeatMapMark(Tensor(shape: [2, 3], scalars: [0, 1, .nan, 3, .infinity, 5]))
    #expect(mark.xEdges == [-0.5, 0.5, 1.5, 2.5])
    let plot = try #require(try figure { mark }.geometry().first)
    #expect(plot.colorRange == 0...5)
    #expect(plot.x.limits == -0.5...2.5 && plot.y.limits == -0.5...1.5)
  }

  @Test("Every cell of a heat map has its colour, and NaN is blank")
  func heatMapPixels() throws {
    let mark = HeatMapMark(Tensor(shape: [2, 2], scalars: [0, 1, .nan, 0.5]), colorMap: .gray)
    let image = try figure(width: 1, height: 1) { mark }.axesHidden().image(scale: 1)
    func pixel(_ x: Int, _ y: Int) -> UInt8 { image.pixels[(y * 96 + x) * 3] }
    #expect([pixel(30, 66), pixel(66, 66), pixel(66, 30), pixel(30, 30)] == [0, 255, 128, 255])
  }

  @Test("Infinite values beside one finite one have the colours of the ends")
  func infiniteValuesOfOneLevel() throws {
    let mark = HeatMapMark(Tensor(shape: [1, 2], scalars: [.infinity, 1]), colorMap: .gray)
    let image = try figure(width: 1, height: 1) { mark }.axesHidden().image(scale: 1)
    #expect(image.pixels[(48 * 96 + 30) * 3] == 255)
    let negative = HeatMapMark(Tensor(shape: [1, 2], scalars: [-.infinity, 1]), colorMap: .gray)
    #expect(try figure(width: 1, height: 1) { negative }.axesHidden().image(scale: 1).pixels[(48 * 96 + 30) * 3] == 0)
  }

  @Test("A heat map of a vector stops with its shape")
  func vectorsStop() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = HeatMapMark(Tensor([1, 2]))
    }
    #expect(errorText(of: result).contains("a heat map needs [rows, columns], not [2]"))
  }
}
