import Display
import Foundation

/// Writes the page of a report, anew after every cell.
///
/// What did not change since the last page is taken from there, so that a long notebook costs no more a cell than a
/// short one. A renderer serves one notebook at a time, from one thread.
package final class ReportRenderer {
  private let files = PageFiles.shared
  private var plan: (notebook: Notebook, plan: PagePlan, cells: [Cell])?
  private var cells: [Int: (record: CellRecord, texts: CellTexts, html: RenderedHTML)] = [:]

  package init() {}

  /// The whole page, in UTF-8.
  ///
  /// - Parameter clock: When the page of a running report is written, and when again; a finished page has none.
  package func html(_ report: Report, clock: PageClock? = nil) -> Data {
    let plan = self.plan(for: report.notebook)
    let values = InlineValueRenderer(report: report, prose: plan.prose)
    var content = RenderedHTML()
    var chunks: [String] = []
    for piece in plan.pieces {
      switch piece {
      case .cell(let index):
        let cell = self.cell(index, report, plan)
        chunks.append(cell.html)
        content.needs.formUnion(cell.needs)
        content.styleSources.formUnion(cell.styleSources)
      default: chunks.append(values.html(of: piece))
      }
    }
    let frame = PageFrame(
      report: report, clock: clock, plan: plan, values: values, needs: content.needs, frameStyles: content.styleSources)
    let opening = frame.opening()
    let closing = frame.closing()
    var data = Data()
    data.reserveCapacity(chunks.reduce(opening.utf8.count + closing.utf8.count) { $0 + $1.utf8.count })
    data.append(contentsOf: opening.utf8)
    for chunk in chunks { data.append(contentsOf: chunk.utf8) }
    data.append(contentsOf: closing.utf8)
    return data
  }

  /// Every picture that the page shows, with the name of its file.
  package func figures(_ report: Report) -> [(name: String, png: Data)] {
    let names = FigureNames(of: report.notebook)
    var figures: [(name: String, png: Data)] = []
    for (cell, record) in zip(report.notebook.cells, report.records)
    where cell.options.include && cell.options.output != .hidden {
      let pictures = record.outputs.compactMap(\.picture)
      for (index, png) in pictures.enumerated() {
        figures.append((names.name(of: cell, index: index), png))
      }
    }
    return figures
  }

  private func plan(for notebook: Notebook) -> PagePlan {
    if let plan, plan.notebook == notebook { return plan.plan }
    let new = PagePlan(notebook)
    plan = (notebook, new, notebook.cells)
    cells = [:]
    return new
  }

  private func cell(_ index: Int, _ report: Report, _ plan: PagePlan) -> RenderedHTML {
    guard let cell = self.plan?.cells[safe: index] else { return RenderedHTML() }
    let record = report.records[safe: index] ?? CellRecord()
    // The time is no part of the content.
    var shown = record
    shown.duration = nil
    let texts = CellTexts(of: cell, in: report)
    if let known = cells[index], known.record == shown, known.texts == texts { return known.html }
    let renderer = CellRenderer(
      cell: cell, record: shown, texts: texts, isFoldedByDefault: report.notebook.frontMatter.codeFold,
      target: plan.references.targetOfCell[index], prose: plan.prose)
    let html = renderer.render()
    cells[index] = (shown, texts, html)
    return html
  }
}

extension CellOutput {
  /// The PNG of a value that is shown.
  var picture: Data? {
    switch self {
    case .display(let bundle, _), .result(let bundle): bundle[.png]
    default: nil
    }
  }
}

extension Array {
  /// The element at an index, nil outside.
  subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
