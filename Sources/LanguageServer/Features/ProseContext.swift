import Files
import Foundation
import NotebookKit

/// What can be written at a place that is not Swift: keys and options, labels, files, the language of a fence.
enum ProseContext {
  /// Kinds of items as the protocol numbers them.
  private enum Kind: Int { case property = 10, value = 12, keyword = 14, file = 17, reference = 18, folder = 19 }

  /// What can be written at a place; nil in Swift, where names of Swift can be.
  static func items(at place: Place, _ request: NotebookRequest) -> [JSON]? {
    guard let head = request.head(of: place) else { return [] }
    if isInFrontMatter(place.line, request) { return frontMatterItems(head, place, request) }
    let cell = request.text.notebook.cells.first { $0.fenceLines.contains(place.line + 1) }
    if let cell {
      let isOpening = place.line + 1 == cell.fenceLines.lowerBound
      if isOpening { return fenceItems(head, place, request) }
      if let option = optionText(head, request) { return optionItems(option, head, place, request) }
      return fileInCode(head, place, request)
    }
    if request.text.fragment(at: place, request.encoding) != nil { return fileInCode(head, place, request) }
    return fenceItems(head, place, request) ?? referenceItems(head, place, request)
      ?? linkItems(head, place, request) ?? []
  }

  // MARK: - References

  /// The reference `@label` at a place, and its range; nil if there is none.
  static func reference(at place: Place, _ request: NotebookRequest) -> (label: String, range: Range<Place>)? {
    guard let head = request.head(of: place) else { return nil }
    let line = request.text.text.lines[place.line]
    for match in line.matches(of: /@([\p{L}\p{N}\-_.:]*[\p{L}\p{N}])/) {
      let start = line.utf8.distance(from: line.startIndex, to: match.range.lowerBound)
      let end = line.utf8.distance(from: line.startIndex, to: match.range.upperBound)
      if start <= head.utf8.count, head.utf8.count <= end {
        return (String(match.output.1), request.range(line: place.line, bytes: start..<end))
      }
    }
    return nil
  }

  private static func referenceItems(_ head: String, _ place: Place, _ request: NotebookRequest) -> [JSON]? {
    guard let match = head.firstMatch(of: /(?:^|[^\p{L}\p{N}])@([\p{L}\p{N}\-_.:]*)$/) else { return nil }
    return request.text.notebook.labels.map { label, text in
      item(label, .reference, detail: text, replacing: String(match.output.1), head, place, request)
    }
  }

  // MARK: - Fences

