import Display
import Foundation
import Plotting
import Tensors
import Testing

@Suite("Figures as SVG")
struct FigureVectorTests {
  private var figure: Figure {
    plot(x: [1, 2, 3], y: [1, 4, 9], label: "squares", width: 4, height: 3).title("Growth")
  }

  @Test("A figure is an SVG of its size in pixels, the same each time")
  func bytes() throws {
    let text = String(decoding: try figure.svgData(), as: UTF8.self)
    #expect(text.contains(" width=\"384.0\"") && text.contains(" height=\"288.0\"") && text.contains("viewBox="))
    #expect(try figure.svgData() == Data(text.utf8))
    #expect(try figure.svgData(theme: .dark) != Data(text.utf8))
  }

  @Test("Images within a drawing are named by their order")
  func images() throws {
    let heat = Figure(spectrum: Tensor(shape: [2, 2], scalars: [0, 1, 2, 3]))
    #expect(try heat.svgData() == heat.svgData())
  }

  @Test("A cell's options decide over size and format")
  func settings() throws {
    var settings = FigureSettings()
    let standard = figure.bundle(with: settings)
    #expect(standard[.svg] == nil && standard[.png] != nil && standard.metadata.width == 384)
    (settings.width, settings.height, settings.format) = (6, 2, .both)
    let both = figure.bundle(with: settings)
    #expect(both.metadata.width == 576 && both.metadata.height == 192)
    #expect([.png, .darkPNG, .svg, .darkSVG].allSatisfy { both[$0] != nil })
    settings.format = .svg
    let drawing = figure.bundle(with: settings)
    #expect(drawing[.png] == nil && drawing[.darkPNG] == nil && drawing[.svg] == both[.svg])
  }
}
