import Display

/// Compares what a cell asks for with what it has put out.
///
/// It is derived from the cell and its record alone, so that the page, the terminal and a kept record say the same.
package enum OutputReview {
  /// The warnings about a cell that did what it should; none about any other.
  ///
  /// - Parameter file: The notebook's name.
  package static func warnings(about cell: Cell, _ record: CellRecord, file: String) -> [NotebookWarning] {
    guard record.status == .succeeded, cell.options.include else { return [] }
    let place = SourceLocation(file: file, line: cell.fenceLines.lowerBound)
    return unusedValues(of: cell, record, file: file)
      + problems(of: cell, record.outputs).map { .output(place, $0) }
  }

  /// Outputs that a cell announces and does not have.
  static func problems(of cell: Cell, _ outputs: [CellOutput]) -> [OutputProblem] {
    let options = cell.options
    guard options.include, options.output != .hidden, !outputs.contains(where: \.isFailure) else { return [] }
    let pictures = outputs.count(where: \.isVisual)
    if !outputs.contains(where: \.isContent) {
      let missing = options.captionOptions + options.pictureOptions
      return missing.isEmpty ? [] : [.nothingToCaption(options: missing, isPicture: false)]
    }
    if pictures == 0 {
      let missing = options.pictureOptions
      return missing.isEmpty ? [] : [.nothingToCaption(options: missing, isPicture: true)]
    }
    let captions = options.figureSubcaptions.count
    return captions == 0 || captions == pictures ? [] : [.captionCount(captions: captions, pictures: pictures)]
  }

  private static func unusedValues(of cell: Cell, _ record: CellRecord, file: String) -> [NotebookWarning] {
    guard cell.options.warning, cell.options.output != .hidden else { return [] }
    return record.outputs.flatMap { output -> [NotebookWarning] in
      guard case .warning(let text) = output else { return [] }
      return CompilerDiagnostics(text).diagnostics.filter(\.isAboutUnusedValue).map { diagnostic in
        .output(
          SourceLocation(file: file, line: diagnostic.line ?? cell.line), .unusedValue(message: diagnostic.message))
      }
    }
  }
}

extension CellOptions {
  /// The options that caption whatever the cell shows.
  fileprivate var captionOptions: [String] {
    var options: [String] = []
    if let label, label.hasPrefix("fig-") || label.hasPrefix("tbl-") { options.append("label: \(label)") }
    if figureCaption != nil { options.append("fig-cap") }
    if tableCaption != nil { options.append("tbl-cap") }
    return options
  }

  /// The options that only pictures, tables and sounds have a use for.
  fileprivate var pictureOptions: [String] {
    var options: [String] = []
    if figureAlternativeText != nil { options.append("fig-alt") }
    if !figureSubcaptions.isEmpty { options.append("fig-subcap") }
    if layoutColumns != nil { options.append("layout-ncol") }
    return options
  }
}

extension CellOutput {
  /// True for a picture, a table or a sound.
  var isVisual: Bool { bundle.map(OutputRenderer.isVisual) ?? false }

  /// The value that is shown; nil for any other output.
  var bundle: MIMEBundle? {
    switch self {
    case .display(let bundle, _), .result(let bundle): bundle
    default: nil
    }
  }

  /// True for what a caption can stand beside: a value, or text on standard output.
  var isContent: Bool {
    if case .stream(.stdout, _) = self { true } else { bundle != nil }
  }
}
