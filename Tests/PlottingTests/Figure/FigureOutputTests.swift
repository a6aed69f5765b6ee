import Display
import Foundation
import Images
import Plotting
import Testing

@Suite("The output of figures")
struct FigureOutputTests {
  let curve = plot(x: [1, 2, 3], y: [1, 4, 9], label: "squares").title("Growth").xLabel("n").yLabel("n²")

  @Test("A bundle holds a light and a dark image of one size, words, and the size on the page")
  func bundle() throws {
    let bundle = curve.mimeBundle
    #expect(bundle.metadata.width == 614.4 && bundle.metadata.height == 384)
    #expect(bundle.text(.plainText) == bundle.metadata.alternativeText)
    let light = try #require(bundle[.png])
    let dark = try #require(bundle[.darkPNG])
    #expect(light != dark)
    #expect(Array(light.prefix(4)) == [0x89, 0x50, 0x4E, 0x47])
  }

  @Test("An image has two device pixels per logical one, and says so")
  func resolution() throws {
    let data = try curve.pngData()
    let header = [UInt8](data.prefix(24))
    #expect(header[16..<24] == [0, 0, 4, 205, 0, 0, 3, 0])
    let physical = try #require(data.range(of: Data("pHYs".utf8)))
    let values = [UInt8](data[physical.upperBound..<physical.upperBound + 9])
    #expect(values == [0, 0, 0x1D, 0x87, 0, 0, 0x1D, 0x87, 1], "7559 pixels a metre are 192 an inch")
  }

  @Test("One figure gives one sequence of bytes")
  func reproducible() throws {
    let first = try curve.pngData(theme: .dark)
    #expect(try first == curve.pngData(theme: .dark))
  }

  @Test("A file that cannot be written is refused with where and why")
  func unwritable() throws {
    let url = URL(filePath: "/nowhere/figure.png")
    let error = #expect(throws: PlottingError.self) { try curve.write(png: url) }
    let text = try #require(error).description
    #expect(text.hasPrefix("The figure could not be written to “/nowhere/figure.png”: "))
    #expect(text.hasSuffix(". Choose a folder that exists and is writable."))
  }
}
