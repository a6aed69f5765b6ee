import Foundation
import NotebookKit
import Testing

@Suite("Diagrams of Graphviz")
struct GraphvizTests {
  /// A drawing by a program instead of `dot`.
  private func drawing(_ script: String) throws -> Graphviz.Drawing {
    let tool = FileManager.default.temporaryDirectory.appending(path: "etude-\(UUID().uuidString)")
    try Data("#!/bin/sh\n\(script)\n".utf8).write(to: tool)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: tool.path)
    defer { try? FileManager.default.removeItem(at: tool) }
    return Graphviz(tool: tool).drawing(of: "digraph {}")
  }

  @Test("A diagram is the image that Graphviz makes of its source")
  func drawn() throws {
    let data = Data("-Tsvg digraph {}".utf8).base64EncodedString()
    #expect(try drawing("printf '%s ' \"$1\"; cat \"$2\"") == .drawn("data:image/svg+xml;base64,\(data)"))
  }

  @Test("A refusal of Graphviz is quoted, and a missing Graphviz is not a failure")
  func refused() throws {
    let drawing = try drawing("echo \"Error: $2: syntax error\" >&2; exit 1")
    #expect(drawing == .refused(reason: "Graphviz says “Error: the diagram: syntax error”."))
    #expect(Graphviz(tool: nil).drawing(of: "digraph {}") == .unavailable)
  }

  @Test("A diagram that is too long is not drawn")
  func large() {
    let graphviz = Graphviz(tool: URL(filePath: "/bin/true"))
    let source = String(repeating: "a", count: 300_000)
    #expect(graphviz.drawing(of: source) == .refused(reason: "It has 300 kB. Draw at most 200 kB."))
  }
}
