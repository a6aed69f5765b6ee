import Foundation
import Testing

/// A page of the umbrella's DocC catalogue in its Markdown form.
struct Article: Sendable, CustomTestStringConvertible {
  /// The file's name without its extension, which `<doc:Name>` links to.
  let name: String
  private let lines: [String]
  private let fences: [Fence]

  private struct Fence {
    var language: Substring
    /// The lines between the two of backticks.
    var lines: Range<Int>
  }

  var testDescription: String { name }

  /// The folder of the catalogue.
  static let folder = URL(filePath: #filePath).appending(path: "../../../../Sources/Etude/Etude.docc")
    .standardizedFileURL

  /// All pages, by name.
  static let all: [Article] = {
    let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
    return files.filter { $0.pathExtension == "md" }.compactMap { file in
      (try? String(contentsOf: file, encoding: .utf8)).map {
        Article(file.deletingPathExtension().lastPathComponent, $0)
      }
    }
    .sorted { $0.name < $1.name }
  }()

  init(_ name: String, _ text: String) {
    self.name = name
    lines = text.components(separatedBy: "\n")
    fences = Self.fences(in: lines)
  }

  private static func fences(in lines: [String]) -> [Fence] {
    var fences: [Fence] = []
    var open: (mark: Substring, fence: Fence)?
    for (index, line) in lines.enumerated() {
      let mark = line.prefix { $0 == "`" }
      if let (start, fence) = open {
        guard line == start else { continue }
        fences.append(Fence(language: fence.language, lines: fence.lines.lowerBound..<index))
        open = nil
      } else if mark.count >= 3 {
        open = (mark, Fence(language: line.dropFirst(mark.count), lines: index + 1..<index + 1))
      }
    }
    return fences
  }

  // MARK: - Code

  /// A notebook of all Swift code blocks, on the lines that they have in the page; nil if there is none.
  ///
  /// If the page's first fence is front matter, the notebook begins with it, and lines are further down.
  var notebook: String? {
    let swift = fences.filter { $0.language == "swift" }
    guard !swift.isEmpty else { return nil }
    var text = [String](repeating: "", count: lines.count)
    for fence in swift {
      let whole = fence.lines.lowerBound - 1...fence.lines.upperBound
      text.replaceSubrange(whole, with: lines[whole])
    }
    let first = fences[0]
    let isFrontMatter = first.language == "yaml" && lines[first.lines].first == "---"
    return ((isFrontMatter ? Array(lines[first.lines]) : []) + text).joined(separator: "\n")
  }

  // MARK: - Links and names

  /// The names of symbols between double backticks, without the module's.
  var symbolLinks: [String] {
    prose.flatMap { $0.matches(of: /``([^`]+)``/).map { String($0.output.1) } }.filter { $0 != "Etude" }
  }

  /// The pages that this one links to.
  var pageLinks: [String] { prose.flatMap { $0.matches(of: /<doc:([^>]+)>/).map { String($0.output.1) } } }

  /// The names in the columns of tables that are headed *Here*.
  var namesHere: [String] {
    var column: Int?
    var names: [String] = []
    for line in prose {
      guard line.hasPrefix("|") else {
        column = nil
        continue
      }
      let cells = line.split(separator: "|", omittingEmptySubsequences: false)
      if let heading = cells.firstIndex(where: { $0.trimmingCharacters(in: .whitespaces) == "Here" }) {
        column = heading
      } else if let column, cells.indices.contains(column) {
        names += cells[column].matches(of: /`+([^`]+)`+/).map { String($0.output.1) }
      }
    }
    return names
  }

  private var prose: [String] {
    var lines = lines
    for fence in fences {
      for line in fence.lines.lowerBound - 1...fence.lines.upperBound { lines[line] = "" }
    }
    return lines
  }
}
