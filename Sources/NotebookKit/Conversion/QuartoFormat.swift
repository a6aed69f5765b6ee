import Foundation
import Yams

/// Our notebooks as Quarto documents and back: the fences differ in name, and each knows keys that the other does not.
enum QuartoFormat {
  /// A Quarto document as a notebook of ours; what only Quarto knows goes below `quarto:`.
  static func toMarkdown(_ text: String) -> String {
    rewrite(
      text, language: "swift",
      frontMatter: { lines in
        UnknownYAMLKeys.nest(lines, in: "quarto") { entry in
          (FrontMatterReader.keys.map(\.name) + FrontMatterReader.foreignKeys).contains(entry.key)
            && (entry.key != "execute" || isOurs(entry))
        }
      },
      options: { lines in
        UnknownYAMLKeys.nest(lines, in: "quarto") { entry in
          var options = CellOptions()
          var reader = YAMLReader(file: "", lineOffset: 0)
          CellOptionsReader.read(entry, into: &options, &reader)
          return reader.errors.isEmpty
        }
      })
  }

  /// A notebook of ours as a Quarto document.
  static func fromMarkdown(_ text: String) -> String {
    rewrite(
      text, language: "{swift}", frontMatter: { UnknownYAMLKeys.lift($0, from: "quarto") },
      options: { UnknownYAMLKeys.lift($0, from: "quarto") })
  }

  /// Whether an `execute:` block says only what our cells understand.
  private static func isOurs(_ entry: YAMLReader.Entry) -> Bool {
    guard let mapping = entry.node.mapping else { return false }
    let keys = YAMLReader(file: "", lineOffset: 0).entries(of: mapping).map(\.key)
    return keys.allSatisfy(CellOptionsReader.defaultableOptions.map(\.name).contains)
  }

  private static func rewrite(
    _ text: String, language: String, frontMatter: ([String]) -> [String], options: ([String]) -> [String]
  ) -> String {
    let source = SourceText(text: text, file: "")
    let lines = source.lines.map(String.init)
    let skipped = FrontMatterReader(source).lineCount
    var result: [String] = []
    if skipped > 1 { result = [lines[0]] + frontMatter(Array(lines[1..<(skipped - 1)])) + [lines[skipped - 1]] }
    var next = skipped
    for (opening, info) in fences(of: source, below: skipped) {
      result += lines[next..<opening]
      let (prefix, rest) = split(lines[opening], at: info)
      result.append(prefix + language + rest)
      let optionLines = lines[(opening + 1)...].prefix { option(in: $0) != nil }
      let written = optionLines.compactMap(option)
      let changed = options(written.map(\.text))
      let indentation = written.first?.indentation ?? ""
      result += changed == written.map(\.text) ? Array(optionLines) : changed.map { indentation + "//| " + $0 }
      next = opening + 1 + optionLines.count
    }
    result += lines[next...]
    return result.joined(separator: "\n")
  }

  /// The index of the line and the info string of every fence of Swift, in the order of the lines.
  private static func fences(of source: SourceText, below skipped: Int) -> [(line: Int, info: String)] {
    MarkdownDocument(source.blanked(upTo: skipped)).nodes.compactMap { node in
      guard case .codeBlock(let info, _?) = node.kind, SwiftFence(info: info) != nil else { return nil }
      return (node.firstLine - 1, info)
    }
    .sorted { $0.line < $1.line }
  }

  /// A fence's line before and after its language.
  private static func split(_ line: String, at info: String) -> (prefix: String, rest: String) {
    let language = info.hasPrefix("{swift}") ? "{swift}" : info.hasPrefix("{swift") ? "{swift" : "swift"
    guard let range = line.range(of: language) else { return (line, "") }
    return (String(line[..<range.lowerBound]), String(line[range.upperBound...]))
  }

  /// What an option line says, and what stands before it: the indentation or quote marks of its container.
  private static func option(in line: String) -> (indentation: String, text: String)? {
    guard let match = line.firstMatch(of: /^([ \t>]*)\/\/\| ?(.*)$/) else { return nil }
    return (String(match.output.1), String(match.output.2))
  }
}
