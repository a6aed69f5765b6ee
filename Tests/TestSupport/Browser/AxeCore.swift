import Foundation
import Testing

/// The accessibility checker axe-core, which is not ours: `make test` fetches it, or `AXE_CORE` names its file.
public enum AxeCore {
  private static let file =
    ProcessInfo.processInfo.environment["AXE_CORE"].map { URL(filePath: $0) }
    ?? URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../.build/axe-core/axe.min.js").standardizedFileURL

  /// True if the checker is installed.
  public static let isAvailable = FileManager.default.isReadableFile(atPath: file.path)

  /// The test's comment if the checker is missing.
  public static let reason: Comment = "needs axe-core: `make .build/axe-core/axe.min.js` fetches it by pip"

  /// The checker as a script that a page runs.
  public static func script() throws -> String { try String(contentsOf: file, encoding: .utf8) }
}
