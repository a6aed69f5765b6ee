import NotebookKit

/// A source of completions and descriptions for code that is being written.
package protocol CodeAssistant: Sendable {
  /// Completions at a position in a cell that is being written.
  ///
  /// - Parameter offset: The position in UTF-8 bytes.
  func completions(of code: String, at offset: Int) async -> CodeCompletions?

  /// Type and documentation of the name at a position.
  ///
  /// - Parameter offset: The position in UTF-8 bytes.
  func description(of code: String, at offset: Int) async -> String?

  /// True if the code can be executed as it is, or what is missing.
  func completeness(of code: String) async -> SourceCompleteness

  /// Gets ready for the first question, which would have to wait otherwise.
  func warmUp() async

  /// Ends everything that it has started.
  func end() async
}

/// Texts that may replace a range.
package struct CodeCompletions: Equatable, Sendable {
  package struct Item: Equatable, Sendable {
    /// The text that replaces the range.
    package var text: String
    /// As in `function` or `struct`.
    package var kind: String
    /// As in `chroma(_: Waveform) -> Tensor`.
    package var signature: String

    package init(text: String, kind: String = "", signature: String = "") {
      self.text = text
      self.kind = kind
      self.signature = signature
    }
  }

  package var items: [Item]
  /// Bytes of the code.
  package var range: Range<Int>

  package init(items: [Item], range: Range<Int>) {
    self.items = items
    self.range = range
  }
}
