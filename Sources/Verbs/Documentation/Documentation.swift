import Display

/// The declarations of a symbol with what is written about each.
public struct Documentation: Displayable, CustomStringConvertible, Sendable {
  /// The name that was asked for.
  public let name: String
  /// One for each declaration of that name, overloads in the order of their labels.
  public let entries: [Entry]

  /// One declaration.
  public struct Entry: Sendable, Equatable {
    /// The declaration as Swift code.
    public let declaration: String
    /// The documentation as Markdown; empty if there is none.
    public let comment: String
    /// The module that declares it.
    public let module: String
  }

  /// The documentation as rendered Markdown, or as text.
  public var mimeBundle: MIMEBundle { MIMEBundle(plainText: description).adding(markdown, as: .markdown) }

  /// Declarations and comments as text.
  public var description: String {
    entries.map { "\($0.declaration)\n\n\($0.comment)" }.joined(separator: "\n\n")
  }

  private var markdown: String {
    // Long fences: comments hold fences of their own. The language is not `swift` alone, for these do not run.
    entries.map { "````swift\n\($0.declaration)\n````\n\n\($0.comment)\n\n*\($0.module)*" }.joined(
      separator: "\n\n---\n\n")
  }
}
