import Display
import Foundation
import Images
import Plotting
import Tensors
import Testing

@Suite("Figures")
struct FigureTests {
  let curve = plot(x: [1, 2, 3], y: [1, 4, 9], label: "squares").title("Growth").xLabel("n").yLabel("n²")

  @Test("a bundle holds a light and a dark picture of one size, words, and the size on the page")
  func bundle() throws {
    let bundle = curve.mimeBundle
    #expect(bundle.metadata.width == 614.4 && bundle.metadata.height == 384)
    #expect(bundle.text(.plainText) == bundle.metadata.alternativeText)
    let light = try #require(bundle[.png])
    let dark = try #require(bundle[.darkPNG])
    #expect(light != dark)
    #expect(Array(light.prefix(4)) == [0x89, 0x50, 0x4E, 0x47])
  }

  @Test("pictures have two device pixels a logical one, and say so")
  func resolution() throws {
    let data = try curve.pngData()
    let header = [UInt8](data.prefix(24))
    #expect(header[16..<24] == [0, 0, 4, 205, 0, 0, 3, 0])
    let physical = try #require(data.range(of: Data("pHYs".utf8)))
    let values = [UInt8](data[physical.upperBound..<physical.upperBound + 9])
    #expect(values == [0, 0, 0x1D, 0x87, 0, 0, 0x1D, 0x87, 1], "7559 pixels a metre are 192 an inch")
  }

  @Test("one figure gives one sequence of bytes")
  func reproducible() throws {
    let first = try curve.pngData(theme: .dark)
    #expect(try first == curve.pngData(theme: .dark))
  }

  @Test("the words name title, marks and axes")
  func words() {
    #expect(
      curve.verticalLine(at: 2, label: "here").mimeBundle.metadata.alternativeText
        == "Growth: a line “squares” of 3 points and a vertical line “here” at 2; n from 1 to 3, n² from 1 to 9.")
    #expect(curve.alternativeText("Squares.").mimeBundle.metadata.alternativeText == "Squares.")
    #expect(plot([Double]()).mimeBundle.metadata.alternativeText == "A line of 0 points.")
    #expect(
      bar(x: ["A3", "B3"], y: [1, 2]).mimeBundle.metadata.alternativeText == "2 bars; x: A3, B3, y from 0 to 2.")
    let grid = subplots(columns: 2) {
      plot([1, 2]).title("left")
      plot([1, 2]).title("right")
    }
    #expect(
      grid.title("Both").mimeBundle.metadata.alternativeText
        == "Both. left: a line of 2 points; x from 0 to 1, y from 1 to 2. "
        + "right: a line of 2 points; x from 0 to 1, y from 1 to 2.")
  }

  @Test("sides of no or too many pixels are refused with words")
  func sizes() throws {
    let error = PlottingError.unusableSize(width: 0, height: 384)
    #expect(throws: error) { try curve.size(width: 0, height: 4).pngData() }
    #expect(throws: PlottingError.self) { try curve.size(width: 1e6, height: 4).pngData() }
    #expect(throws: PlottingError.self) { try curve.size(width: .nan, height: 4).pngData() }
    #expect(
      error.description
        == "A figure of 0.0 x 384.0 pixels cannot be drawn. Give it a width and height of 0.1 to 100 inches.")
    #expect(curve.size(width: 0, height: 4).mimeBundle.text(.plainText) == error.description)
    #expect(
      PlottingError.canvas(reason: "out of memory").description
        == "The figure could not be drawn: out of memory. Make it smaller, or give the process more memory.")
  }

  @Test("a file that cannot be written says where and why")
  func unwritable() throws {
    let url = URL(filePath: "/nowhere/figure.png")
    let error = #expect(throws: PlottingError.self) { try curve.write(png: url) }
    let text = try #require(error).description
    #expect(text.hasPrefix("The figure could not be written to “/nowhere/figure.png”: "))
    #expect(text.hasSuffix(". Choose a folder that exists and is writable."))
  }

  @Test("tiny figures and odd data are drawn all the same")
  func oddities() throws {
    let figures = [
      curve.size(width: 0.2, height: 0.2), plot([Double.nan, .infinity]), plot([1e308, -1e308]),
      plot([Double.leastNonzeroMagnitude]),
      curve.xLimits(3...3), curve.yScale(.log).yLimits(-1...0), scatter(x: [0, 0], y: [1, 1]),
      histogram([Double.nan]), boxPlot([[], [.nan], [1]]), bar(x: [String](), y: [Double]()),
      plotWaveform([Double]()), plotWaveform([0, .nan, 0]), showPictures([]), figure {},
      heatMap(Tensor(shape: [0, 0], scalars: [])), plotLoss(training: [Double]()),
      plotLearningRateFinder(rates: [Double](), losses: [Double]()), subplots {},
    ]
    for figure in figures { #expect(try figure.pngData(scale: 1).count > 60) }
  }

  @Test("long titles are broken, long names cut, and leave the plot its room")
  func longTexts() throws {
    let words = [String](repeating: "Gravicembalo", count: 12).joined(separator: " ")
    let lying = try #require(try bar(x: [1, 2], y: [words, "b"]).title(words).geometry().first)
    #expect(lying.width > 0.5 && lying.height > 0.5 && lying.height < 0.85)
    #expect(lying.y.ticks[0].label.hasSuffix("…"))
    let standing = try #require(try bar(x: [words, words + "!", "b"], y: [1, 2, 3]).geometry().first)
    #expect(standing.height > 0.4)
  }

  @Test("plots that share an axis have the same limits, and numbers at the outside only")
  func sharing() throws {
    let figure = subplots(rows: 2, columns: 2, sharesX: true, sharesY: true) {
      for scale in 1...4 { plot([0, Double(scale)]) }
    }
    let plots = try figure.geometry()
    #expect(plots.count == 4)
    #expect(plots.allSatisfy { $0.y.limits == plots[3].y.limits })
    #expect(plots.allSatisfy { abs($0.width - plots[0].width) < 0.003 && abs($0.height - plots[0].height) < 0.006 })
  }

  @Test("a figure within a figure is resized, several stand side by side")
  func nesting() throws {
    let one = figure(width: 5, height: 5) { curve }
    #expect(one.width == 5 && one.height == 5)
    #expect(try figure { [curve, curve] }.geometry().count == 2)
  }
}
