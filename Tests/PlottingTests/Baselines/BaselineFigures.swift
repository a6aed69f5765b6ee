import Foundation
import Images
import Plotting
import Tensors

/// The figures whose pictures are kept: every kind of plot, each as a reader might make it.
enum BaselineFigures {
  static let all: [(name: String, figure: @Sendable () -> Figure)] =
    curves + distributions + fields + layouts + learning + sound + spectra + modifiers + edgeCases

  private static let curves: [(name: String, figure: @Sendable () -> Figure)] = [
    (
      "lines",
      {
        plot(x: Data.steps, y: Data.decay, label: "train")
          .line(x: Data.steps, y: Data.decay.map { $0 + 0.2 }, label: "valid")
          .title("A curve that learns").xLabel("steps").yLabel("loss").verticalLine(at: 30, color: .red)
      }
    ),
    (
      "scatter",
      {
        figure {
          PointMark(x: Data.noise(80, 1), y: Data.noise(80, 2)).label("near")
          PointMark(x: Data.noise(60, 3).map { $0 + 1 }, y: Data.noise(60, 4).map { $0 + 1 }).symbol(.triangle)
            .label("far")
        }
        .xLabel("x").yLabel("y")
      }
    ),
    (
      "scatter-many",
      { scatter(x: Data.noise(10_000, 5), y: Data.noise(10_000, 6)).title("10,000 points") }
    ),
    (
      "area",
      {
        let x = (0..<60).map { Double($0) / 10 }
        return figure {
          AreaMark(x: x, lower: x.map { sin($0) - 0.4 }, upper: x.map { sin($0) + 0.4 }).label("±0.4")
          LineMark(x: x, y: x.map { sin($0) }).color(.blue).label("sine")
        }
      }
    ),
    (
      "steps-and-errors",
      {
        figure {
          LineMark(x: 0..<8, y: [1, 3, 2, 4, 4, 5, 3, 2]).stepped().label("steps")
          ErrorBarMark(x: 0..<8, y: [2, 4, 3, 5, 5, 6, 4, .nan], error: [0.5, 0.3, 0.4, 0.6, 0.2, 0.5, 0.3, 1])
            .label("measured")
        }
      }
    ),
    ("stems", { stem(x: 0..<24, y: (0..<24).map { exp(-Double($0) / 9) * cos(Double($0)) }, label: "response") }),
    (
      "scatter-colors",
      {
        let (x, y) = (Data.noise(300, 1), Data.noise(300, 2))
        return scatter(x: x, y: y, values: zip(x, y).map { $0 * $0 + $1 * $1 }, colorMap: .viridis)
      }
    ),
    (
      "annotation",
      {
        plot(x: Data.steps, y: Data.steps.map { pow(Double($0) - 60, 2) / 1000 + 0.2 })
          .annotate("lowest", x: 40, y: 1.5, arrowTo: (x: 60, y: 0.2)).yLimits(0...4)
          .verticalSpan(50...70, color: .green, label: "good enough").horizontalLine(at: 1, color: .gray)
      }
    ),
    (
      "palette",
      {
        figure {
          for series in 0..<9 {
            LineMark(x: Data.steps, y: Data.steps.map { sin(Double($0) / 16 + Double(series) / 3) + Double(series) })
              .label("series \(series + 1)")
          }
        }
        .legend(.outside)
      }
    ),
  ]

  private static let distributions: [(name: String, figure: @Sendable () -> Figure)] = [
    (
      "bars",
      {
        figure {
          BarMark(x: Data.notes, y: [12, 14, 13, 9, 15, 13, 12]).grouped(0, of: 2).label("right")
          BarMark(x: Data.notes, y: [1, 0, 2, 5, 0, 1, 3]).grouped(1, of: 2).label("wrong")
        }
        .yLabel("notes").grid(.horizontal)
      }
    ),
    (
      "bars-stacked",
      {
        figure {
          BarMark(x: 1...6, y: [3, 5, 2, 6, 4, 1]).label("first")
          BarMark(x: 1...6, y: [2, 1, 4, 2, 2, 3]).stacked(on: [3, 5, 2, 6, 4, 1]).label("second")
        }
        .xTicks(.integers)
      }
    ),
    (
      "bars-lying",
      {
        bar(x: [0.92, 0.75, -0.31, 0.1], y: ["Acoustic Grand Piano", "Violin", "Timpani", "Shakuhachi"])
          .title("Correlation").xLabel("r")
      }
    ),
    (
      "histogram",
      {
        figure {
          HistogramMark(Data.noise(2000, 7), bins: .count(40)).label("a").opacity(0.65)
          HistogramMark(Data.noise(2000, 8).map { $0 * 0.6 + 1.5 }, bins: .count(40)).label("b").opacity(0.65)
        }
        .xLabel("value").yLabel("count")
      }
    ),
    (
      "boxes",
      {
        boxPlot(
          (0..<5).map { group in Data.noise(60, 20 + group).map { $0 * Double(group + 2) / 4 + Double(group) } },
          names: ["C3", "D3", "E3", "F3", "G3"]
        )
        .yLabel("cents")
      }
    ),
  ]

