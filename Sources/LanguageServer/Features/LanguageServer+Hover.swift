import Files
import Foundation
import NotebookKit

/// Documentation of the name at a position, with its value if a preview has one, and the target of a reference in
/// prose.
extension LanguageServer {
  func hover(_ request: NotebookRequest) async throws -> JSON {
    let place = try request.place()
    guard let swift = try await swiftPlace(place, request) else { return hoverInProse(place, request) }
    let answer = try await ask("textDocument/hover", at: swift, of: request.notebook)
    guard var members = answer.object else { return .null }
    members["range"] = range(members["range"], in: swift.fragment, request.text)?.json
    if let value = try await valueInPreview(at: swift, request), let contents = members["contents"]?["value"]?.string {
      members["contents"] = [
        "kind": "markdown",
        "value": .string(contents + "\n\n---\n\nIn the preview:\n\n" + FenceText.block(value, info: "text")),
      ]
    }
    return .object(members)
  }

  /// The text that a reference in prose shows in the report.
  private func hoverInProse(_ place: Place, _ request: NotebookRequest) -> JSON {
    guard let (label, range) = ProseContext.reference(at: place, request),
      let target = request.text.notebook.labels.first(where: { $0.label == label })
    else { return .null }
    return ["contents": ["kind": "markdown", "value": .string(target.text)], "range": range.json]
  }

  // MARK: - Values

  /// Time that an answer waits for a preview; a value that arrives later is shown the next time.
  private static let patience = Duration.milliseconds(300)

  /// The value of the variable at a position from the preview's session; nil for any other name, and if no preview is
  /// open or the value is not available at once.
  private func valueInPreview(at swift: SwiftPlace, _ request: NotebookRequest) async throws -> String? {
    guard let address = previews.address(of: request.notebook.file),
      let symbol = try await symbol(at: swift, of: request.notebook),
      let declaration = request.notebook.occurrences(in: request.text).first(where: {
        $0.occurrence.symbol == symbol && $0.occurrence.isDeclaration && $0.occurrence.kind == .variable
      }),
      let cell = declaration.fragment.cell
    else { return nil }
    let name = declaration.occurrence.name
    return await withTaskGroup(of: String?.self) { group in
      group.addTask {
        try? await PreviewConnection(address: address).value(of: name, cell: cell.index + 1, source: cell.source)
      }
      group.addTask {
        try? await Task.sleep(for: Self.patience)
        return nil
      }
      defer { group.cancelAll() }
      return await group.next() ?? nil
    }
  }
}
