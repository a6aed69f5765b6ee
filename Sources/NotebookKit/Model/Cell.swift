import Display

/// A fence of Swift that runs.
package struct Cell: Equatable, Sendable {
  /// The cell's index among the cells of its notebook, from 0.
  package var index: Int
  /// The code without its option lines, line ends as `\n`.
  package var source: String
  /// The notebook's line at which `source` begins, from 1.
  package var line: Int
  package var options: CellOptions
  /// The `//| key: value` lines as written, which converters carry along.
  package var optionLines: [String]
  /// The notebook's lines from the opening fence to the closing one, both included.
  package var fenceLines: ClosedRange<Int>

  package init(
    index: Int, source: String, line: Int, options: CellOptions = CellOptions(), optionLines: [String] = [],
    fenceLines: ClosedRange<Int> = 0...0
  ) {
    self.index = index
    self.source = source
    self.line = line
    self.options = options
    self.optionLines = optionLines
    self.fenceLines = fenceLines
  }
}

/// Options from the `//| key: value` lines of a cell, with Quarto's names.
package struct CellOptions: Equatable, Sendable {
  /// A name for cross-references, as in `fig-chroma`.
  package var label: String?
  /// True if the cell runs.
  package var eval = true
  /// True if the code is shown.
  package var echo = true
  /// Treatment of outputs: shown, hidden or taken as raw Markdown.
  package var output = Output.shown
  /// True if a failure of this cell leaves the run going.
  package var error = false
  /// True if standard error and compiler warnings are shown.
  package var warning = true
  /// True if anything of the cell is shown.
  package var include = true
  package var figureCaption: String?
  package var figureAlternativeText: String?
  package var tableCaption: String?
  /// The name of the code for references, as in `lst-import`.
  package var listingLabel: String?
  /// Caption of the code.
  package var listingCaption: String?
  /// Captions of the images one by one, in Markdown.
  package var figureSubcaptions: [String] = []
  /// Number of images side by side; nil for stacked images.
  package var layoutColumns: Int?
  /// The size and format of the figures that the cell shows.
  package var figures = FigureSettings()
  /// The part of the page's width that outputs take.
  package var column = PageColumn.body
  /// True if the code starts folded; nil takes the notebook's setting.
  package var codeFold: Bool?
  package var codeSummary: String?
  package var tags: [String] = []
  /// Seconds after which the cell is stopped.
  package var timeout: Double?
  /// True if the cell is compiled with `-O`.
  package var optimize = false
  /// The language mode of the cell; nil takes Swift 5's.
  package var languageMode: LanguageMode?
  /// The failure that the cell demonstrates.
  package var expect: Expectation?
  /// The policy for running the cell in a preview after an edit.
  package var live = LivePolicy.ask
  /// The strictness of `etude verify` for the cell's outputs.
  package var verify = OutputCheck.standard

  package init() {}

  package enum Output: Equatable, Sendable { case shown, hidden, asIs }

  /// Quarto's names of parts of a page's width.
  package enum PageColumn: String, Equatable, Sendable { case body, page, margin }

  package enum Expectation: String, Equatable, Sendable, CaseIterable {
    case compileError = "compile-error"
    case thrown = "throw"
    case trap
  }
}