  private static let fields: [(name: String, figure: @Sendable () -> Figure)] = [
    ("heat-map", { heatMap(Data.ripples, colorMap: .viridis).title("Ripples").xLabel("x").yLabel("y") }),
    ("heat-map-both-signs", { heatMap(Data.ripples).colorBar("height") }),
    ("heat-map-holes", { heatMap(Data.holes, colorMap: .cividis).title("Cells without a number stay blank") }),
    ("image", { imshow(Data.picture(0, side: 24)).title("Pixels") }),
    (
      "color-maps",
      {
        subplots(columns: 2, width: 6.4, height: 5) {
          for map in ColorMap.all {
            figure { HeatMapMark(Data.ramp, colorMap: map) }.axesHidden().title(map.name)
          }
        }
      }
    ),
  ]

  private static let layouts: [(name: String, figure: @Sendable () -> Figure)] = [
    (
      "subplots-shared",
      {
        subplots(rows: 2, columns: 2, height: 5, sharesX: true, sharesY: true) {
          for wave in 1...4 {
            plot(x: Data.steps, y: Data.steps.map { sin(Double($0 * wave) / 20) * Double(wave) })
              .title("\(wave) ×").xLabel("step").yLabel("height")
          }
        }
        .title("Four waves")
      }
    ),
    (
      "scale-log",
      {
        plot(x: (0..<60).map { pow(10, -6 + Double($0) / 8) }, y: (0..<60).map { pow(2, Double($0) / 4) })
          .xScale(.log).yScale(.log).grid(.both).xLabel("rate").yLabel("cost")
      }
    ),
    (
      "scale-symlog",
      {
        plot(x: Data.steps.map { Double($0) - 50 }, y: Data.steps.map { pow((Double($0) - 50) / 4, 3) })
          .yScale(.symlog)
      }
    ),
    (
      "axis-time",
      { plot(x: (0..<400).map(Double.init), y: Data.noise(400, 9)).xTicks(.time).xLabel("Time") }
    ),
    (
      "axis-notes",
      {
        plot(x: (0..<50).map { Double($0) / 10 }, y: (0..<50).map { 220 * pow(2, sin(Double($0) / 6)) })
          .yScale(.log(base: 2)).yTicks(.notes).yLabel("Note").xTicks(.time).xLabel("Time (seconds)")
      }
    ),
    (
      "axis-percent",
      {
        plot(x: 1...5, y: [0.75, 0.84, 0.78, 0.033, 0.033]).yTicks(.percent).xTicks(.integers).xLabel("epoch")
          .yLabel("error")
      }
    ),
    (
      "axis-names",
      {
        bar(
          x: ["Acoustic Grand Piano", "Bright Acoustic Piano", "Honky-tonk Piano", "Harpsichord", "Clavinet"],
          y: [5, 3, 4, 2, 1])
      }
    ),
  ]
}

