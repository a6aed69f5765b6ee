import Display
import Foundation
import Yams

/// Reads the `//| key: value` lines at the top of a cell.
enum CellOptionsReader {
  /// Every option, in the order used in messages.
  static let options: [YAMLKey<CellOptions>] = [
    YAMLKey("label", \.label) { label($1, &$0) },
    YAMLKey("eval", \.eval, defaultable: true),
    YAMLKey("echo", \.echo, defaultable: true),
    YAMLKey("output", \.output, defaultable: true, choices: ["true": .shown, "false": .hidden, "asis": .asIs]),
    YAMLKey("error", \.error, defaultable: true),
    YAMLKey("warning", \.warning, defaultable: true),
    YAMLKey("include", \.include, defaultable: true),
    YAMLKey("fig-cap", \.figureCaption),
    YAMLKey("fig-alt", \.figureAlternativeText),
    YAMLKey("tbl-cap", \.tableCaption),
    YAMLKey("lst-label", \.listingLabel) { label($1, &$0) },
    YAMLKey("lst-cap", \.listingCaption),
    YAMLKey("fig-subcap", \.figureSubcaptions) { $0.texts($1) },
    YAMLKey("fig-width", \.figures.width, defaultable: true) { inches($1, &$0) },
    YAMLKey("fig-height", \.figures.height, defaultable: true) { inches($1, &$0) },
    YAMLKey("fig-format", \.figures.format, defaultable: true, choices: ["png": .png, "svg": .svg, "both": .both]),
    YAMLKey("layout-ncol", \.layoutColumns) { columns($1, &$0) },
    YAMLKey("column", \.column, choices: ["body": .body, "page": .page, "margin": .margin]),
    YAMLKey("code-fold", \.codeFold, choices: ["true": true, "false": false, "show": false]),
    YAMLKey("code-summary", \.codeSummary),
    YAMLKey("tags", \.tags) { $0.texts($1) },
    YAMLKey("timeout", \.timeout, defaultable: true) { $0.seconds($1) },
    YAMLKey("optimize", \.optimize, defaultable: true),
    YAMLKey("swift-version", \.languageMode, defaultable: true, choices: LanguageMode.choices),
    YAMLKey("expect", \.expect, choices: ["compile-error": .compileError, "throw": .thrown, "trap": .trap]),
    YAMLKey("live", \.live, defaultable: true, choices: ["ask": .ask, "auto": .auto, "off": .off]),
    YAMLKey("verify", \.verify, defaultable: true, choices: ["exact", "digits 6", "skip"]) { $0.outputCheck($1) },
  ]
  /// The options that `execute:` in the front matter can set for all cells.
  static let defaultableOptions = options.filter(\.isDefaultable)

  /// The options that only the page uses; a kernel ignores them.
  static let pageOptions: Set = ["echo", "output", "warning", "include"]

  /// A cell's code parted from its options.
  struct Result {
    var options: CellOptions
    var optionLines: [String]
    var source: String
    var errors: [NotebookError]
  }

  /// - Parameters:
  ///   - content: The text between the fences.
  ///   - line: The notebook's line on which the content begins.
  ///   - defaults: The options of a cell without options.
  static func read(
    _ content: String, line: Int, defaults: CellOptions, file: String
  ) -> Result {
    func marker(_ line: Substring) -> String? {
      option(in: line.drop { $0 == " " || $0 == "\t" }).map(String.init)
    }
    let lines = content.split(separator: "\n", omittingEmptySubsequences: false)
    let optionLines = lines.prefix { marker($0) != nil }
    var reader = YAMLReader(file: file, lineOffset: line - 1, isCellOptions: true)
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
    if let option = Self.options.key(of: entry) {
      option.apply(entry, &options, &reader)
    } else if !FrontMatterReader.foreignKeys.contains(entry.key) {
      reader.unknown(entry, place: "cell option", known: Self.options.map(\.name))
    }
  }

  /// The length of a side of a figure.
  private static func inches(_ entry: YAMLReader.Entry, _ reader: inout YAMLReader) -> Double? {
    switch YAMLValue(entry.node) {
    case .integer(let value) where (1...50).contains(value): return Double(value)
    case .number(let value) where (0.5...50).contains(value): return value
    default:
      reader.wrong(entry, expected: "a number of inches from 0.5 to 50")
      return nil
    }
  }

  /// The number of images side by side.
  private static func columns(_ entry: YAMLReader.Entry, _ reader: inout YAMLReader) -> Int? {
    guard case .integer(let count) = YAMLValue(entry.node), (1...PictureLayout.mostColumns).contains(count) else {
      reader.wrong(entry, expected: "a whole number from 1 to \(PictureLayout.mostColumns)")
      return nil
    }
    return count
  }

  /// A label is the name of an element of the page and of a figure's file.
  private static func label(_ entry: YAMLReader.Entry, _ reader: inout YAMLReader) -> String? {
    let label = reader.text(entry) ?? ""
    let isSafe = label.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || ("0"..."9").contains($0) || "-_.".unicodeScalars.contains($0)
    }
    if label.wholeMatch(of: /cell-[0-9]+/) != nil {
      reader.wrong(entry, expected: "another name, because cells without a label are named `cell-1`, `cell-2`, …")
      return nil
    }
    if isSafe, let first = label.first, first != ".", first != "-" { return label }
    reader.wrong(entry, expected: "letters, digits and hyphens, as in `fig-chroma`")
    return nil
  }

  /// Marks of option lines: ours, and Quarto's, which no code of Swift begins with.
  static let marks = ["//|", "#|"]

  /// The text after the `//|` or `#|` of an option line; nil for any other line.
  static func option(in line: Substring) -> Substring? {
    marks.first(where: line.hasPrefix).map { line.dropFirst($0.count) }
  }

  private static func isKnown(_ option: String) -> Bool {
    let key = option.prefix { $0 != ":" }.trimmingCharacters(in: .whitespaces)
    return option.contains(":") && options.contains { $0.name == key }
  }
}
