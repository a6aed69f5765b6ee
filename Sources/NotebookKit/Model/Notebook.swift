import Foundation

/// A notebook as it was read: its front matter, then prose and cells in the order in which they stand.
package struct Notebook: Equatable, Sendable {
  /// Where it was read from; messages name its last component.
  package var file: URL
  /// The whole text as it was read, line ends as `\n`.
  package var source: String
  package var frontMatter: FrontMatter
  package var blocks: [Block]

  package init(file: URL, source: String, frontMatter: FrontMatter, blocks: [Block]) {
    self.file = file
    self.source = source
    self.frontMatter = frontMatter
    self.blocks = blocks
  }

  /// The cells alone, in order.
  package var cells: [Cell] {
    blocks.compactMap { block in if case .cell(let cell) = block { cell } else { nil } }
  }

  /// A stretch of the notebook.
  package enum Block: Equatable, Sendable {
    /// Markdown as written, and the number of its first line, from 1. Inline values stand in it as written.
    case prose(Prose)
    case cell(Cell)
  }

  /// Markdown between cells.
  package struct Prose: Equatable, Sendable {
    package var markdown: String
    /// The notebook's line on which the markdown begins, from 1.
    package var line: Int
    /// The expressions of `{swift} …` spans in order, each with its line; they are evaluated after the cells before them.
    package var inlineValues: [InlineValue]

    package init(markdown: String, line: Int, inlineValues: [InlineValue] = []) {
      self.markdown = markdown
      self.line = line
      self.inlineValues = inlineValues
    }
  }

  /// An expression in prose, whose value takes its place.
  package struct InlineValue: Equatable, Sendable {
    package var expression: String
    package var line: Int

    package init(expression: String, line: Int) {
      self.expression = expression
      self.line = line
    }
  }
}
