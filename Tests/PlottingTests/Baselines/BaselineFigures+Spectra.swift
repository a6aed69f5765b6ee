import Foundation
import Plotting
import Tensors

extension BaselineFigures {
  /// Spectra over time, with librosa's axes.
  static let spectra: [BaselineFigure] = [
    ("specshow-chroma", { Figure(spectrum: chroma, yAxis: .chroma) }),
    ("specshow-chroma-time", { Figure(spectrum: chroma, xAxis: .time, yAxis: .chroma).colorBar().title("A chord") }),
    ("specshow-log", { Figure(spectrum: decibels(513), yAxis: .log).colorBar(ticks: .decibels) }),
    ("specshow-linear", { Figure(spectrum: decibels(513), xAxis: .time, yAxis: .linear) }),
    ("specshow-mel", { Figure(spectrum: decibels(128), xAxis: .seconds, yAxis: .mel, width: 6.4, height: 4) }),
    (
      "specshow-notes",
      {
        Figure(
          spectrum: decibels(252), xAxis: .frames, yAxis: .constantQNotes,
          settings: SpectrumSettings(binsPerOctave: 36),
          width: 6.4, height: 4)
      }
    ),
    ("specshow-none", { Figure(spectrum: chroma) }),
  ]

  private static let chroma = Tensor(
    shape: [12, 40],
    scalars: (0..<12 * 40).map { (cell: Int) -> Float in
      let (row, column) = (cell / 40, Float(cell % 40))
      return [0, 4, 7].contains(row) ? exp(-column / 30) : 0.1 * exp(-column / 10)
    })

  private static func decibels(_ rows: Int) -> Tensor {
    Tensor(
      shape: [rows, 60],
      scalars: (0..<rows * 60).map { (cell: Int) -> Float in
        let (row, column) = (Float(cell / 60) / Float(rows), Float(cell % 60))
        let ripple = cos(row * 160) * 18 * (1 - row)
        return max(-80, min(0, -10 + ripple - row * 60 - column * 0.5))
      })
  }
}
