import Files
import Foundation
import NotebookKit

/// Definitions of names in other cells, in the cell itself and in libraries, and of `@label` in a cell or a heading.
extension LanguageServer {
  func definition(_ request: NotebookRequest) async throws -> JSON {
    let place = try request.place()
    guard let swift = try await swiftPlace(place, request) else { return definitionOfReference(place, request) }
    if let symbol = try await symbol(at: swift, of: request.notebook),
      let range = declaration(of: symbol, in: request)
    {
      return ["uri": .string(request.notebook.address), "range": range.json]
    }
    let answer = try await ask("textDocument/definition", at: swift, of: request.notebook)
    let places = (answer.array ?? (answer == .null ? [] : [answer])).compactMap { location($0, request) }
    if places.isEmpty, let range = declaration(namedAt: place, before: swift.fragment, in: request) {
      return ["uri": .string(request.notebook.address), "range": range.json]
    }
    return .array(places)
  }

  /// The latest earlier declaration of the word at a position, for code without a known symbol; nil if there is none.
  private func declaration(
    namedAt place: Place, before fragment: CodeFragment, in request: NotebookRequest
  ) -> Range<Place>? {
    let line = request.text.text.lines[place.line]
    let word = SwiftWord.around(encoding.offset(ofColumn: place.column, in: line), in: line)
    guard !word.isEmpty else { return nil }
    let found = request.notebook.occurrences(in: request.text).last { found in
      found.occurrence.isDeclaration && found.fragment.position < fragment.position
        && Self.namedAlone.contains(found.occurrence.kind)
        && found.occurrence.name.prefix { $0 != "(" } == word
    }
    return found.flatMap { range(of: $0, request) }
  }

  /// Kinds of symbols that are named without another's name before theirs.
  private static let namedAlone: Set<SymbolOccurrence.Kind> = [
    .variable, .function, .structure, .class, .enumeration, .protocol, .typeAlias, .macro,
  ]

  /// The symbol at a position, by its unified symbol resolution; nil if there is none.
  func symbol(at swift: SwiftPlace, of notebook: OpenNotebook) async throws -> String? {
    let answer = try await ask("textDocument/symbolInfo", at: swift, of: notebook)
    return answer.array?.first?["usr"]?.string
  }

  /// The position of a symbol's declaration in the notebook; nil if no cell declares it, or if that cell has changed
  /// since the check.
  private func declaration(of symbol: String, in request: NotebookRequest) -> Range<Place>? {
    request.notebook.occurrences(in: request.text).first {
      $0.occurrence.symbol == symbol && $0.occurrence.isDeclaration
    }
    .flatMap { range(of: $0, request) }
  }

  /// The position in the notebook of a symbol's name.
  func range(of found: OpenNotebook.Found, _ request: NotebookRequest) -> Range<Place>? {
    let lines = request.text.text.lines
    let number = found.occurrence.line - 1
    guard lines.indices.contains(number), let row = found.fragment.places.firstIndex(where: { $0?.number == number }),
      let line = found.fragment.places[row]
    else { return nil }
    let start = line.offset + found.occurrence.column - 1
    let length = SwiftWord.length(at: start, in: lines[number])
    return request.range(line: number, bytes: start..<start + length)
  }

  /// A location of sourcekit-lsp as one of the notebook or of a library's file; nil for a position in generated code.
  func location(_ json: JSON, _ request: NotebookRequest) -> JSON? {
    guard let address = (json["uri"] ?? json["targetUri"])?.string, let file = URL(string: address),
      let documents = request.notebook.documents
    else { return nil }
    let target = json["range"] ?? json["targetSelectionRange"]
    guard let name = documents.name(ofFile: file) else {
      return FileManager.default.fileExists(atPath: file.path) ? json : nil
    }
    guard let fragment = request.text.fragments.first(where: { $0.document == name }),
      let inNotebook = range(target, in: fragment, request.text)
    else { return nil }
    return ["uri": .string(request.notebook.address), "range": inNotebook.json]
  }

  private func definitionOfReference(_ place: Place, _ request: NotebookRequest) -> JSON {
    guard let (label, _) = ProseContext.reference(at: place, request) else { return .null }
    let notebook = request.text.notebook
    let lines = request.text.text.lines
    let cell = notebook.cells.first { $0.options.label == label }?.fenceLines.lowerBound
    let heading = notebook.document.nodes.first {
      if case .heading = $0.kind, lines.indices.contains($0.firstLine - 1) {
        lines[$0.firstLine - 1].contains("{#\(label)}")
      } else {
        false
      }
    }
    guard let line = cell ?? heading?.firstLine, lines.indices.contains(line - 1) else { return .null }
    let range = request.range(line: line - 1, bytes: 0..<lines[line - 1].utf8.count)
    return ["uri": .string(request.notebook.address), "range": range.json]
  }
}

extension OpenNotebook {
  /// A symbol in code of the notebook.
  struct Found {
    let occurrence: SymbolOccurrence
    let fragment: CodeFragment
  }

  /// The symbols of the last check in code that is as it was then, on the lines of a version.
  func occurrences(in text: NotebookText) -> [Found] {
    check.map { Self.occurrences($0.check, in: text) } ?? []
  }

  /// The symbols of a check in code that is as it was then, on the lines of a version.
  static func occurrences(_ check: NotebookCheck, in text: NotebookText) -> [Found] {
    var fragments: [String: CodeFragment] = [:]
    for fragment in text.fragments { fragments[fragment.module] = fragment }
    return check.steps.flatMap { step -> [Found] in
      guard let (code, line) = step.step.written, let fragment = fragments[step.step.module], code == fragment.code,
        let first = fragment.lines?.lowerBound
      else { return [] }
      let shift = first + 1 - line
      return step.occurrences.map { occurrence in
        var moved = occurrence
        moved.line += shift
        return Found(occurrence: moved, fragment: fragment)
      }
    }
  }
}

extension RunStep {
  /// The code as its author wrote it and the notebook's line on which it begins; nil for parameters.
  fileprivate var written: (code: String, line: Int)? {
    switch code {
    case .cell(let cell): (cell.source, cell.line)
    case .inlineValue(let value): (value.expression, value.line)
    case .parameters: nil
    }
  }
}

/// Words of Swift in a line.
enum SwiftWord {
  /// The bytes of the word or operator that begins at an offset, back-ticks included; at least one.
  static func length(at offset: Int, in line: String) -> Int {
    let bytes = Array(line.utf8.dropFirst(max(0, offset)))
    guard let first = bytes.first else { return 1 }
    if first == UInt8(ascii: "`"), let end = bytes.dropFirst().firstIndex(of: first) { return end + 1 }
    let word = bytes.prefix { isWordPart($0) }
    if !word.isEmpty { return word.count }
    return max(1, bytes.prefix { "+-*/%<>=!&|^~?".utf8.contains($0) }.count)
  }

  /// The word around an offset; empty if there is none.
  static func around(_ offset: Int, in line: String) -> String {
    let bytes = Array(line.utf8)
    let place = min(max(offset, 0), bytes.count)
    let start = bytes[..<place].lastIndex { !isWordPart($0) }.map { $0 + 1 } ?? 0
    let end = bytes[place...].firstIndex { !isWordPart($0) } ?? bytes.count
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  static func isWordPart(_ byte: UInt8) -> Bool {
    byte >= 0x80 || byte == UInt8(ascii: "_") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}
