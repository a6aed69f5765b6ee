import Foundation
import Yams

/// Reads the YAML block between `---` lines at the top of a notebook.
struct FrontMatterReader {
  /// Every key of ours, in the order in which messages name them.
  static let keys: [YAMLKey<FrontMatter>] = [
    YAMLKey("title", \.title),
    YAMLKey("subtitle", \.subtitle),
    YAMLKey("author", \.authors, alias: "authors") { authors($1, &$0) },
    YAMLKey("date", \.date),
    YAMLKey("lang", \.language) { language($1, &$0) },
    YAMLKey("toc", \.showsTableOfContents),
    YAMLKey("html", \.allowsRawHTML) { $0.choice($1, ["escaped": false, "raw": true]) },
    YAMLKey("walkthrough", \.walkthrough),
    YAMLKey("code-fold", \.codeFold),
    YAMLKey("seed", \.seed) { $0.integer($1) },
    YAMLKey("swift-version", \.languageMode) { $0.languageMode($1) },
    YAMLKey("params", \.parameters) { parameters($1, &$0) },
    YAMLKey("packages", \.packages) { DependenciesReader.packages($1, &$0) },
    YAMLKey("sources", \.sources) { DependenciesReader.sources($1, &$0) },
    YAMLKey("execute", \.defaults) { defaults($1, &$0) },
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
    if let key = Self.keys.key(of: entry) {
      key.apply(entry, &frontMatter, &reader)
    } else if !Self.foreignKeys.contains(entry.key) {
      reader.unknown(entry, place: "key in the front matter", known: Self.keys.map(\.name))
    }
  }

  // MARK: Values

  /// Names, or Quarto's mappings with a `name`.
  private static func authors(_ entry: YAMLReader.Entry, _ reader: inout YAMLReader) -> [String] {
    let nodes = entry.node.sequence.map(Array.init) ?? [entry.node]
    let names = nodes.compactMap { node in node.scalar?.string ?? node.mapping?["name"]?.scalar?.string }
    if names.count == nodes.count { return names.filter { !$0.isEmpty } }
    reader.wrong(entry, expected: "a name or a list of names")
    return []
  }

  private static func language(_ entry: YAMLReader.Entry, _ reader: inout YAMLReader) -> String {
    let tag = reader.text(entry) ?? ""
    let isTag =
      tag.first?.isLetter == true && tag.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
    if !isTag { reader.wrong(entry, expected: "a language tag, as in `en` or `de-CH`") }
    return isTag ? tag : "en"
  }

  private static func defaults(_ entry: YAMLReader.Entry, _ reader: inout YAMLReader) -> CellOptions {
    var options = CellOptions()
    guard let mapping = entry.node.mapping else {
      if YAMLValue(entry.node) != .null { reader.wrong(entry, expected: "a mapping of cell options") }
      return options
    }
    for option in reader.entries(of: mapping) {
      if let key = CellOptionsReader.defaultableOptions.key(of: option) {
        key.apply(option, &options, &reader)
      } else {
        let known = CellOptionsReader.defaultableOptions.map(\.name)
        reader.unknown(option, place: "key under `execute`", known: known)
      }
    }
    return options
  }

  // MARK: Parameters

  private static func parameters(_ entry: YAMLReader.Entry, _ reader: inout YAMLReader) -> [Parameter] {
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

  private static func value(
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
        guard let value = Self.value(element, of: entry, &reader) else { return nil }
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
