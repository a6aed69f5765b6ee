/// Outcome of running a notebook again and comparing its outputs with the record.
package struct Verification: Equatable, Sendable {
  package var notebook: Notebook
  /// The versions and the machine of the record, and those of this run.
  private let record: [Stamp.Entry]
  private let run: [Stamp.Entry]
  /// Differences of the parameters, each in a sentence.
  package private(set) var parameterChanges: [String] = []
  package private(set) var cells: [CellVerdict] = []
  /// Differences of inline values, with their lines in the prose; nil for a removed one.
  package private(set) var inlineValues: [InlineVerdict] = []

  package struct InlineVerdict: Equatable, Sendable {
    package var line: Int?
    package var expression: String
    package var differences: [OutputDifference]
    package var remarks: [String]
  }

  /// Compares a finished report with the record.
  ///
  /// - Throws: ``VerificationError/comparisonFailed(program:reason:)``.
  package init(of report: Report, against record: OutputRecord, media: any MediaComparer) throws(VerificationError) {
    let current = OutputRecord(report)
    notebook = report.notebook
    self.record = record.stamp
    run = current.stamp
    parameterChanges = Self.changes(record.parameters, current.parameters)
    let matching = CellMatching(record.cells.map(\.identity), current.cells.map(\.identity))
    for pair in matching.pairs {
      let old = pair.old.map { record.cells[$0] }
      guard let index = pair.new else {
        if let old { cells.append(CellVerdict(removed: old)) }
        continue
      }
      cells.append(
        try CellVerdict(
          current.cells[index], of: report.notebook.cells[index], status: report.records[index].status, recorded: old,
          isMoved: matching.moved.contains(index), isElsewhere: isElsewhere, media: media))
    }
    try compareInlineValues(record.inlineValues, current.inlineValues, report, media)
  }

  /// True if the record was made on another machine, with another compiler or another version.
  package var isElsewhere: Bool { record != run }

  /// True if everything compared agrees, and every cell succeeded.
  package var agrees: Bool {
    parameterChanges.isEmpty && cells.allSatisfy(\.agrees) && inlineValues.allSatisfy(\.differences.isEmpty)
  }

  /// The entries of the stamps that differ, each in a sentence.
  package var stampChanges: [String] {
    let names = record.map(\.name) + run.map(\.name).filter { name in !record.contains { $0.name == name } }
    return names.compactMap { name in
      let old = record.first { $0.name == name }?.value ?? "unknown"
      let new = run.first { $0.name == name }?.value ?? "unknown"
      return old == new ? nil : "\(name): \(old) when recorded, \(new) now"
    }
  }

  private static func changes(_ old: [Stamp.Entry], _ new: [Stamp.Entry]) -> [String] {
    let gone = old.filter { entry in !new.contains { $0.name == entry.name } }
    return new.compactMap { entry in
      guard let before = old.first(where: { $0.name == entry.name }) else {
        return "The parameter `\(entry.name)`, \(entry.value), is not in the record."
      }
      guard before.value != entry.value else { return nil }
      return "The parameter `\(entry.name)` was \(before.value), is \(entry.value)."
    } + gone.map { "The parameter `\($0.name)`, \($0.value), is only in the record." }
  }

  private mutating func compareInlineValues(
    _ old: [RecordedInlineValue], _ new: [RecordedInlineValue], _ report: Report, _ media: any MediaComparer
  ) throws(VerificationError) {
    let lines = report.notebook.inlineValues.filter { report.inlineResults[$0.id] != nil }.map(\.line)
    let numbered = zip(new, lines).map { (value: $0, line: Int?.some($1)) }
    let pairs = Alignment(old.map { (value: $0, line: Int?.none) }, numbered) { $0.value.expression }.withReplacements
    let check = report.notebook.frontMatter.defaults.verify
    for pair in pairs where check != .skip {
      var comparer = OutputComparer(
        rules: ComparisonRules(check, elsewhere: isElsewhere), media: media)
      try comparer.compare(pair.old.map { [$0.value.output] } ?? [], pair.new.map { [$0.value.output] } ?? [])
      inlineValues.append(
        InlineVerdict(
          line: pair.new?.line, expression: (pair.new ?? pair.old)?.value.expression ?? "",
          differences: comparer.differences, remarks: comparer.remarks))
    }
  }
}

extension RecordedInlineValue {
  /// The value as a cell would put it out.
  var output: RecordedOutput {
    switch result {
    case .value(let value): .result(value)
    case .failure(let reason):
      .failure(RecordedFailure(kind: "inline value", wasExpected: false, summary: reason, details: ""))
    }
  }
}
