import Files
import Foundation
import NotebookKit

/// Completion at a position that is not Swift: keys and options, labels, files, the language of a fence.
struct ProseContext {
  /// Kinds of items as the protocol numbers them.
  private enum Kind: Int { case property = 10, value = 12, keyword = 14, file = 17, reference = 18, folder = 19 }

  private let place: Place
  private let request: NotebookRequest
  /// The characters before the position in its line.
  private let head: String

  /// Nil for a position outside the text.
  init?(at place: Place, _ request: NotebookRequest) {
    guard let head = request.head(of: place) else { return nil }
    (self.place, self.request, self.head) = (place, request, head)
  }

  /// The items; nil in Swift, which sourcekit-lsp completes.
  var items: [JSON]? {
    if isInFrontMatter { return frontMatterItems() }
    let cell = request.text.notebook.cells.first { $0.fenceLines.contains(place.line + 1) }
    if let cell {
      if place.line + 1 == cell.fenceLines.lowerBound { return fenceItems() }
      if let option = optionText { return keyItems(of: option, NotebookKey.ofCells) }
      return fileInCode()
    }
    if request.text.fragment(at: place, request.encoding) != nil { return fileInCode() }
    return fenceItems() ?? referenceItems() ?? linkItems() ?? []
  }

  // MARK: - References

  /// The reference `@label` at a position, with its range; nil if there is none.
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

  private func referenceItems() -> [JSON]? {
    guard let match = head.firstMatch(of: /(?:^|[^\p{L}\p{N}])@([\p{L}\p{N}\-_.:]*)$/) else { return nil }
    return request.text.notebook.labels.map { label, text in
      item(label, .reference, detail: text, replacing: String(match.output.1))
    }
  }

  // MARK: - Fences

  private func fenceItems() -> [JSON]? {
    guard let match = head.firstMatch(of: /^[ \t>]*(?:`{3,}|~{3,})[ \t]*([^`]*)$/) else { return nil }
    let isQuarto = request.notebook.file.pathExtension.lowercased() == "qmd"
    return [isQuarto ? "{swift}" : "swift", "{.swift .sample}"].map {
      item($0, .keyword, replacing: String(match.output.1))
    }
  }

  // MARK: - Keys

  /// The text of an option line between its mark and the cursor; nil for other lines.
  private var optionText: String? {
    head.firstMatch(of: /^[ \t>]*(?:\/\/\||#\|)(.*)$/).map { String($0.output.1) }
  }

  private var isInFrontMatter: Bool {
    let line = place.line
    let lines = request.text.text.lines
    guard line > 0, lines[0].hasPrefix("---"), lines[0].dropFirst(3).allSatisfy(\.isWhitespace) else { return false }
    let front = request.text.notebook.frontMatterLines
    // One that is being written is not yet closed.
    return front.isEmpty ? line < 200 : line < front.upperBound - 2
  }

  private func frontMatterItems() -> [JSON] {
    let lines = request.text.text.lines
    if let match = head.firstMatch(of: /^[ \t]*-?[ \t]*path:[ \t]*(.*)$/) {
      return fileItems(String(match.output.1))
    }
    var path: [String] = []
    var indentation = Self.indentation(of: head)
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
      return fileItems(String(match.output.1))
    }
    let text = head.drop { $0 == " " || $0 == "\t" || $0 == "-" }
    if path.isEmpty, let match = text.firstMatch(of: /^sources:[ \t]*(.*)$/) {
      return fileItems(String(match.output.1))
    }
    return keyItems(of: String(text), NotebookKey.ofFrontMatter(under: path))
  }

  /// Blanks before a line's text; a list's dash counts as two.
  private static func indentation(of line: String) -> Int {
    let blanks = line.prefix { $0 == " " }.count
    return line.dropFirst(blanks).hasPrefix("-") ? blanks + 2 : blanks
  }

  /// Keys, or the values of a key after its colon.
  private func keyItems(of text: String, _ keys: [NotebookKey]) -> [JSON] {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    if parts.count == 2 {
      let name = parts[0].trimmingCharacters(in: .whitespaces)
      let written = String(parts[1].drop { $0 == " " || $0 == "\t" })
      // YAML wants a blank after the colon.
      let blank = parts[1].isEmpty ? " " : ""
      return (keys.first { $0.name == name }?.choices ?? []).map {
        item($0, .value, inserting: blank + $0, replacing: written)
      }
    }
    let written = String(text.drop { $0 == " " || $0 == "\t" })
    let blank = text.isEmpty && !head.hasSuffix(" ") && !head.isEmpty ? " " : ""
    return keys.map {
      item($0.name, .property, inserting: "\(blank)\($0.name): ", replacing: written)
    }
  }

  // MARK: - Files

  private func linkItems() -> [JSON]? {
    guard let match = head.firstMatch(of: /(?:\]\(|\]:[ \t]+|(?:src|href)=")([^)\s"<>]*)$/) else { return nil }
    return fileItems(String(match.output.1))
  }

  /// File names in a string that is passed to a reader of files; nil elsewhere, where Swift is completed.
  private func fileInCode() -> [JSON]? {
    guard
      let match = head.firstMatch(
        of: /(?:\b(?:load|read|open)\w*\(|\b(?:contentsOfFile|atPath|filePath|path|file|from):)[ \t]*"([^"\\]*)$/)
    else {
      // Words of a text are not names of Swift.
      return head.count { $0 == "\"" } % 2 == 1 && !head.contains("\"\"\"") && !head.contains("\\(") ? [] : nil
    }
    return fileItems(String(match.output.1))
  }

  private static let maximumFileCount = 200

  private func fileItems(_ written: String) -> [JSON] {
    let name = written.split(separator: "/", omittingEmptySubsequences: false).last.map(String.init) ?? ""
    let path = String(written.dropLast(name.count))
    let base = request.notebook.file.deletingLastPathComponent()
    let folder = path.hasPrefix("/") ? URL(filePath: path) : base.appending(path: path)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let shown = names.filter { $0.hasPrefix(name) && (!$0.hasPrefix(".") || name.hasPrefix(".")) }.sorted()
    return shown.prefix(Self.maximumFileCount).map { file in
      let isFolder = (try? folder.appending(path: file).resourceValues(forKeys: [.isDirectoryKey]).isDirectory) == true
      return item(
        isFolder ? file + "/" : file, isFolder ? .folder : .file, replacing: name)
    }
  }

  // MARK: - Items

  /// An item that replaces the text before the cursor.
  private func item(
    _ label: String, _ kind: Kind, detail: String? = nil, inserting text: String? = nil, replacing written: String
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
