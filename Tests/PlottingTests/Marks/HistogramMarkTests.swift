import Plotting
import Testing

@Suite("Histograms")
struct HistogramMarkTests {
  @Test("A histogram counts as NumPy does")
  func histogramsCountAsNumPy() {
    // numpy.histogram([1, 2, 2, 3, 4, nan], bins=3, range=(1, 4)): the last bin holds its upper border
    let mark = HistogramMark([1, 2, 2, 3, 4, .nan], bins: .count(3))
    #expect(mark.edges == [1, 2, 3, 4])
    #expect(mark.heights == [1, 2, 2])
    #expect(HistogramMark([1.0, 5.0], bins: .edges([0, 1, 2])).heights == [0, 1])
  }

  @Test("A number of bins, and their borders, can be written as they are")
  func literals() {
    #expect(HistogramMark([1.0, 5.0], bins: 4).edges == [1, 2, 3, 4, 5])
    #expect(HistogramMark([1.0, 5.0], bins: [0, 1, 2]).heights == [0, 1])
  }

  @Test("Equal numbers have bins around them")
  func equalNumbersHaveBins() {
    #expect(HistogramMark([3.0, 3.0], bins: .count(2)).edges == [2.5, 3, 3.5])
  }

  @Test("No numbers have one empty bin")
  func noNumbersHaveOneBin() {
    #expect(HistogramMark([Double]()).heights == [0])
  }

  @Test("The areas of a density add up to one")
  func densitiesAddUpToOne() {
    let density = HistogramMark([1.0, 2, 2, 4], bins: .count(3), isDensity: true)
    #expect(abs(density.heights.reduce(0, +) - 1) < 1e-12)
  }

  @Test("Automatic bins are NumPy's")
  func automaticBins() {
    // len(numpy.histogram_bin_edges(numpy.arange(1000.) % 97, bins="auto")) == 12
    let values = (0..<1000).map { Double($0 % 97) }
    #expect(HistogramMark(values).edges.count == 12)
  }
}
