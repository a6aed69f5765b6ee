import Display
import Foundation

/// Shows what is written about a symbol of this library: its declarations and their documentation.
///
/// ```swift
/// try doc("chroma")
/// try doc("Waveform.duration")
/// ```
/// - Parameter name: A function's name with or without its labels, a type's, or a member's after its type and a dot.
/// - Throws: ``DocumentationError``.
public func doc(_ name: String) throws -> Documentation {
  let entries = try SymbolGraph.load().entries(named: name)
  return Documentation(name: name, entries: entries)
}

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

/// Why there is no documentation to show.
public enum DocumentationError: Error, Equatable, CustomStringConvertible {
  /// No symbol has that name; some that begin like it.
  case unknown(name: String, similar: [String])
  /// The compiler's tool that reads documentation cannot be run here.
  case unavailable(reason: String)

  /// What the report shows.
  public var description: String {
    switch self {
    case .unknown(let name, let similar):
      "Nothing is called `\(name)`."
        + (similar.isEmpty ? "" : " Did you mean \(similar.map { "`\($0)`" }.joined(separator: ", "))?")
    case .unavailable(let reason): "The documentation cannot be read: \(reason)."
    }
  }
}
