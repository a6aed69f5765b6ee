import Foundation
import Plotting
import Tensors
import TestSupport
import Testing

@Suite("Figures of spectra")
struct FigureSpectrumTests {
  static let cases = ["chroma", "log", "chroma_time", "linear", "mel", "none"]
  private let tolerance = Tolerance(absolute: 1e-3, relative: 1e-4)

  @Test("Coordinates, limits, scale, ticks, labels and colours are those of librosa's specshow", arguments: cases)
  func matchesLibrosa(name: String) throws {
    let facts = try #require(try Fixtures.json("display/specshow", as: [String: SpecshowFacts].self)[name])
    let axes = (x: axis(facts.args.x_axis), y: axis(facts.args.y_axis))
    let settings = SpectrumSettings()
    let x = axes.x.edges(count: facts.cols, settings: settings)
    let y = axes.y.edges(count: facts.rows, settings: settings)
    expect(Array(x.prefix(3)) + [x[facts.cols]], facts.x_edges_first3 + [facts.x_edges_last], "x edges")
    expect(Array(y.prefix(3)) + [y[facts.rows]], facts.y_edges_first3 + [facts.y_edges_last], "y edges")

    let data = ramp(rows: facts.rows, columns: facts.cols, from: facts.clim[0], to: facts.clim[1])
    let plot = try #require(try Figure(spectrum: data, xAxis: axes.x, yAxis: axes.y).geometry().first)
    expect([plot.x.limits.lowerBound, plot.x.limits.upperBound], facts.xlim, "x limits")
    expect([plot.y.limits.lowerBound, plot.y.limits.upperBound], facts.ylim, "y limits")
    #expect(plot.colorMap?.name == facts.cmap)
    expect(plot.colorRange.map { [$0.lowerBound, $0.upperBound] } ?? [], facts.clim, "colour range")
    #expect([plot.x.label, plot.y.label] == [facts.xlabel, facts.ylabel])
    for (ticks, expected) in [(plot.x.ticks, facts.xticks_visible), (plot.y.ticks, facts.yticks_visible)] {
      expect(ticks.map(\.value), expected.map { $0[0].number }, "ticks")
      #expect(ticks.map(\.label) == expected.map { $0[1].text })
    }
    for pair in facts.ytransform { expect([plot.y.scale.transformed(pair[0])], [pair[1]], "transform") }
    // The frame is on whole pixels, so its box may be half a pixel of 480 off; and it makes room for the five digits of
    // 10000, which matplotlib cuts off at the edge of the figure.
    let widest = plot.y.ticks.map(\.label.count).max() ?? 0
    let left = widest > 4 ? max(plot.left, facts.axes_box[0]) : facts.axes_box[0]
    let expected = [left, facts.axes_box[1], facts.axes_box[0] + facts.axes_box[2] - left, facts.axes_box[3]]
    let box = [plot.left, plot.bottom, plot.width, plot.height]
    #expect(zip(box, expected).allSatisfy { abs($0 - $1) < 0.0025 }, "box \(box), expected \(expected)")
    #expect(plot.left < 0.16)
  }

  @Test("The chromagram of the fixture gives its own colour range")
  func colorRange() throws {
    let manifest = try #require(try Fixtures.json("manifest") as? [String: Any])
    let files = try #require(manifest["files"] as? [[String: Any]])
    let entry = try #require(files.first { $0["file"] as? String == "display/specshow.json" })
    let input = try #require((entry["inputs"] as? [String])?.first)
    let name = input.replacingOccurrences(of: "audio/", with: "").replacingOccurrences(of: ".load22k.npy", with: "")
    let facts = try #require(try Fixtures.json("display/specshow", as: [String: SpecshowFacts].self)["chroma"])
    let chroma = try Fixtures.tensor("chroma/\(name).chroma")
    let range = try #require(try Figure(spectrum: chroma, yAxis: .chroma).geometry().first?.colorRange)
    expect([range.lowerBound, range.upperBound], facts.clim, "colour range")
  }

  private func axis(_ name: String?) -> SpectrumAxis {
    name.flatMap(SpectrumAxis.init(rawValue:)) ?? .none
  }

  private func ramp(rows: Int, columns: Int, from low: Double, to high: Double) -> Tensor {
    let last = max(rows * columns - 1, 1)
    return Tensor(
      shape: [rows, columns],
      scalars: (0...last).map { $0 == last ? Float(high) : Float(low + (high - low) * Double($0) / Double(last)) })
  }

  private func expect(
    _ actual: [Double], _ expected: [Double], _ what: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let isNear =
      actual.count == expected.count && zip(actual, expected).allSatisfy { tolerance.accepts($0, expected: $1) }
    #expect(isNear, "\(what): \(actual), expected \(expected)", sourceLocation: sourceLocation)
  }
}
