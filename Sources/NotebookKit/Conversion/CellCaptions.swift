/// The captions of a cell's code and outputs as Markdown.
struct CellCaptions {
  /// Caption of the code, which stands above it.
  let listing: String?
  /// Caption of the figure or table, which stands below it.
  let outputs: String?

  init(of cell: Cell, _ record: CellRecord, in report: Report, _ references: CrossReferences) {
    let options = cell.options
    let parts = [
      options.listingLabel.flatMap { references.targets[$0] }.map { "**\($0.caption)**" }, options.listingCaption,
    ]
    let listing = parts.compactMap { $0 }.joined(separator: ": ")
    self.listing = listing.isEmpty ? nil : listing
    guard let target = references.targetOfCell[cell.index],
      target.kind == .table || record.outputs.contains(where: \.isContent)
        || record.status == .succeeded && !OutputReview.problems(of: cell, record.outputs).isEmpty
    else {
      outputs = nil
      return
    }
    let texts = CellTexts(of: cell, in: report)
    let caption = target.kind == .table ? texts.tableCaption : texts.figureCaption
    let own = texts.figureSubcaptions.enumerated().map { "(\(PictureLayout.letter($0.offset))) \($0.element)" }
    outputs =
      "**\(target.caption)**" + (caption.map { ": \($0)" } ?? "")
      + (own.isEmpty ? "" : (caption == nil ? ": " : " ") + own.joined(separator: ", "))
  }
}