  private static func fenceItems(_ head: String, _ place: Place, _ request: NotebookRequest) -> [JSON]? {
    guard let match = head.firstMatch(of: /^[ \t>]*(?:`{3,}|~{3,})[ \t]*([^`]*)$/) else { return nil }
    let isQuarto = request.notebook.file.pathExtension.lowercased() == "qmd"
    return [isQuarto ? "{swift}" : "swift", "{.swift .sample}"].map {
      item($0, .keyword, replacing: String(match.output.1), head, place, request)
    }
  }

  // MARK: - Keys

  /// What follows the mark of an option line before the cursor; nil for other lines.
  private static func optionText(_ head: String, _ request: NotebookRequest) -> String? {
    let isQuarto = request.notebook.file.pathExtension.lowercased() == "qmd"
    guard let match = head.firstMatch(of: /^[ \t>]*(\/\/\||#\|)(.*)$/), isQuarto || match.output.1 == "//|" else {
      return nil
    }
    return String(match.output.2)
  }

  private static func optionItems(
    _ option: String, _ head: String, _ place: Place, _ request: NotebookRequest
  ) -> [JSON] {
    keyItems(of: option, NotebookKey.ofCells, head, place, request)
  }

  private static func isInFrontMatter(_ line: Int, _ request: NotebookRequest) -> Bool {
    let lines = request.text.text.lines
    guard line > 0, lines[0].hasPrefix("---"), lines[0].dropFirst(3).allSatisfy(\.isWhitespace) else { return false }
    let front = request.text.notebook.frontMatterLines
    // One that is being written is not yet closed.
    return front.isEmpty ? line < 200 : line < front.upperBound - 2
  }

  private static func frontMatterItems(_ head: String, _ place: Place, _ request: NotebookRequest) -> [JSON] {
    let lines = request.text.text.lines
    if let match = head.firstMatch(of: /^[ \t]*-?[ \t]*path:[ \t]*(.*)$/) {
      return fileItems(String(match.output.1), head, place, request)
    }
    var path: [String] = []
    var indentation = indentation(of: head)
    for line in lines[1..<place.line].reversed() {
      guard indentation > 0 || head.firstMatch(of: /^[ \t]*-/) != nil, line.contains(/^[ \t]*(?:-[ \t]+)?[^ \t#]/)
      else {
        continue
      }
      let other = Self.indentation(of: line)
      let key = line.firstMatch(of: /^[ \t]*([^\s:#-][^:]*):/).map { String($0.output.1) }
      if other < indentation, let key {
        path.insert(key, at: 0)
        indentation = other
      }
    }
    if path.last == "sources", let match = head.firstMatch(of: /^[ \t]*-[ \t]*(.*)$/) {
      return fileItems(String(match.output.1), head, place, request)
    }
    let text = head.drop { $0 == " " || $0 == "\t" || $0 == "-" }
    if path.isEmpty, let match = text.firstMatch(of: /^sources:[ \t]*(.*)$/) {
      return fileItems(String(match.output.1), head, place, request)
    }
    return keyItems(of: String(text), NotebookKey.ofFrontMatter(under: path), head, place, request)
  }

  /// Blanks before a line's text; a list's dash counts as two.
  private static func indentation(of line: String) -> Int {
    let blanks = line.prefix { $0 == " " }.count
    return line.dropFirst(blanks).hasPrefix("-") ? blanks + 2 : blanks
  }

  /// Keys, or behind a key its words.
  private static func keyItems(
    of text: String, _ keys: [NotebookKey], _ head: String, _ place: Place, _ request: NotebookRequest
  ) -> [JSON] {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    if parts.count == 2 {
      let name = parts[0].trimmingCharacters(in: .whitespaces)
      let written = String(parts[1].drop { $0 == " " || $0 == "\t" })
      // YAML wants a blank behind the colon.
      let blank = parts[1].isEmpty ? " " : ""
      return (keys.first { $0.name == name }?.choices ?? []).map {
        item($0, .value, inserting: blank + $0, replacing: written, head, place, request)
      }
    }
    let written = String(text.drop { $0 == " " || $0 == "\t" })
    let blank = text.isEmpty && !head.hasSuffix(" ") && !head.isEmpty ? " " : ""
    return keys.map {
      item($0.name, .property, inserting: "\(blank)\($0.name): ", replacing: written, head, place, request)
    }
  }

  // MARK: - Files

  private static func linkItems(_ head: String, _ place: Place, _ request: NotebookRequest) -> [JSON]? {
    guard let match = head.firstMatch(of: /(?:\]\(|\]:[ \t]+|(?:src|href)=")([^)\s"<>]*)$/) else { return nil }
    return fileItems(String(match.output.1), head, place, request)
  }

  /// Files in a text of Swift that a reader of files is given; nil elsewhere, where Swift is completed.
  private static func fileInCode(_ head: String, _ place: Place, _ request: NotebookRequest) -> [JSON]? {
    guard
      let match = head.firstMatch(
        of: /(?:\b(?:load|read|open)\w*\(|\b(?:contentsOfFile|atPath|filePath|path|file|from):)[ \t]*"([^"\\]*)$/)
    else {
      // Words of a text are no names of Swift.
      return head.count { $0 == "\"" } % 2 == 1 && !head.contains("\"\"\"") && !head.contains("\\(") ? [] : nil
    }
    return fileItems(String(match.output.1), head, place, request)
  }

  private static let maximumFileCount = 200

  private static func fileItems(
    _ written: String, _ head: String, _ place: Place, _ request: NotebookRequest
  ) -> [JSON] {
    let name = written.split(separator: "/", omittingEmptySubsequences: false).last.map(String.init) ?? ""
    let path = String(written.dropLast(name.count))
    let base = request.notebook.file.deletingLastPathComponent()
    let folder = path.hasPrefix("/") ? URL(filePath: path) : base.appending(path: path)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let shown = names.filter { $0.hasPrefix(name) && (!$0.hasPrefix(".") || name.hasPrefix(".")) }.sorted()
    return shown.prefix(maximumFileCount).map { file in
      let isFolder = (try? folder.appending(path: file).resourceValues(forKeys: [.isDirectoryKey]).isDirectory) == true
      return item(
        isFolder ? file + "/" : file, isFolder ? .folder : .file, replacing: name, head, place, request)
    }
  }

  // MARK: - Items

  /// An item that takes the place of what is written before the cursor.
  private static func item(
    _ label: String, _ kind: Kind, detail: String? = nil, inserting text: String? = nil, replacing written: String,
    _ head: String, _ place: Place, _ request: NotebookRequest
  ) -> JSON {
    let end = head.utf8.count
    let range = request.range(line: place.line, bytes: end - written.utf8.count..<end)
    var item: JSON.Object = [
      "label": .string(label), "kind": .integer(kind.rawValue), "filterText": .string(label),
      "textEdit": ["range": range.json, "newText": .string(text ?? label)],
    ]
    if let detail { item["detail"] = .string(detail) }
    return .object(item)
  }
}
