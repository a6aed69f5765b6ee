extension Cell {
  /// The cell in a text that a front end sends: options first, then code. Its lines count from 1.
  ///
  /// - Parameters:
  ///   - frontMatter: The settings of cells that say nothing else.
  ///   - file: The name that messages show.
  /// - Throws: ``NotebookErrors`` with every option that is wrong and every line that belongs to another kernel.
  package init(
    reading text: String, index: Int, frontMatter: FrontMatter, file: String
  ) throws(NotebookErrors) {
    let content = SourceText(text: text, file: file)
    var defaults = frontMatter.defaults
    defaults.languageMode = defaults.languageMode ?? frontMatter.languageMode
    let result = CellOptionsReader.read(content.text, line: 1, defaults: defaults, file: file)
    let line = 1 + result.optionLines.count
    let directives = result.options.eval ? KernelDirective.all(in: result.source) : []
    let errors =
      result.errors + directives.map { .directive(content.location(line + $0.line), $0) }
    if !errors.isEmpty { throw NotebookErrors(errors) }
    self.init(
      index: index, source: result.source, line: line, options: result.options, optionLines: result.optionLines)
  }
}
