import Foundation
import Yams

/// Reads the YAML block between `---` lines at the top of a notebook.
struct FrontMatterReader {
  static let knownKeys = [
    "title", "subtitle", "author", "date", "lang", "toc", "html", "walkthrough", "code-fold", "seed", "params",
    "execute",
  ]
  /// Keys that other programs read; converters carry them, the notebook's own run ignores them.
  static let foreignKeys = ["jupyter", "quarto"]

  private(set) var frontMatter = FrontMatter()
  /// The number of lines that the block takes with its fences, 0 if there is none.
  private(set) var lineCount = 0
  private(set) var errors: [NotebookError] = []

  /// Reads the block if the text begins with one.
  init(_ source: SourceText) {
    guard let first = source.lines.first, Self.isFence(first, "---") else { return }
    guard let end = source.lines.dropFirst().firstIndex(where: { Self.isFence($0, "---") || Self.isFence($0, "...") })
    else {
      // A rule at the top of a text without front matter is only a rule.
      if source.lines.count > 1, source.lines[1].contains(":") {
        errors = [.unterminatedFrontMatter(source.location(1))]
      }
      return
    }
    lineCount = end + 1
    var reader = YAMLReader(file: source.file, lineOffset: 1)
    for entry in reader.entries(of: source.lines[1..<end].joined(separator: "\n")) { read(entry, &reader) }
    errors = reader.errors
  }

  private static func isFence(_ line: Substring, _ fence: String) -> Bool {
    line.hasPrefix(fence) && line.dropFirst(3).allSatisfy { $0 == " " || $0 == "\t" }
  }

  private mutating func read(_ entry: YAMLReader.Entry, _ reader: inout YAMLReader) {
    switch entry.key {
    case "title": frontMatter.title = reader.text(entry)
    case "subtitle": frontMatter.subtitle = reader.text(entry)
    case "author", "authors": frontMatter.authors = authors(entry, &reader)
    case "date": frontMatter.date = reader.text(entry)
    case "lang": frontMatter.language = language(entry, &reader)
    case "toc": frontMatter.showsTableOfContents = reader.boolean(entry) ?? true
    case "html": frontMatter.allowsRawHTML = reader.choice(entry, ["escaped": false, "raw": true]) ?? false
    case "walkthrough": frontMatter.walkthrough = reader.boolean(entry) ?? false
    case "code-fold": frontMatter.codeFold = reader.boolean(entry) ?? false
    case "seed": frontMatter.seed = reader.integer(entry)
    case "params": frontMatter.parameters = parameters(entry, &reader)
    case "execute": frontMatter.defaults = defaults(entry, &reader)
    case let key where Self.foreignKeys.contains(key): break
    default: reader.unknown(entry, place: "key in the front matter", known: Self.knownKeys)
    }
  }

  /// Names, or Quarto's mappings with a `name`.
  private func authors(_ entry: YAMLReader.Entry, _ reader: inout YAMLReader) -> [String] {
    let nodes = entry.node.sequence.map(Array.init) ?? [entry.node]
    let names = nodes.compactMap { node in node.scalar?.string ?? node.mapping?["name"]?.scalar?.string }
    if names.count == nodes.count { return names.filter { !$0.isEmpty } }
    reader.wrong(entry, expected: "a name or a list of names")
    return []
  }

  private func language(_ entry: YAMLReader.Entry, _ reader: inout YAMLReader) -> String {
    let tag = reader.text(entry) ?? ""
    let isTag =
      tag.first?.isLetter == true && tag.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
    if !isTag { reader.wrong(entry, expected: "a language tag, as in `en` or `de-CH`") }
    return isTag ? tag : "en"
  }

  private func defaults(_ entry: YAMLReader.Entry, _ reader: inout YAMLReader) -> CellOptions {
    var options = CellOptions()
    guard let mapping = entry.node.mapping else {
      if YAMLValue(entry.node) != .null { reader.wrong(entry, expected: "a mapping of cell options") }
      return options
    }
    for option in reader.entries(of: mapping) {
      if CellOptionsReader.defaultableKeys.contains(option.key) {
        CellOptionsReader.read(option, into: &options, &reader)
      } else {
        reader.unknown(option, place: "key under `execute`", known: CellOptionsReader.defaultableKeys)
      }
    }
    return options
  }

  // MARK: Parameters

  private func parameters(_ entry: YAMLReader.Entry, _ reader: inout YAMLReader) -> [Parameter] {
    guard let mapping = entry.node.mapping else {
      if YAMLValue(entry.node) != .null { reader.wrong(entry, expected: "a mapping of names to default values") }
      return []
    }
    return reader.entries(of: mapping).compactMap { parameter in
      let place = SourceLocation(file: reader.file, line: parameter.line)
      guard SwiftIdentifier.isValid(parameter.key) else {
        reader.fail(.invalidParameterName(place, name: parameter.key))
        return nil
      }
      return value(YAMLValue(parameter.node), of: parameter, &reader)
        .map { Parameter(name: parameter.key, value: $0, line: parameter.line) }
    }
  }

  private func value(
    _ value: YAMLValue, of entry: YAMLReader.Entry, _ reader: inout YAMLReader
  ) -> Parameter.Value? {
    switch value {
    case .boolean(let value): return .boolean(value)
    case .integer(let value): return .integer(value)
    case .number(let value): return .number(value)
    case .text(let value): return .text(value)
    case .null, .mapping:
      reader.wrong(entry, expected: "a boolean, a number, a text or a list, which is its default")
      return nil
    case .list(let elements):
      var values: [Parameter.Value] = []
      for element in elements {
        if case .list = element {
          reader.wrong(entry, expected: "a list of booleans, numbers or texts")
          return nil
        }
        guard let value = self.value(element, of: entry, &reader) else { return nil }
        values.append(value)
      }
      guard let list = Parameter.Value.list(uniform: values) else {
        reader.fail(.mixedList(SourceLocation(file: reader.file, line: entry.line), name: entry.key))
        return nil
      }
      return list
    }
  }
}

extension Parameter.Value {
  /// A list whose elements are of one kind, whole numbers read as numbers beside fractions; nil if they are of several.
  static func list(uniform values: [Parameter.Value]) -> Parameter.Value? {
    let numbers = values.compactMap { value in
      switch value {
      case .integer(let integer): Double(integer)
      case .number(let number): number
      default: nil
      }
    }
    let hasFraction = values.contains { if case .number = $0 { true } else { false } }
    if hasFraction { return numbers.count == values.count ? .list(numbers.map { .number($0) }) : nil }
    let kinds = Set(values.map(\.kind))
    return kinds.count <= 1 ? .list(values) : nil
  }
}
