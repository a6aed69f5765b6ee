import Foundation
import Yams

/// Reads the `//| key: value` lines at the top of a cell.
enum CellOptionsReader {
  static let knownKeys = [
    "label", "eval", "echo", "output", "error", "warning", "include", "fig-cap", "fig-alt", "tbl-cap", "code-fold",
    "code-summary", "tags", "timeout", "optimize", "expect",
  ]
  /// The options that `execute:` in the front matter can set for all cells.
  static let defaultableKeys = ["eval", "echo", "output", "error", "warning", "include", "timeout", "optimize"]

  /// A cell's code parted from its options.
  struct Result {
    var options: CellOptions
    var optionLines: [String]
    var source: String
    var errors: [NotebookError]
  }

  /// - Parameters:
  ///   - content: What stands between the fences.
  ///   - line: The notebook's line on which the content begins.
  ///   - defaults: The options of a cell that says nothing.
  static func read(_ content: String, line: Int, defaults: CellOptions, file: String) -> Result {
    let lines = content.split(separator: "\n", omittingEmptySubsequences: false)
    let optionLines = lines.prefix { marker($0) != nil }
    var reader = YAMLReader(file: file, lineOffset: line - 1)
    var options = defaults
    let yaml = optionLines.compactMap(marker).joined(separator: "\n")
    if !optionLines.isEmpty {
      for entry in reader.entries(of: yaml) { read(entry, into: &options, &reader) }
    }
    let code = lines.dropFirst(optionLines.count)
    for (offset, text) in code.enumerated() {
      if let option = marker(text), isKnown(option) {
        let place = SourceLocation(file: file, line: line + optionLines.count + offset)
        reader.fail(.lateOption(place, option: option.trimmingCharacters(in: .whitespaces)))
      }
    }
    return Result(
      options: options, optionLines: optionLines.map(String.init), source: code.joined(separator: "\n"),
      errors: reader.errors)
  }

  /// Takes one option into `options`.
  static func read(_ entry: YAMLReader.Entry, into options: inout CellOptions, _ reader: inout YAMLReader) {
    switch entry.key {
    case "label": options.label = label(entry, &reader)
    case "eval": options.eval = reader.boolean(entry) ?? options.eval
    case "echo": options.echo = reader.boolean(entry) ?? options.echo
    case "output":
      options.output =
        reader.choice(entry, ["true": .shown, "false": .hidden, "asis": .asIs]) ?? options.output
    case "error": options.error = reader.boolean(entry) ?? options.error
    case "warning": options.warning = reader.boolean(entry) ?? options.warning
    case "include": options.include = reader.boolean(entry) ?? options.include
    case "fig-cap": options.figureCaption = reader.text(entry)
    case "fig-alt": options.figureAlternativeText = reader.text(entry)
    case "tbl-cap": options.tableCaption = reader.text(entry)
    case "code-fold":
      options.codeFold = reader.choice(entry, ["true": true, "false": false, "show": false]) ?? options.codeFold
    case "code-summary": options.codeSummary = reader.text(entry)
    case "tags": options.tags = reader.texts(entry) ?? options.tags
    case "timeout": options.timeout = reader.seconds(entry) ?? options.timeout
    case "optimize": options.optimize = reader.boolean(entry) ?? options.optimize
    case "expect":
      let choices: KeyValuePairs<String, CellOptions.Expectation> = [
        "compile-error": .compileError, "throw": .thrown, "trap": .trap,
      ]
      options.expect = reader.choice(entry, choices) ?? options.expect
    case let key where FrontMatterReader.foreignKeys.contains(key): break
    default: reader.unknown(entry, place: "cell option", known: knownKeys)
    }
  }

  /// A label names an element of the page and a file of a figure.
  private static func label(_ entry: YAMLReader.Entry, _ reader: inout YAMLReader) -> String? {
    let label = reader.text(entry) ?? ""
    let isSafe = label.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || ("0"..."9").contains($0) || "-_.".unicodeScalars.contains($0)
    }
    if label.wholeMatch(of: /cell-[0-9]+/) != nil {
      reader.wrong(entry, expected: "another name, as cells without a label are called `cell-1`, `cell-2`, …")
      return nil
    }
    if isSafe, let first = label.first, first != ".", first != "-" { return label }
    reader.wrong(entry, expected: "letters, digits and hyphens, as in `fig-chroma`")
    return nil
  }

  /// What follows the `//|` of an option line; nil for any other line.
  private static func marker(_ line: Substring) -> String? {
    let text = line.drop(while: { $0 == " " || $0 == "\t" })
    return text.hasPrefix("//|") ? String(text.dropFirst(3)) : nil
  }

  private static func isKnown(_ option: String) -> Bool {
    let key = option.prefix { $0 != ":" }.trimmingCharacters(in: .whitespaces)
    return option.contains(":") && knownKeys.contains(key)
  }
}
