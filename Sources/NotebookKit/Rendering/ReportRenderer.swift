import Display
import Foundation

/// Writes the page of a report, anew after every cell.
///
/// What did not change since the last page is taken from there, so that a long notebook costs no more a cell than a
/// short one. A renderer serves one notebook at a time, from one thread.
package final class ReportRenderer {
  private let surroundings: PageSurroundings
  private var plan: (notebook: Notebook, plan: PagePlan, cells: [Cell])?
  private var cells: [Int: RenderedCell] = [:]

  /// A cell's HTML with what it was made of.
  private struct RenderedCell {
    var record: CellRecord
    var previousOutputs: [CellOutput]
    var texts: CellTexts
    var html: RenderedHTML
  }

  package init(for surroundings: PageSurroundings = .file) { self.surroundings = surroundings }

  /// The whole page, in UTF-8.
  ///
  /// - Parameter clock: When the page of a running report is written, and when again; a finished page has none.
  package func html(_ report: Report, clock: PageClock? = nil) -> Data {
    let (blocks, frame) = render(report, clock: clock, previousOutputs: [:])
    let opening = frame.opening()
    let closing = frame.closing()
    var data = Data()
    data.reserveCapacity(blocks.reduce(opening.utf8.count + closing.utf8.count) { $0 + $1.html.utf8.count })
    data.append(contentsOf: opening.utf8)
    for block in blocks { data.append(contentsOf: block.html.utf8) }
    data.append(contentsOf: closing.utf8)
    return data
  }

  /// The page in parts that can be compared with those of an earlier one, for a server.
  ///
  /// - Parameters:
  ///   - states: What is said of each cell, by its index; nothing is said of others.
  ///   - previousOutputs: What cells that failed put out before, which is shown below the failure.
  package func parts(
    of report: Report, states: [Int: CellLiveState] = [:], previousOutputs: [Int: [CellOutput]] = [:]
  ) -> PageParts {
    var (blocks, frame) = render(report, clock: nil, previousOutputs: previousOutputs)
    if let plan = self.plan {
      let renderer = CellStateRenderer(cells: plan.cells)
      for (index, block) in zip(blocks.indices, plan.plan.blocks) {
        blocks[index].cells = block.cells.compactMap { plan.cells[safe: $0].map(CellRenderer.identifier) }
        blocks[index].states = block.cells.compactMap { cell in states[cell].map { renderer.state($0, ofCell: cell) } }
      }
    }
    return PageParts(
      language: report.notebook.frontMatter.language, title: frame.title,
      regions: [
        .contents: frame.contents, .title: frame.titleBlock, .controls: frame.controls,
        .failures: frame.failureBanner, .stamp: frame.stamp,
      ], opening: frame.opening(), blocks: blocks, closing: frame.closing())
  }

  private func render(
    _ report: Report, clock: PageClock?, previousOutputs: [Int: [CellOutput]]
  ) -> (blocks: [PageParts.Block], frame: PageFrame) {
    let plan = self.plan(for: report.notebook)
    let values = InlineValueRenderer(report: report, prose: plan.prose)
    var content = RenderedHTML()
    let blocks = plan.blocks.map { block in
      let chunks = block.pieces.map { piece in
        guard case .cell(let index) = piece else { return values.html(of: piece) }
        let cell = self.cell(index, report, plan, previousOutputs[index] ?? [])
        content.needs.formUnion(cell.needs)
        content.styleSources.formUnion(cell.styleSources)
        return cell.html
      }
      return PageParts.Block(name: block.name, html: chunks.count == 1 ? chunks[0] : chunks.joined())
    }
    let frame = PageFrame(
      report: report, clock: clock, plan: plan, values: values, needs: content.needs, frameStyles: content.styleSources,
      surroundings: surroundings)
    return (blocks, frame)
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

  private func cell(
    _ index: Int, _ report: Report, _ plan: PagePlan, _ previousOutputs: [CellOutput]
  ) -> RenderedHTML {
    guard let cell = self.plan?.cells[safe: index] else { return RenderedHTML() }
    let record = report.records[safe: index] ?? CellRecord()
    // The time is no part of the content.
    var shown = record
    shown.duration = nil
    let texts = CellTexts(of: cell, in: report)
    if let known = cells[index], known.record == shown, known.texts == texts,
      known.previousOutputs == previousOutputs
    {
      return known.html
    }
    let renderer = CellRenderer(
      cell: cell, record: shown, texts: texts, isFoldedByDefault: report.notebook.frontMatter.codeFold,
      target: plan.references.targetOfCell[index], prose: plan.prose, surroundings: surroundings,
      previousOutputs: previousOutputs)
    let html = renderer.render()
    cells[index] = RenderedCell(record: shown, previousOutputs: previousOutputs, texts: texts, html: html)
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
