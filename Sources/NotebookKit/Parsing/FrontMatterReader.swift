import Foundation
import Yams

/// Reads the YAML block between `---` lines at the top of a notebook.
struct FrontMatterReader {
  /// Every key of Etude's, in the order used in messages.
  static let keys: [YAMLKey<FrontMatter>] = [
    YAMLKey("title", \.title),
    YAMLKey("subtitle", \.subtitle),
    YAMLKey("author", \.authors, alias: "authors") { authors($1, &$0) },
    YAMLKey("date", \.date),
    YAMLKey("abstract", \.abstract),
    YAMLKey("bibliography", \.bibliography) { bibliography($1, &$0) },
    YAMLKey("lang", \.language) { language($1, &$0) },
    YAMLKey("toc", \.showsTableOfContents),
    YAMLKey("number-sections", \.numbersSections),
    YAMLKey("html", \.html, choices: ["safe": .safe, "raw": .raw, "escaped": .escaped]),
    YAMLKey("walkthrough", \.walkthrough),
    YAMLKey("code-fold", \.codeFold),
    YAMLKey("seed", \.seed) { $0.integer($1) },
    YAMLKey("swift-version", \.languageMode, choices: LanguageMode.choices),
    YAMLKey("params", \.parameters) { ParameterReader.parameters($1, &$0) },
    YAMLKey("packages", \.packages) { DependenciesReader.packages($1, &$0) },
    YAMLKey("sources", \.sources) { DependenciesReader.sources($1, &$0) },
    YAMLKey("execute", \.defaults) { defaults($1, &$0) },
  ]
  /// Keys that affect the cells and not only the page: a kernel needs them.
  static let runKeys: Set = ["seed", "swift-version", "params", "packages", "sources", "execute"]
  /// Keys that other programs read; converters carry them, the notebook's own run ignores them.
  static let foreignKeys = ["jupyter", "quarto"]

  private(set) var frontMatter = FrontMatter()
  /// The number of lines of the block with its fences, 0 if there is none.
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

  /// True for a line that starts or ends a block.
  static func isFence(_ line: Substring, _ fence: String) -> Bool {
    line.hasPrefix(fence) && line.dropFirst(3).allSatisfy { $0 == " " || $0 == "\t" }
  }

  private mutating func read(_ entry: YAMLReader.Entry, _ reader: inout YAMLReader) {
    if let key = Self.keys.key(of: entry) {
      key.apply(entry, &frontMatter, &reader)
    } else if entry.key == "quarto" {
      readTexts(of: entry.node, below: "", depth: 0)
    } else if !Self.foreignKeys.contains(entry.key) {
      reader.unknown(entry, place: "key in the front matter", known: Self.keys.map(\.name))
    }
  }

  /// Notes the texts of a mapping.
  private mutating func readTexts(of node: Node, below path: String, depth: Int) {
    if let scalar = node.scalar, !path.isEmpty { frontMatter.foreignTexts[path] = scalar.string }
    guard let mapping = node.mapping, depth < 20 else { return }
    for (key, value) in mapping {
      guard let key = key.scalar?.string else { continue }
      readTexts(of: value, below: path.isEmpty ? key : "\(path).\(key)", depth: depth + 1)
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

  private static func bibliography(_ entry: YAMLReader.Entry, _ reader: inout YAMLReader) -> [BibliographyRequest] {
    (reader.texts(entry) ?? []).map { BibliographyRequest(path: $0, line: entry.line) }
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
}
