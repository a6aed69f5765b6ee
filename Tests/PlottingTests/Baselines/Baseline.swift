import Foundation
import Images
import Plotting
import Testing

/// Pictures of figures that someone has looked at, in both themes.
///
/// `ETUDE_RECORD_PLOTS=1 swift test -c release --filter PlottingTests` writes them anew; look at every one before they
/// are committed.
enum Baseline {
  static let isRecording = ProcessInfo.processInfo.environment["ETUDE_RECORD_PLOTS"] == "1"

  /// The pictures stay where they are when the golden data come from elsewhere.
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Fixtures/plots").standardizedFileURL

  /// Draws the figure in both themes and compares it with its pictures.
  ///
  /// Two pixels are alike when no channel differs by more than 40 of 255, which hides antialiasing by another version
  /// of the rasteriser; at most 4 in 1,000 may be unlike.
  static func check(_ figure: Figure, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    for theme in Theme.allCases {
      let image = try figure.image(theme: theme, scale: 1)
      let url = folder.appending(path: "\(name).\(theme.rawValue).png")
      if isRecording {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try image.pngData(compressionLevel: 9).write(to: url)
      }
      let expected = try Image(contentsOf: url)
      #expect(
        expected.width == image.width && expected.height == image.height, "\(name), \(theme): another size",
        sourceLocation: sourceLocation)
      let share = unlikeShare(image, expected.rgb)
      #expect(
        share <= 0.004, "\(name), \(theme): \(share * 100) % of the pixels differ", sourceLocation: sourceLocation)
    }
  }

  /// The share of pixels that differ visibly.
  static func unlikeShare(_ a: Image, _ b: Image) -> Double {
    guard a.pixels.count == b.pixels.count else { return 1 }
    let unlike = stride(from: 0, to: a.pixels.count, by: 3).count { start in
      (start..<start + 3).contains { abs(Int(a.pixels[$0]) - Int(b.pixels[$0])) > 40 }
    }
    return Double(unlike) / Double(max(a.pixels.count / 3, 1))
  }
}
