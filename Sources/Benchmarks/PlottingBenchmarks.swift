import Etude
import Foundation

/// The lesson's figures, from data to PNG bytes, and what grows with the number of points.
///
/// matplotlib's times are for the Agg renderer at its own 100 dots per inch, figure and axes made again each time; ours
/// are for 192 dots per inch, and once more for both themes.
enum PlottingBenchmarks {
  static func all() -> [Benchmark] {
    let figures = lessonFigures()
    return [
      Benchmark(name: "plotting.lesson.8.light", runs: 9, peer: "lesson.figures", target: 0.15) {
        try Benchmark.time { for figure in figures { _ = try figure.pngData() } }
      },
      Benchmark(name: "plotting.lesson.8.both_themes", runs: 9, peer: "lesson.figures", target: 0.15) {
        Benchmark.time { for figure in figures { _ = figure.mimeBundle } }
      },
      Benchmark(name: "plotting.first_figure", runs: 5, isFresh: true, limit: 10) {
        try Benchmark.time { _ = try figures[4].pngData() }
      },
      Benchmark(name: "plotting.draw.lines.10000", runs: 15, peer: "lines.10000", limit: 10) {
        let figure = plot(noise(10_000))
        return try Benchmark.time { _ = try figure.image() }
      },
      Benchmark(name: "plotting.draw.points.10000", runs: 15, peer: "points.10000") {
        let figure = scatter(x: noise(10_000), y: Array(noise(20_000).suffix(10_000)))
        return try Benchmark.time { _ = try figure.image() }
      },
      Benchmark(name: "plotting.draw.points.1000000", runs: 3) {
        let figure = scatter(x: noise(1_000_000), y: Array(noise(2_000_000).suffix(1_000_000)))
        return try Benchmark.time { _ = try figure.image() }
      },
    ]
  }

  /// The eight images of the lesson: two spectra, three grids of images, two curves and a matrix.
  private static func lessonFigures() -> [Figure] {
    let chroma = Tensor(shape: [12, 52], scalars: noise(12 * 52).map { Float($0 * $0) })
    let decibels = Tensor(shape: [1025, 52], scalars: noise(1025 * 52).map { max(-80, Float(-40 * abs($0))) })
    let picture = Picture(checkers(), title: "A3")
    let rates = (0..<100).map { 1e-7 * pow(1e8, Double($0) / 100) }
    let losses = rates.map { rate -> Double in 2.1 - 1.6 / (1 + pow(2e-3 / rate, 1.2)) + pow(rate * 0.7, 3) }
    let counts = Tensor(
      shape: [7, 7],
      scalars: (0..<49).map { (cell: Int) -> Float in
        cell % 8 == 0 ? Float(11 + cell % 5) : cell == 41 ? 1 : 0
      })
    return [
      specshow(chroma, yAxis: .chroma),
      specshow(decibels, yAxis: .log),
      showPictures([Picture](repeating: picture, count: 9), width: 9, height: 9),
      showPictures([Picture](repeating: picture, count: 4), rows: 1, width: 12, height: 3),
      plotLearningRateFinder(rates: rates, losses: losses).verticalLine(at: 8e-3, color: .red)
        .verticalLine(at: 3e-3, color: .green).verticalLine(at: 1e-3, color: .red).size(width: 6.4, height: 4.8),
      plotLoss(training: (0..<55).map { 2 * exp(-Double($0) / 25) }, validation: [1.2, 0.6, 0.3, 0.2, 0.17])
        .size(width: 6.4, height: 4.8),
      showPictures(
        [Picture](repeating: Picture(checkers(), title: "G3/F3 / 2.31 / 0.80"), count: 4),
        title: "Prediction/Actual/Loss/Probability", width: 6, height: 6),
      plotConfusionMatrix(counts, classes: ["A3", "B3", "C3", "D3", "E3", "F3", "G3"], size: 4.8),
    ]
  }

  private static func checkers() -> Image {
    let colors = noise(192 * 3).map { UInt8(min(255, abs($0) * 120)) }
    var pixels: [UInt8] = []
    for index in 0..<128 * 128 {
      let cell = min(index / 128 / 11, 11) * 16 + index % 128 / 8
      pixels += colors[cell * 3..<cell * 3 + 3]
    }
    return Image(width: 128, height: 128, channels: 3, pixels: pixels)
  }

  /// Sums of uniform numbers, nearly normal, the same every time.
  private static func noise(_ count: Int) -> [Double] {
    var state: UInt64 = 1
    return (0..<count).map { _ in
      (0..<4).reduce(-2.0) { sum, _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return sum + Double(state >> 40) / Double(1 << 24)
      }
    }
  }
}
