import Files
import Foundation
import NotebookKit

/// Lenses that run a cell in the preview of the notebook, if one is open.
extension LanguageServer {
  static let runCommand = "etude.run"

  func codeLenses(_ request: NotebookRequest) -> JSON {
    guard previews.address(of: request.notebook.file) != nil else { return [] }
    return .array(
      request.text.notebook.cells.filter(\.options.eval).compactMap { cell in
        let line = cell.fenceLines.lowerBound - 1
        guard request.text.text.lines.indices.contains(line) else { return nil }
        return [
          "range": request.range(line: line, bytes: 0..<request.text.text.lines[line].utf8.count).json,
          "command": [
            "title": "Run in the preview", "command": .string(Self.runCommand),
            "arguments": [.string(request.notebook.address), .integer(cell.index + 1)],
          ],
        ]
      })
  }

  /// Carries out the command of a lens.
  func execute(_ parameters: JSON) async -> Result<JSON, ResponseError> {
    let arguments = parameters["arguments"]?.array ?? []
    guard parameters["command"]?.string == Self.runCommand, arguments.count == 2, let address = arguments[0].string,
      let cell = arguments[1].integer, let notebook = notebooks[address]
    else {
      return .failure(
        ResponseError(code: ResponseError.parametersCode, message: "The server has no such command."))
    }
    let saved = (try? Data(contentsOf: notebook.file)).map { EditedText(String(decoding: $0, as: UTF8.self)) }
    guard saved == notebook.text else {
      return .failure(.refused("The notebook has changes that are not saved. Save it, then run the cell."))
    }
    guard let preview = previews.address(of: notebook.file) else {
      return .failure(
        .refused("No preview of this notebook is open. Start one: etude preview \(notebook.file.lastPathComponent)"))
    }
    do {
      try await PreviewConnection(address: preview).run(cell: cell)
    } catch {
      return .failure(.refused(error.reason))
    }
    return .success(.null)
  }
}
