/// A page in parts: the part above its content, the blocks of the content, and the part below.
package struct PageParts: Equatable, Sendable {
  /// The language of the prose as a BCP 47 tag.
  package var language: String
  package var title: String
  /// The parts of the opening and of the closing that change while the page is open, empty where the page lacks them.
  package var regions: [Region: String]
  package var opening: String
  package var blocks: [Block]
  package var closing: String

  /// A part of the page outside the content.
  package enum Region: String, CaseIterable, Sendable { case contents, title, controls, failures, stamp }

  package init(
    language: String, title: String, regions: [Region: String], opening: String, blocks: [Block], closing: String
  ) {
    self.language = language
    self.title = title
    self.regions = regions
    self.opening = opening
    self.blocks = blocks
    self.closing = closing
  }

  /// One block of the notebook's Markdown as HTML, or several that one element of the author's HTML encloses.
  package struct Block: Equatable, Sendable {
    /// A name that no other block has, and that stays while only outputs or values inside change.
    package var name: String
    package var html: String
    /// The names of the elements of the cells inside.
    package var cells: [String]
    /// The states of cells with a state line.
    package var states: [CellState]

    package init(name: String, html: String, cells: [String] = [], states: [CellState] = []) {
      self.name = name
      self.html = html
      self.cells = cells
      self.states = states
    }
  }

  /// The line of a cell's state, which changes more often than the cell, and is in a separate element.
  package struct CellState: Equatable, Sendable {
    /// The name of the cell's element.
    package var cell: String
    /// One word for the page's style sheet, as in `stale`.
    package var kind: String
    /// The content of the line.
    package var html: String
    /// The running time of the cell, nil if it did not run. It is in two places besides the line.
    package var time: String?

    package init(cell: String, kind: String, html: String, time: String? = nil) {
      self.cell = cell
      self.kind = kind
      self.html = html
      self.time = time
    }
  }
}
