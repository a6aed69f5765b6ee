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
/// - Returns: a function to pass as a data block's `getY`, which throws ``LearningError/data(_:)`` with
///   ``DataProblem/noMatch(pattern:name:)``.
/// - Throws: ``LearningError/data(_:)`` with ``DataProblem/invalidPattern(pattern:reason:)``.
public func regexLabel(_ pattern: String, searchesPath: Bool = false) throws -> (URL) throws -> String {
  let expression: NSRegularExpression
  do {
    expression = try NSRegularExpression(pattern: pattern)
  } catch {
    throw LearningError.data(.invalidPattern(pattern: pattern, reason: "it is no regular expression"))
  }
  guard expression.numberOfCaptureGroups > 0 else {
    throw LearningError.data(
      .invalidPattern(pattern: pattern, reason: "put round brackets around the part that is the label"))
  }
  return { file in
    let text = searchesPath ? file.path : file.lastPathComponent
    let whole = NSRange(text.startIndex..., in: text)
    guard let match = expression.firstMatch(in: text, range: whole),
      let range = Range(match.range(at: 1), in: text)
    else { throw LearningError.data(.noMatch(pattern: pattern, name: text)) }
    return String(text[range])
  }
}
