import Foundation
import Images
import Plotting
import Testing

@Suite("The palette")
struct PaletteTests {
  /// Linear RGB as seen with three kinds of colour blindness (Machado, Oliveira and Fernandes 2009, severity 1).
  static let visions: [(name: String, matrix: [[Double]])] = [
    ("normal", [[1, 0, 0], [0, 1, 0], [0, 0, 1]]),
    (
      "protanopia",
      [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    (
      "deuteranopia",
      [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    (
      "tritanopia",
      [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
  ]

  @Test("Any two of the first five colours differ for every reader", arguments: Theme.allCases)
  func staysApart(theme: Theme) throws {
    let colors = try seriesColors(count: 5, theme: theme)
    for vision in Self.visions {
      let seen = colors.map { lab(of: apply(vision.matrix, to: $0)) }
      for first in seen.indices {
        for second in seen.indices where second > first {
          let distance = sqrt(zip(seen[first], seen[second]).map { ($0 - $1) * ($0 - $1) }.reduce(0, +))
          #expect(distance > 10, "\(vision.name), \(theme): colours \(first) and \(second) are \(distance) apart")
        }
      }
    }
  }

  @Test("Every colour has a contrast of 3 to 1 with its page, the sixth in light 2.6", arguments: Theme.allCases)
  func contrast(theme: Theme) throws {
    let page = luminance(theme == .light ? [1, 1, 1] : [21.0 / 255, 23.0 / 255, 26.0 / 255].map(linear))
    for (index, color) in try seriesColors(count: 7, theme: theme).enumerated() {
      let own = luminance(color)
      let ratio = (max(own, page) + 0.05) / (min(own, page) + 0.05)
      #expect(ratio >= (index == 5 ? 2.6 : 3), "\(theme): colour \(index) has \(ratio)")
    }
  }

  /// Linear RGB of the palette, read off bars that fill the plot.
  private func seriesColors(count: Int, theme: Theme) throws -> [[Double]] {
    try (0..<count).map { index in
      let bars = figure(width: 1, height: 1) {
        for series in 0...index { BarMark(x: [0.0], y: [series == index ? 1.0 : .nan]).width(1) }
      }
      let image = try bars.axesHidden().image(theme: theme, scale: 1)
      let middle = (48 * 96 + 48) * 3
      return image.pixels[middle..<middle + 3].map { linear(Double($0) / 255) }
    }
  }

  private func linear(_ channel: Double) -> Double {
    channel <= 0.04045 ? channel / 12.92 : pow((channel + 0.055) / 1.055, 2.4)
  }

  private func luminance(_ color: [Double]) -> Double { 0.2126 * color[0] + 0.7152 * color[1] + 0.0722 * color[2] }

  private func apply(_ matrix: [[Double]], to color: [Double]) -> [Double] {
    matrix.map { row in min(max(zip(row, color).map(*).reduce(0, +), 0), 1) }
  }

  private func lab(of color: [Double]) -> [Double] {
    let x = (0.4124 * color[0] + 0.3576 * color[1] + 0.1805 * color[2]) / 0.9505
    let z = (0.0193 * color[0] + 0.1192 * color[1] + 0.9505 * color[2]) / 1.089
    func f(_ value: Double) -> Double { value > 0.008856 ? cbrt(value) : 7.787 * value + 16.0 / 116 }
    let y = f(luminance(color))
    return [116 * y - 16, 500 * (f(x) - y), 200 * (y - f(z))]
  }
}
