import Display
import Files
import Foundation

extension OutputRecord {
  /// Record of a finished report, every content whole.
  package init(_ report: Report) {
    let lines = CellLines(report.notebook)
    self.init(
      notebook: report.notebook.file.lastPathComponent,
      stamp: report.stamp.entries.filter { Self.stampNames.contains($0.name) },
      parameters: report.parameters.map { Stamp.Entry($0.name, $0.value.description) },
      cells: zip(report.notebook.cells, report.records).map { RecordedCell($0, $1, lines) },
      inlineValues: report.notebook.inlineValues.compactMap { value in
        report.inlineResults[value.id].map { RecordedInlineValue(value, $0) }
      })
  }

  /// The entries of a stamp that outputs may depend on.
  private static let stampNames: Set = ["Etude", "Compiler", "Machine"]

  /// The record in its stored form: large content as its hash.
  package var kept: OutputRecord {
    var record = self
    for cell in record.cells.indices {
      record.cells[cell].outputs = record.cells[cell].outputs.map { output in
        switch output {
        case .display(let value): .display(value.kept)
        case .result(let value): .result(value.kept)
        case .stream, .warning, .failure, .notice: output
        }
      }
    }
    for index in record.inlineValues.indices {
      if case .value(let value) = record.inlineValues[index].result {
        record.inlineValues[index].result = .value(value.kept)
      }
    }
    return record
  }
}

extension RecordedCell {
  fileprivate init(_ cell: Cell, _ record: CellRecord, _ lines: CellLines) {
    let check = cell.options.verify
    self.init(
      name: CellRenderer.identifier(cell), source: ContentHash(Data(cell.source.utf8)).hexadecimal,
      isEvaluated: cell.options.eval, check: check,
      outputs: check == .skip ? [] : record.outputs.compactMap { RecordedOutput($0, lines) })
  }
}

extension RecordedOutput {
  /// Nil for a progress bar, which no finished report has.
  fileprivate init?(_ output: CellOutput, _ lines: CellLines) {
    switch output {
    case .stream(let stream, let text): self = .stream(stream, TerminalText.plain(text))
    case .display(let bundle, _): self = .display(RecordedValue(bundle))
    case .result(let bundle): self = .result(RecordedValue(bundle))
    case .progress: return nil
    case .warning(let text): self = .warning(lines.relative(text))
    case .failure(let failure):
      self = .failure(
        RecordedFailure(
          kind: failure.kind.rawValue, wasExpected: failure.wasExpected, summary: lines.relative(failure.summary),
          details: lines.relative(failure.details)))
    case .notice(let text): self = .notice(text)
    }
  }
}

extension RecordedInlineValue {
  fileprivate init(_ value: Notebook.InlineValue, _ result: InlineResult) {
    switch result {
    case .value(let bundle): self.init(expression: value.expression, result: .value(RecordedValue(bundle)))
    case .failure(let reason): self.init(expression: value.expression, result: .failure(reason))
    }
  }
}

extension RecordedValue {
  /// A value with its contents whole.
  package init(_ bundle: MIMEBundle) {
    representations = bundle.representations.sorted { $0.key.rawValue < $1.key.rawValue }
      .map { Representation(type: $0.key, content: RecordedContent($0.value, type: $0.key)) }
    metadata = bundle.metadata
  }

  fileprivate var kept: RecordedValue {
    var value = self
    for index in value.representations.indices {
      let representation = value.representations[index]
      value.representations[index].content = representation.content.kept(as: representation.type)
    }
    return value
  }

  /// The value as a page shows it, without the formats of which only a hash is known.
  var bundle: MIMEBundle {
    representations.reduce(MIMEBundle(metadata: metadata)) { bundle, representation in
      representation.content.data.map { bundle.adding($0, as: representation.type) } ?? bundle
    }
  }
}
