/// The declarations of a symbol with their documentation.
public struct Documentation: Displayable, CustomStringConvertible, Sendable {
  /// The requested name.
  public let name: String
  /// The replacement of a call of another library, if that has the name; otherwise nil.
  public let counterpart: String?
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
    /// The type whose member it is; nil for what stands by itself.
    public let owner: String?

    /// The declaration with the member's type in front of its name: `var Waveform.duration: Double { get }`.
    var title: String {
      guard let owner else { return declaration }
      // Of `static func mean(of x: Int)`, the word that the parenthesis, the colon or the end follows.
      let keywords = /\b(?:func|var|let|case|subscript|init|typealias|struct|class|enum|protocol|actor)\b ?/
      guard let keyword = declaration.firstMatch(of: keywords) else { return "\(owner): \(declaration)" }
      let isItsName = keyword.output.hasPrefix("init") || keyword.output.hasPrefix("subscript")
      let place = isItsName ? keyword.range.lowerBound : keyword.range.upperBound
      return declaration[..<place] + "\(owner)." + declaration[place...]
    }

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
    var parts = counterpart.map { [$0] } ?? []
    parts += entries.map { $0.comment.isEmpty ? $0.title : "\($0.title)\n\n\($0.comment)" }
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
    var parts = counterpart.map { [$0.replacing("\n", with: "\n\n")] } ?? []
    parts += entries.map { "````swift\n\($0.title)\n````\n\n\($0.comment)\n\n*\($0.module)*" }
    if !members.isEmpty {
      let lines = members.map { $0.summary.isEmpty ? "- `\($0.declaration)`" : "- `\($0.declaration)`: \($0.summary)" }
      parts.append("**Members**\n\n" + lines.joined(separator: "\n"))
    }
    return parts.joined(separator: "\n\n---\n\n")
  }
}
