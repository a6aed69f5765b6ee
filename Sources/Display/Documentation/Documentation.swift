/// The declarations of a symbol with their documentation.
public struct Documentation: Displayable, CustomStringConvertible, Sendable {
  /// The requested name.
  public let name: String
  /// One for each declaration of that name, overloads in the order of their labels.
  public let entries: [Entry]
  /// The members of the type, if a type was requested.
  public let members: [Entry]

  /// One declaration.
  public struct Entry: Sendable, Equatable {
    /// The declaration as Swift code.
    public let declaration: String
    /// The documentation as Markdown; empty if there is none.
    public let comment: String
    /// The module that declares it.
    public let module: String

    /// The first sentence of the documentation.
    public var summary: String {
      let paragraph = comment.split(separator: "\n", omittingEmptySubsequences: false)
        .prefix { !$0.allSatisfy(\.isWhitespace) }.joined(separator: " ")
      guard let end = paragraph.firstRange(of: ". ") else { return paragraph }
      return String(paragraph[..<end.lowerBound]) + "."
    }
  }

  /// The documentation as rendered Markdown, or as text.
  public var mimeBundle: MIMEBundle { MIMEBundle(plainText: description).adding(markdown, as: .markdown) }

  /// Declarations and comments as text.
  public var description: String {
    var parts = entries.map { $0.comment.isEmpty ? $0.declaration : "\($0.declaration)\n\n\($0.comment)" }
    if !members.isEmpty {
      let lines = members.map {
        $0.summary.isEmpty ? "  \($0.declaration)" : "  \($0.declaration)\n      \($0.summary)"
      }
      parts.append("Members:\n\n" + lines.joined(separator: "\n"))
    }
    return parts.joined(separator: "\n\n")
  }

  private var markdown: String {
    // Long fences, because comments contain fences. The language is not only `swift`, because these do not run.
    var parts = entries.map { "````swift\n\($0.declaration)\n````\n\n\($0.comment)\n\n*\($0.module)*" }
    if !members.isEmpty {
      let lines = members.map { $0.summary.isEmpty ? "- `\($0.declaration)`" : "- `\($0.declaration)`: \($0.summary)" }
      parts.append("**Members**\n\n" + lines.joined(separator: "\n"))
    }
    return parts.joined(separator: "\n\n---\n\n")
  }
}
