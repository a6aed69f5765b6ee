import Foundation
import Synchronization

/// Draws diagrams in the DOT language with Graphviz.
package final class Graphviz: Sendable {
  package enum Drawing: Equatable, Sendable {
    /// The image as a `data:` URL.
    case drawn(String)
    case refused(reason: String)
    /// Graphviz is not installed.
    case unavailable
  }

  private let tool: URL?
  private let drawings = Mutex<[String: Drawing]>([:])
  /// In seconds. The layout of a graph may take time without end.
  private static let longest = 10
  private static let largestSource = 200_000

  static let shared = Graphviz(
    tool: (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
      .map { URL(filePath: String($0)).appending(path: "dot") }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) })

  /// - Parameter tool: The program `dot`; nil if there is none.
  package init(tool: URL?) { self.tool = tool }

  /// A diagram as an image. Drawings are cached as long as the program runs.
  package func drawing(of source: String) -> Drawing {
    if let known = drawings.withLock({ $0[source] }) { return known }
    let drawing = draw(source)
    drawings.withLock { $0[source] = drawing }
    return drawing
  }

  private func draw(_ source: String) -> Drawing {
    guard let tool else { return .unavailable }
    if source.utf8.count > Self.largestSource {
      return .refused(reason: "It has \(source.utf8.count / 1000) kB. Draw at most \(Self.largestSource / 1000) kB.")
    }
    let file = FileManager.default.temporaryDirectory.appending(path: "etude-\(UUID().uuidString).dot")
    defer { try? FileManager.default.removeItem(at: file) }
    do {
      try Data(source.utf8).write(to: file)
      let result = try ToolProcess.run(
        URL(filePath: "/usr/bin/timeout"), ["\(Self.longest)", tool.path, "-Tsvg", file.path])
      if result.status == 0, !result.output.isEmpty {
        return .drawn("data:image/svg+xml;base64,\(result.output.base64EncodedString())")
      }
      if result.status == 124 { return .refused(reason: "Graphviz took more than \(Self.longest) s.") }
      let first = result.errors.split(separator: "\n").first.map(String.init) ?? "exit status \(result.status)"
      return .refused(reason: "Graphviz says “\(first.replacing(file.path, with: "the diagram"))”.")
    } catch {
      return .refused(reason: "Graphviz could not be started: \(error)")
    }
  }
}
