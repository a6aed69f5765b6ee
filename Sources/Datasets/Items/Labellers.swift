import Foundation

/// The name of the folder that contains a file: `cats/7.jpg` is labelled `cats`.
///
/// To pass as a data block's `getY`; fastai's `parent_label`.
///
/// ```swift
/// parentLabel(URL(filePath: "notes/A3/7.png"))  // "A3"
/// ```
public func parentLabel(_ file: URL) -> String {
  file.deletingLastPathComponent().lastPathComponent
}

/// A label function that returns the match of a regular expression's first group in a file's name.
///
/// ```swift
/// let note = try regexLabel(#"^([A-G]\d)_"#)
/// print(try note(URL(filePath: "A3_1.png")))  // A3
/// ```
/// - Parameters:
///   - pattern: an expression with at least one group, searched for anywhere in the name.
///   - searchesPath: whether to search the whole path instead of the file's name.
/// - Returns: a function to pass as a data block's `getY`, which throws ``DatasetError`` with
///   ``DatasetError/noMatch(pattern:name:)``.
/// - Throws: ``DatasetError/invalidPattern(pattern:reason:)``.
public func regexLabel(_ pattern: String, searchesPath: Bool = false) throws -> (URL) throws -> String {
  let search = try LabelSearch(pattern, searchesPath: searchesPath)
  return { file in
    guard let label = search.labels(of: file).first else {
      throw DatasetError.noMatch(pattern: pattern, name: search.text(of: file))
    }
    return label
  }
}

/// A label function for several labels per item: all matches of a regular expression's first group in a file's name.
///
/// ```swift
/// let notes = try regexLabels(#"([A-G]♯?)[-_]"#)
/// print(try notes(URL(filePath: "C-E-G_12.png")))  // ["C", "E", "G"]
/// ```
/// - Parameters:
///   - pattern: an expression with at least one group.
///   - searchesPath: whether to search the whole path instead of the file's name.
/// - Returns: a function to pass as the `getY` of a data block for `.multiCategory`; a name without a match has no label.
/// - Throws: ``DatasetError/invalidPattern(pattern:reason:)``.
public func regexLabels(_ pattern: String, searchesPath: Bool = false) throws -> (URL) throws -> [String] {
  try LabelSearch(pattern, searchesPath: searchesPath).labels
}

/// A regular expression whose first group is a label.
private struct LabelSearch {
  private let expression: NSRegularExpression
  private let searchesPath: Bool

  /// - Throws: ``DatasetError/invalidPattern(pattern:reason:)``.
  init(_ pattern: String, searchesPath: Bool) throws {
    do {
      expression = try NSRegularExpression(pattern: pattern)
    } catch {
      throw DatasetError.invalidPattern(pattern: pattern, reason: "it is not a regular expression")
    }
    guard expression.numberOfCaptureGroups > 0 else {
      throw DatasetError.invalidPattern(
        pattern: pattern, reason: "put parentheses around the part that is the label")
    }
    self.searchesPath = searchesPath
  }

  /// The text that is searched.
  func text(of file: URL) -> String { searchesPath ? file.path : file.lastPathComponent }

  /// The first group of every match, in order.
  func labels(of file: URL) -> [String] {
    let text = text(of: file)
    let matches = expression.matches(in: text, range: NSRange(text.startIndex..., in: text))
    return matches.compactMap { match in Range(match.range(at: 1), in: text).map { String(text[$0]) } }
  }
}
