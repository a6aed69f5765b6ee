import Display
import Foundation

/// The tables of the article *Coming from librosa and fastai*: calls of other libraries, our names, and what differs.
///
/// A test compares them with the article.
///
/// ```markdown
/// | In pandas | Here | What differs |
/// |---|---|---|
/// | `read_csv` | `DataFrame.init(contentsOfCSVFile:)` | types are guessed from all rows |
/// ```
package enum KnownCallTables {
  /// The calls that people know.
  package static let calls = calls(in: text)

  /// The rows of the article's tables.
  static let text = String(decoding: PackageResources.known_calls_md, as: UTF8.self)

  /// The calls in all tables of a text, in its order.
  static func calls(in article: String) -> [KnownCall] {
    var library: String?
    return article.split(separator: "\n").flatMap { line -> [KnownCall] in
      guard line.hasPrefix("|") else {
        library = nil
        return []
      }
      let columns = line.split(separator: "|", omittingEmptySubsequences: false).dropFirst().prefix(3)
        .map { $0.trimmingCharacters(in: .whitespaces) }
      guard columns.count > 1 else { return [] }
      if columns[0].hasPrefix("In "), columns[1] == "Here" {
        library = String(columns[0].dropFirst(3))
        return []
      }
      guard let library else { return [] }
      let difference = columns.count > 2 ? plain(columns[2]) : ""
      let (calls, here) = (names(in: columns[0]), names(in: columns[1]))
      // As many names as calls are pairs.
      return calls.indices.map { index in
        KnownCall(
          library: library, call: calls[index], here: calls.count == here.count ? [here[index]] : here,
          difference: difference)
      }
    }
  }

  /// The texts between backticks.
  private static func names(in column: String) -> [String] {
    column.matches(of: /`+([^`]+)`+/).map { String($0.output.1) }
  }

  /// Markdown without links to symbols and articles, which only DocC follows.
  private static func plain(_ column: String) -> String {
    column.replacing(/<doc:(\w+)>/) { "the article \($0.output.1)" }.replacing("``", with: "`")
  }
}
