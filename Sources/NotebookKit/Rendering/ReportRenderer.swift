import Display
import Foundation
import Synchronization

/// Writes the page of a report, again after every cell.
///
/// Unchanged parts are taken from the last page, so the cost per cell does not grow with the notebook. A renderer
/// serves one notebook at a time, from one thread.
package final class ReportRenderer {
  private let surroundings: PageSurroundings
  private var plan: (notebook: Notebook, plan: PagePlan, cells: [Cell])?
  private var cells: [Int: RenderedCell] = [:]
  private var states: [Int: (state: CellLiveState, html: PageParts.CellState)] = [:]
  private var frame: (source: FrameSource, opening: String, closing: String)?

  /// A cell's HTML with its inputs.
  private struct RenderedCell {
    var cell: Cell
    var isFoldedByDefault: Bool
    var target: CrossReferences.Target?
    var record: CellRecord
    var previousOutputs: [CellOutput]
    var texts: CellTexts
    var html: RenderedHTML
    /// True if it shows files beside the notebook, which may change independently.
    var showsFiles: Bool
  }

  /// Records that a cell shows a file beside the notebook.
  private final class FileNote: Sendable {
    let isSet = Atomic(false)
  }

  /// All on which the opening and the closing of a server's page depend.
  private struct FrameSource: Equatable {
    var frontMatter: FrontMatter
    var title: String
    var regions: [PageParts.Region: String]
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
  ///   - states: The state line of each cell, by its index; other cells have none.
  ///   - previousOutputs: The earlier outputs of failed cells, shown below the failure.
  package func parts(
    of report: Report, states: [Int: CellLiveState] = [:], previousOutputs: [Int: [CellOutput]] = [:]
  ) -> PageParts {
    var (blocks, frame) = render(report, clock: nil, previousOutputs: previousOutputs)
    if let plan = self.plan {
      let renderer = CellStateRenderer(cells: plan.cells)
      for (index, block) in zip(blocks.indices, plan.plan.blocks) {
        blocks[index].cells = block.cells.compactMap { plan.cells[safe: $0].map(CellRenderer.identifier) }
        blocks[index].states = block.cells.compactMap { cell in
          states[cell].map { state($0, ofCell: cell, duration: report.records[safe: cell]?.duration, renderer) }
        }
      }
    }
    let regions: [PageParts.Region: String] = [
      .contents: frame.contents, .title: frame.titleBlock, .controls: frame.controls,
      .failures: frame.failureBanner, .stamp: frame.stamp,
    ]
    let (opening, closing) = ends(
      of: frame, FrameSource(frontMatter: report.notebook.frontMatter, title: frame.title, regions: regions))
    return PageParts(
      language: report.notebook.frontMatter.language, title: frame.title, regions: regions, opening: opening,
      blocks: blocks, closing: closing)
  }

  /// The opening and the closing, which hold all styles and scripts.
  private func ends(of frame: PageFrame, _ source: FrameSource) -> (String, String) {
    // The page of a file names the styles and the scripts that its content needs.
    if surroundings.additions != nil, let known = self.frame, known.source == source {
      return (known.opening, known.closing)
    }
    let (opening, closing) = (frame.opening(), frame.closing())
    self.frame = (source, opening, closing)
    return (opening, closing)
  }

  private func state(
    _ state: CellLiveState, ofCell cell: Int, duration: Double?, _ renderer: CellStateRenderer
  ) -> PageParts.CellState {
    var html: PageParts.CellState
    if let known = states[cell], known.state == state {
      html = known.html
    } else {
      html = renderer.state(state, ofCell: cell)
      states[cell] = (state, html)
    }
    html.time = duration.map(PageFrame.text)
    return html
  }

  private func render(
    _ report: Report, clock: PageClock?, previousOutputs: [Int: [CellOutput]]
  ) -> (blocks: [PageParts.Block], frame: PageFrame) {
    let plan = self.plan(for: report.notebook)
    let values = InlineValueRenderer(report: report, prose: plan.prose)
    var content = RenderedHTML()
    content.needs = plan.needs
    let blocks = plan.blocks.map { block in
      let chunks = block.pieces.map { piece in
        guard case .cell(let index) = piece else {
          let html = values.html(of: piece)
          if case .inlineValue = piece { content.needs.formUnion(PageNeed.sheets(for: html)) }
          return html
        }
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

  /// Every image that the page shows, with the name of its file.
  package func figures(_ report: Report) -> [(name: String, png: Data)] {
    pictures(of: report, as: .png).map { (name: $0.name, png: $0.data) }
  }

  /// Every image in a format that the page shows, with the name of its file.
  package func pictures(of report: Report, as type: MIMEType) -> [(name: String, data: Data)] {
    let names = FigureNames(of: report.notebook)
    var figures: [(name: String, data: Data)] = []
    for (cell, record) in zip(report.notebook.cells, report.records)
    where cell.options.include && cell.options.output != .hidden {
      let pictures = record.outputs.compactMap { $0.picture(as: type) }
      for (index, data) in pictures.enumerated() {
        figures.append((names.name(of: cell, index: index), data))
      }
    }
    return figures
  }

  private func plan(for notebook: Notebook) -> PagePlan {
    if let plan, plan.notebook == notebook { return plan.plan }
    let new = PagePlan(notebook)
    let isComparable = plan.map { known in
      known.plan.prose.references == new.prose.references && known.notebook.file == notebook.file
        && known.plan.prose.smartPunctuation == new.prose.smartPunctuation
        && known.plan.prose.definitions == new.prose.definitions
    }
    cells = isComparable == true ? cells.filter { !$0.value.showsFiles } : [:]
    states = [:]
    plan = (notebook, new, notebook.cells)
    return new
  }

  private func cell(
    _ index: Int, _ report: Report, _ plan: PagePlan, _ previousOutputs: [CellOutput]
  ) -> RenderedHTML {
    guard let cell = self.plan?.cells[safe: index] else { return RenderedHTML() }
    let record = report.records[safe: index] ?? CellRecord()
    // The time is not a part of the content.
    var shown = record
    shown.duration = nil
    let texts = CellTexts(of: cell, in: report)
    let isFoldedByDefault = report.notebook.frontMatter.codeFold
    let target = plan.references.targetOfCell[index]
    if let known = cells[index], known.record == shown, known.texts == texts,
      known.previousOutputs == previousOutputs, known.cell == cell, known.isFoldedByDefault == isFoldedByDefault,
      known.target == target
    {
      return known.html
    }
    let note = FileNote()
    var prose = plan.prose
    prose.pictures = { [pictures = prose.pictures] address in
      note.isSet.store(true, ordering: .relaxed)
      return pictures(address)
    }
    let renderer = CellRenderer(
      cell: cell, record: shown, texts: texts, isFoldedByDefault: isFoldedByDefault, target: target, prose: prose,
      surroundings: surroundings,
      previousOutputs: previousOutputs)
    var html = renderer.render()
    html.needs.formUnion(PageNeed.sheets(for: html.html))
    cells[index] = RenderedCell(
      cell: cell, isFoldedByDefault: isFoldedByDefault, target: target, record: shown,
      previousOutputs: previousOutputs, texts: texts, html: html, showsFiles: note.isSet.load(ordering: .relaxed))
    return html
  }
}

extension CellOutput {
  /// The PNG of a value that is shown.
  var picture: Data? { picture(as: .png) }

  /// The image of a value that is shown, in a format.
  func picture(as type: MIMEType) -> Data? {
    switch self {
    case .display(let bundle, _), .result(let bundle): bundle[type]
    default: nil
    }
  }
}

extension Array {
  /// The element at an index, nil outside.
  subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
