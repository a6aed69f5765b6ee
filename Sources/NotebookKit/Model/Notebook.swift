import Foundation

/// A notebook as it was read: its text, its front matter, the tree of its Markdown, and which nodes of it run.
package struct Notebook: Equatable, Sendable {
  /// The file from which it was read; messages contain its last component.
  package let file: URL
  /// The whole text as it was read, line ends as `\n`.
  package let source: String
  /// The lines of ``source`` without their ends; line `n` is `lines[n - 1]`.
  package let lines: [Substring]
  package let frontMatter: FrontMatter
  /// The lines of the front matter with its fences, from 1; empty if there is none.
  package let frontMatterLines: Range<Int>
  /// The Markdown below the front matter. Its lines and bytes are those of ``source``.
  package let document: MarkdownDocument
  /// In order of appearance, which is the order of execution.
  package internal(set) var cells: [Cell]
  /// The expressions of `{swift} …` spans: those of the prose in order of appearance, then those of titles and
  /// captions.
  package let inlineValues: [InlineValue]
  /// The titles and captions that contain inline values.
  let texts: [TextPlace: PlainText]
  /// The index of the cell that a fence is.
  let cellIndices: [MarkdownNode.ID: Int]
  /// The inline value that a code span is.
  let inlineValueIDs: [MarkdownNode.ID: InlineValue.ID]

  /// The files that the page takes in besides, if somebody asked for them by ``notingPageFiles()``.
  package private(set) var pageFiles: [PageFile] = []

  /// The notebook with the files that its page takes in besides: included ones, bibliographies, pictures and videos.
  ///
  /// It equals another one only if these are the same, too. A page that is shown while its author writes needs that.
  package func notingPageFiles() -> Notebook {
    var notebook = self
    notebook.pageFiles = PageFile.files(
      of: document, frontMatter.bibliography, beside: file.deletingLastPathComponent())
    return notebook
  }

  /// The cell that a node of the document is; nil for any other node.
  package func cell(at node: MarkdownNode) -> Cell? { cellIndices[node.id].map { cells[$0] } }

  /// The inline value that a node of the document is; nil for any other node.
  package func inlineValue(at node: MarkdownNode) -> InlineValue? { inlineValueIDs[node.id].map { inlineValues[$0] } }

  /// A text outside the prose that may hold inline values.
  package enum TextPlace: Hashable, Sendable {
    case title, subtitle, date, abstract
    case figureCaption(cell: Int)
    case figureAlternativeText(cell: Int)
    case tableCaption(cell: Int)
    case figureSubcaption(cell: Int, index: Int)
  }

  /// The source text at a location; nil if there is none.
  package func written(_ place: TextPlace) -> String? {
    switch place {
    case .title: frontMatter.title
    case .subtitle: frontMatter.subtitle
    case .date: frontMatter.date
    case .abstract: frontMatter.abstract
    case .figureCaption(let cell): cells[safe: cell]?.options.figureCaption
    case .figureAlternativeText(let cell): cells[safe: cell]?.options.figureAlternativeText
    case .tableCaption(let cell): cells[safe: cell]?.options.tableCaption
    case .figureSubcaption(let cell, let index): cells[safe: cell]?.options.figureSubcaptions[safe: index]
    }
  }

  /// An expression in prose, which is replaced by its value.
  package struct InlineValue: Equatable, Sendable {
    /// Its position among the inline values of its notebook, from 0.
    package typealias ID = Int

    package var id: ID
    package var expression: String
    /// The notebook's line on which it begins, from 1.
    package var line: Int
    /// The column of its line on which it begins, from 1, in bytes; 1 if it stands in a title or a caption.
    package var column: Int
    /// The index of the cell after which it is evaluated; nil if it is above all cells.
    package var cell: Int?

    package init(id: ID, expression: String, line: Int, column: Int = 1, afterCell cell: Int? = nil) {
      self.id = id
      self.expression = expression
      self.line = line
      self.column = column
      self.cell = cell
    }
  }
}
