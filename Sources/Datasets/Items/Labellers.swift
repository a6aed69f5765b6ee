import Foundation

/// The name of the folder that a file lies in: `cats/7.jpg` is labelled `cats`.
///
/// To pass as a data block's `getY`; fastai's `parent_label`.
public func parentLabel(_ file: URL) -> String {
  file.deletingLastPathComponent().lastPathComponent
}

/// A label function that takes what the first group of a regular expression finds in a file's name.
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
  let expression: NSRegularExpression
  do {
    expression = try NSRegularExpression(pattern: pattern)
  } catch {
    throw DatasetError.invalidPattern(pattern: pattern, reason: "it is not a regular expression")
  }
  guard expression.numberOfCaptureGroups > 0 else {
    throw DatasetError.invalidPattern(pattern: pattern, reason: "put round brackets around the part that is the label")
  }
  return { file in
    let text = searchesPath ? file.path : file.lastPathComponent
    let whole = NSRange(text.startIndex..., in: text)
    guard let match = expression.firstMatch(in: text, range: whole),
      let range = Range(match.range(at: 1), in: text)
    else { throw DatasetError.noMatch(pattern: pattern, name: text) }
    return String(text[range])
  }
}
