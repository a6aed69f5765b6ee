import Files
import Foundation
import NotebookKit

/// Formatting of cells by the toolchain's swift-format, with the nearest `.swift-format` above the notebook.
extension LanguageServer {
  func formatting(_ request: NotebookRequest) async throws -> JSON {
    guard let documents = request.notebook.documents else { return [] }
    let range = Range<Place>(request.parameters["range"])
    let options = request.parameters["options"] ?? ["tabSize": .integer(2), "insertSpaces": .boolean(true)]
    let folder = documents.formattingFolder
    try takeConfiguration(above: request.notebook.file, into: folder)
    var edits: [JSON] = []
    for fragment in request.text.fragments {
      guard fragment.cell != nil, let lines = fragment.lines, !fragment.places.contains(nil),
        range.map({ lines.upperBound >= $0.lowerBound.line && lines.lowerBound <= $0.upperBound.line }) ?? true
      else { continue }
      let file = folder.appending(path: "\(fragment.module).swift")
      let code = fragment.code + "\n"
      await documents.client.show(file, text: code)
      let answer: JSON
      do {
        answer = try await documents.client.request(
          "textDocument/formatting",
          ["textDocument": ["uri": .string(file.absoluteString)], "options": options])
      } catch is ResponseError {
        // Code with a syntax error stays unchanged.
        await documents.client.close(file)
        continue
      }
      await documents.client.close(file)
      var text = EditedText(code)
      let changes = (answer.array ?? []).compactMap { edit in
        Range<Place>(edit["range"]).map { (range: $0, text: edit["newText"]?.string ?? "") }
      }
      for change in changes.sorted(by: { $0.range.lowerBound > $1.range.lowerBound }) {
        text.replace(change.range, with: change.text, .utf16)
      }
      if let edit = edit(of: fragment, to: text, request) { edits.append(edit) }
    }
    return .array(edits)
  }

  /// One edit of the lines that differ; nil if none does.
  private func edit(of fragment: CodeFragment, to text: EditedText, _ request: NotebookRequest) -> JSON? {
    var new = text.lines
    while new.count > 1, new.last?.isEmpty == true { new.removeLast() }
    var old = fragment.code.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var rows = 0..<old.count
    while let first = old.first, first == new.first, rows.count > 1, new.count > 1 {
      (old, new, rows) = (Array(old.dropFirst()), Array(new.dropFirst()), rows.dropFirst())
    }
    while let last = old.last, last == new.last, rows.count > 1, new.count > 1 {
      (old, new, rows) = (Array(old.dropLast()), Array(new.dropLast()), rows.dropLast())
    }
    guard old != new, let first = fragment.places[rows.lowerBound], let last = fragment.places[rows.upperBound - 1]
    else {
      return nil
    }
    let lines = request.text.text.lines
    // The marks of a quotation or a list that contains the cell.
    let mark = String(decoding: lines[first.number].utf8.prefix(first.offset), as: UTF8.self)
    let end = request.range(line: last.number, bytes: 0..<lines[last.number].utf8.count).upperBound
    return [
      "range": (Place(line: first.number, column: 0)..<end).json,
      "newText": .string(
        new.map { $0.isEmpty && mark.allSatisfy { $0 == " " } ? "" : mark + $0 }.joined(separator: "\n")),
    ]
  }

  private func takeConfiguration(above notebook: URL, into folder: URL) throws {
    let name = ".swift-format"
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let copy = folder.appending(path: name)
    var place = notebook.deletingLastPathComponent().standardizedFileURL
    while true {
      if let data = try? Data(contentsOf: place.appending(path: name)) {
        return try AtomicFile.write(data, to: copy)
      }
      if place.path == "/" || place.path.isEmpty { break }
      place = place.deletingLastPathComponent().standardizedFileURL
    }
    try? FileManager.default.removeItem(at: copy)
  }
}
