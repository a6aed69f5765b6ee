import CCairo
import Plotting
import TestSupport
import Testing

/// `ETUDE_RECORD=1` records the images again; look at every one before it is committed.
@Suite("Figures and their recorded images")
struct BaselineTests {
  /// The version of Cairo that drew the recorded images.
  private static let recordedCairo = "1.16.0"

  private var allowance: Double {
    String(cString: cairo_version_string()) == Self.recordedCairo
      ? ImageComparison.Allowance.sameRasterizer : ImageComparison.Allowance.otherRasterizer
  }

  @Test("A figure looks as its recorded image does", arguments: BaselineFigures.all.map(\.name), Theme.allCases)
  func figureLooksAsRecorded(name: String, theme: Theme) throws {
    let entry = try #require(BaselineFigures.all.first { $0.name == name })
    let image = try entry.figure().image(theme: theme, scale: 1)
    try expectSnapshot(
      of: ImageSnapshot(image, allowance: allowance), named: "plots/\(name).\(theme.rawValue).png")
  }

  @Test("Every figure has a unique name")
  func namesAreUnique() {
    #expect(Set(BaselineFigures.all.map(\.name)).count == BaselineFigures.all.count)
  }
}
