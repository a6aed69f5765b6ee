import Images
import Plotting
import TestSupport
import Testing

@Suite("Differences that a comparison of images must notice")
struct BaselineSensitivityTests {
  private static let labels = ["0", "0.50", "1", "−"]
  private let curve = plot(x: [0, 1], y: [0, 1]).xLabel("step")

  private func image(_ theme: Theme, labels: [String] = labels, grid: Grid = .automatic) throws -> Image {
    try curve.yTicks(.at([0, 0.5, 1, 0.8], labels: labels)).grid(grid).image(theme: theme, scale: 1)
  }

  @Test("Two renders of one figure have the same pixels", arguments: Theme.allCases)
  func rendersAreEqual(theme: Theme) throws {
    #expect(try image(theme) == image(theme))
  }

  @Test("A missing tick label fails with any rasteriser", arguments: ["0", "1", "−"], Theme.allCases)
  func missingLabelsAreNoticed(label: String, theme: Theme) throws {
    // The widest label stays, and with it the layout.
    let without = try image(theme, labels: Self.labels.map { $0 == label ? "" : $0 })
    let comparison = try ImageComparison(without, image(theme), allowance: ImageComparison.Allowance.otherRasterizer)
    #expect(comparison.complaint != nil)
    #expect(comparison.largest.x < 80, "the difference lies beside the axis")
  }

  @Test("Another digit in a tick label fails with any rasteriser", arguments: Theme.allCases)
  func otherDigitsAreNoticed(theme: Theme) throws {
    let other = try image(theme, labels: ["0", "0.60", "1", "−"])
    let comparison = try ImageComparison(other, image(theme), allowance: ImageComparison.Allowance.otherRasterizer)
    #expect(comparison.complaint != nil)
  }

  @Test("A missing grid fails with the same rasteriser", arguments: Theme.allCases)
  func missingGridsAreNoticed(theme: Theme) throws {
    let comparison = try ImageComparison(image(theme, grid: .none), image(theme))
    #expect(comparison.complaint != nil)
  }
}
