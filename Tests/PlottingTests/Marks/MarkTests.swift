import Images
import Plotting
import Tensors
import Testing

@Suite("What marks compute from data")
struct MarkTests {
  @Test("histograms count as numpy does")
  func histogram() {
    // numpy.histogram([1, 2, 2, 3, 4, nan], bins=3, range=(1, 4)): the last bin holds its upper border
    let mark = HistogramMark([1, 2, 2, 3, 4, .nan], bins: .count(3))
    #expect(mark.edges == [1, 2, 3, 4])
    #expect(mark.heights == [1, 2, 2])
    #expect(HistogramMark([1.0, 5.0], bins: .edges([0, 1, 2])).heights == [0, 1])
    #expect(HistogramMark([3.0, 3.0], bins: .count(2)).edges == [2.5, 3, 3.5])
    #expect(HistogramMark([Double]()).heights == [0])
    let density = HistogramMark([1.0, 2, 2, 4], bins: .count(3), isDensity: true)
    #expect(abs(density.heights.reduce(0, +) - 1) < 1e-12)
  }

  @Test("automatic bins are numpy's")
  func automaticBins() {
    // len(numpy.histogram_bin_edges(numpy.arange(1000.) % 97, bins="auto")) == 12
    let values = (0..<1000).map { Double($0 % 97) }
    #expect(HistogramMark(values).edges.count == 12)
  }

  @Test("a heat map takes the finite values' range, and its edges from indices")
  func heatMap() throws {
    let mark = HeatMapMark(Tensor(shape: [2, 3], scalars: [0, 1, .nan, 3, .infinity, 5]))
    #expect(mark.xEdges == [-0.5, 0.5, 1.5, 2.5])
    let plot = try #require(try figure { mark }.geometry().first)
    #expect(plot.colorRange == 0...5)
    #expect(plot.x.limits == -0.5...2.5 && plot.y.limits == -0.5...1.5)
  }

  @Test("every cell of a heat map has its colour, and NaN is blank")
  func heatMapPixels() throws {
    let mark = HeatMapMark(Tensor(shape: [2, 2], scalars: [0, 1, .nan, 0.5]), colorMap: .gray)
    let image = try figure(width: 1, height: 1) { mark }.axesHidden().image(scale: 1)
    func pixel(_ x: Int, _ y: Int) -> UInt8 { image.pixels[(y * 96 + x) * 3] }
    #expect([pixel(30, 66), pixel(66, 66), pixel(66, 30), pixel(30, 30)] == [0, 255, 128, 255])
  }

  @Test("error bars reach as far as they say, and stems to zero")
  func reaches() throws {
    let bars = try #require(
      try figure { ErrorBarMark(x: [1, 2], y: [5, 6], below: [1, 2], above: [3, -4]) }.yLimits(0...10).geometry().first)
    #expect(bars.y.limits == 0...10)
    let alone = try #require(try figure { ErrorBarMark(x: [1, 2], y: [5, 6], error: [1, 4]) }.geometry().first)
    #expect(alone.y.limits.contains(2) && alone.y.limits.contains(10) && !alone.y.limits.contains(1))
    let stems = try #require(try stem(x: [1, 2], y: [5, 6]).geometry().first)
    #expect(stems.y.limits.lowerBound == 0 && stems.y.limits.contains(6))
  }

  @Test("points take the colours of their numbers, and those without a number are left out")
  func pointColors() throws {
    let mark = PointMark(x: [0, 1, 2], y: [0, 0, 0]).colored(by: [-1, .nan, 3], colorMap: .gray, range: -1...7)
      .size(12)
    let image = try figure(width: 1, height: 1) { mark }.axesHidden().xLimits(-1...3).yLimits(-1...1).image(scale: 1)
    let row = Array(image.pixels[48 * 96 * 3..<49 * 96 * 3])
    #expect([row[27 * 3], row[48 * 3], row[68 * 3]] == [0, 255, 128])
    #expect(try figure { mark }.geometry().first?.colorRange == -1...7)
  }

  @Test("pictures of a grid have whole pixels where that costs little, and stay smooth elsewhere")
  func wholePixels() throws {
    func greys(side: Int) throws -> Set<UInt8> {
      let pixels = (0..<side * side).map { UInt8($0 % 2 * 255) }
      let stripes = Image(width: side, height: side, channels: 1, pixels: pixels)
      let drawn = figure(width: 1, height: 1) { ImageMark(stripes) }.axesHidden().equalAspect()
      return Set(try drawn.image(scale: 1).pixels)
    }
    // Of 96 pixels 82 are left within the margins: 2.05 for each of 40, 2.73 for each of 30.
    #expect(try greys(side: 40) == [0, 255])
    #expect(try greys(side: 30).count > 2)
  }

  @Test("data on a logarithmic axis leave out what has no place there")
  func logarithmic() throws {
    let plot = try #require(try plot(x: [1, 2, 3], y: [-5, 0, 100]).yScale(.log).geometry().first)
    #expect(plot.y.limits.lowerBound > 0 && plot.y.limits.contains(100))
  }

  @Test("what lies far beyond the limits leaves no trace within them")
  func beyondLimits() throws {
    let empty = try figure(width: 1, height: 1) {}.axesHidden().image(scale: 1)
    let far = figure(width: 1, height: 1) {
      LineMark(x: [1e9, 2e9], y: [1e9, 3e9])
      LineMark(x: [1e9, 2e9], y: [1e9, 3e9]).stepped()
      ErrorBarMark(x: [1e9], y: [1e12], error: [1e3])
      StemMark(x: [-1e12], y: [0.5])
      PointMark(x: [-1e12], y: [0.5])
      RuleMark(x: 4e9)
      BarMark(x: [7e10], y: [1e11])
      SpanMark(x: 1e10...2e10)
      TextMark("far", x: 1e9, y: 1e9)
    }
    #expect(try far.axesHidden().xLimits(0...1).yLimits(0...1).image(scale: 1) == empty)
  }

  @Test("bars begin at zero, lines keep a margin")
  func margins() throws {
    let bars = try #require(try bar(x: ["a", "b"], y: [3, 5]).geometry().first)
    #expect(bars.y.limits.lowerBound == 0 && abs(bars.y.limits.upperBound - 5.25) < 1e-9)
    #expect(bars.x.limits == -0.5...1.5)
    let line = try #require(try plot(x: [0, 10], y: [0, 10]).geometry().first)
    #expect(line.x.limits == -0.5...10.5)
  }

  @Test("ranges, tensors, floats and integers can be plotted")
  func sources() throws {
    let figure = figure {
      LineMark(x: 0..<3, y: [1, 2, 3] as [Float])
      PointMark(x: Tensor(shape: [2], scalars: [0, 2]), y: 4...5)
    }
    #expect(try #require(try figure.geometry().first).y.limits.contains(5))
  }
}