extension BaselineFigures {
  private static let learning: [(name: String, figure: @Sendable () -> Figure)] = [
    (
      "learning-rate-finder",
      {
        let rates = (0..<100).map { 1e-7 * pow(1e8, Double($0) / 100) }
        let losses = rates.map { 2.1 - 1.6 / (1 + pow(2e-3 / $0, 1.2)) + pow($0 * 0.7, 3) }
        return plotLearningRateFinder(rates: rates, losses: losses, suggestions: [("valley", 1.1e-3)])
          .verticalLine(at: 8e-3, color: .red).verticalLine(at: 3e-3, color: .green)
      }
    ),
    (
      "loss-curves",
      {
        plotLoss(
          training: Data.steps.map { 2 * exp(-Double($0) / 25) + 0.05 * sin(Double($0)) },
          validation: [1.2, 0.6, 0.3, 0.2, 0.17]
        )
      }
    ),
    ("confusion-2", { plotConfusionMatrix(Data.confusion(2), classes: ["major", "minor"]) }),
    ("confusion-7", { plotConfusionMatrix(Data.confusion(7), classes: Data.notes) }),
    ("confusion-7-normalized", { plotConfusionMatrix(Data.confusion(7), classes: Data.notes, isNormalized: true) }),
    ("confusion-40", { plotConfusionMatrix(Data.confusion(40), classes: (0..<40).map { "class \($0)" }) }),
    (
      "batch",
      { showPictures((0..<9).map { Picture(Data.picture($0, side: 64), title: Data.notes[$0 % 7]) }) }
    ),
    (
      "top-losses",
      {
        showPictures(
          (0..<4).map {
            Picture(
              Data.picture($0, side: 64), title: "G3/F3 / 2.31 / 0.8\($0)", titleColor: $0 == 0 ? .red : nil)
          }, title: "Prediction/Actual/Loss/Probability", width: 6, height: 6)
      }
    ),
  ]

  private static let sound: [(name: String, figure: @Sendable () -> Figure)] = [
    ("waveform", { plotWaveform(Data.tone(30_000), sampleRate: 22050).title("A3") }),
    ("waveform-close", { plotWaveform(Data.tone(300), sampleRate: 22050) }),
  ]

  private static let edgeCases: [(name: String, figure: @Sendable () -> Figure)] = [
    ("empty", { plot(x: [Double](), y: [Double]()).title("Nothing yet") }),
    ("constant", { plot(x: Data.steps, y: Data.steps.map { _ in 3.0 }) }),
    ("single", { scatter(x: [2], y: [5]).yScale(.log) }),
    (
      "gaps",
      {
        plot(
          x: Data.steps,
          y: Data.steps.map { (30...45).contains($0) ? .nan : $0 == 70 ? .infinity : sin(Double($0) / 9) })
      }
    ),
    ("silence", { heatMap(Tensor(shape: [4, 8], scalars: [Float](repeating: 0, count: 32))) }),
    ("large-offset", { plot(x: Data.steps, y: Data.steps.map { 1e6 + Double($0) * 0.01 }) }),
  ]
}

/// Made-up data, the same on every machine.
private enum Data {
  static let steps = Array(0..<100)
  static let decay = steps.map { 2 / (1 + Double($0) / 10) }
  static let notes = ["A3", "B3", "C3", "D3", "E3", "F3", "G3"]

  /// Sums of uniform numbers, nearly normal.
  static func noise(_ count: Int, _ seed: Int) -> [Double] {
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
    func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 40) / Double(1 << 24)
    }
    return (0..<count).map { _ in (0..<6).reduce(-3.0) { sum, _ in sum + next() } }
  }

  static let ramp = Tensor(shape: [1, 64], scalars: (0..<64).map(Float.init))

  static let ripples = Tensor(
    shape: [24, 36],
    scalars: (0..<24 * 36).map { (cell: Int) -> Float in
      let (row, column) = (Float(cell / 36), Float(cell % 36))
      return sin(column / 4) * cos(row / 3)
    })

  static let holes = Tensor(
    shape: [6, 8], scalars: (0..<48).map { $0 % 7 == 0 ? .nan : $0 == 20 ? .infinity : Float($0) })

  static func confusion(_ count: Int) -> Tensor {
    Tensor(
      shape: [count, count],
      scalars: (0..<count * count).map { cell in
        let (row, column) = (cell / count, cell % count)
        return row == column ? Float(11 + row % 5) : (row * 7 + column * 3) % 23 == 0 ? Float(1 + column % 3) : 0
      })
  }

  static func picture(_ number: Int, side: Int) -> Image {
    let pixels = (0..<side * side).flatMap { index -> [UInt8] in
      let (row, column) = (index / side * 12 / side, Double(index % side) / Double(side))
      let level = row == (number * 5) % 12 ? 1 - column * 0.3 : 0.25 * (1 - column) * Double((row * 7 + number) % 5) / 5
      return [UInt8(level * 250), UInt8(level * level * 235), UInt8(80 + level * 60)]
    }
    return Image(width: side, height: side, channels: 3, pixels: pixels)
  }

  static func tone(_ count: Int) -> [Double] {
    (0..<count).map { (index: Int) -> Double in
      let time = Double(index)
      let envelope: Double = exp(-time / 12_000) * (0.8 + 0.2 * sin(time / 3000))
      return envelope * sin(time * 0.0627)
    }
  }
}
