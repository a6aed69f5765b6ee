extension OutputRecord {
  /// Keeps the outputs of a former record that agree with these, so an update changes only real differences: a running
  /// time is not a reason for a difference in the repository.
  ///
  /// Nothing is kept from another machine, compiler or version, because its outputs are compared with a tolerance.
  ///
  /// - Parameter inlineCheck: The comparison of inline values.
  package mutating func keepOutputs(
    of former: OutputRecord, inlineCheck: OutputCheck, media: any MediaComparer
  ) throws(VerificationError) {
    guard former.stamp == stamp, former.parameters == parameters else { return }
    for index in cells.indices {
      let cell = cells[index]
      guard let old = former.cells.first(where: { $0.name == cell.name }), old.source == cell.source,
        old.check == cell.check, old.isEvaluated == cell.isEvaluated
      else { continue }
      var comparer = OutputComparer(rules: ComparisonRules(cell.check, elsewhere: false), media: media)
      try comparer.compare(old.outputs, cell.outputs)
      if comparer.differences.isEmpty { cells[index].outputs = old.outputs }
    }
    let numbered = inlineValues.enumerated().map { (value: $1, index: $0) }
    let pairs = Alignment(former.inlineValues.map { (value: $0, index: -1) }, numbered) { $0.value.expression }
    for pair in pairs.withReplacements {
      guard let old = pair.old?.value, let new = pair.new, old.expression == new.value.expression else { continue }
      var comparer = OutputComparer(rules: ComparisonRules(inlineCheck, elsewhere: false), media: media)
      try comparer.compare([old.output], [new.value.output])
      if comparer.differences.isEmpty { inlineValues[new.index] = old }
    }
  }
}
