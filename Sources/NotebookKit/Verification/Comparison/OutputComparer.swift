import Display
import Foundation

/// Compares outputs with recorded ones, and collects remarks about equal ones.
struct OutputComparer {
  let rules: ComparisonRules
  let media: any MediaComparer
  private(set) var differences: [OutputDifference] = []
  /// Differences that were skipped, as in `durations differ`.
  private(set) var remarks: [String] = []

  init(rules: ComparisonRules, media: any MediaComparer) {
    self.rules = rules
    self.media = media
  }

  /// Compares the outputs of a cell in their order.
  mutating func compare(_ old: [RecordedOutput], _ new: [RecordedOutput]) throws(VerificationError) {
    // Equal outputs at both ends are paired first, so of several images the right ones are compared.
    var (old, new) = (old[...], new[...])
    while let first = old.first, let other = new.first, Self.isEqual(first, other) {
      old.removeFirst()
      new.removeFirst()
    }
    while let last = old.last, let other = new.last, Self.isEqual(last, other) {
      old.removeLast()
      new.removeLast()
    }
    for pair in Alignment(Array(old), Array(new), by: \.subject).pairs {
      switch pair {
      case (let old?, let new?): try compare(old, new)
      case (let old?, nil): differences.append(OutputDifference(subject: old.subject, kind: .removed(old)))
      case (nil, let new?): differences.append(OutputDifference(subject: new.subject, kind: .added(new)))
      case (nil, nil): break
      }
    }
  }

  /// True if two outputs have the same bytes; characters that Swift considers equal may have different ones.
  private static func isEqual(_ old: RecordedOutput, _ new: RecordedOutput) -> Bool {
    guard old.subject == new.subject else { return false }
    guard let before = old.value, let now = new.value else {
      return old == new && (old.text ?? "").utf8.elementsEqual((new.text ?? "").utf8)
    }
    return before.metadata == now.metadata && before.representations.count == now.representations.count
      && zip(before.representations, now.representations).allSatisfy {
        $0.type == $1.type && $0.content.hasSameBytes(as: $1.content)
      }
  }

  /// Compares two outputs of one subject.
  private mutating func compare(_ old: RecordedOutput, _ new: RecordedOutput) throws(VerificationError) {
    if let before = old.value, let now = new.value { return try compare(before, now, subject: new.subject) }
    if case .failure(let before) = old, case .failure(let now) = new, before.kind != now.kind {
      differences.append(OutputDifference(subject: "kind of the failure", kind: .removed(old)))
      differences.append(OutputDifference(subject: "kind of the failure", kind: .added(new)))
      return
    }
    compareText(old.text ?? "", new.text ?? "", subject: new.subject, rules: rules)
  }

  private mutating func compareText(
    _ old: String, _ new: String, subject: String, rules: ComparisonRules,
    values: (old: RecordedValue, new: RecordedValue)? = nil
  ) {
    let comparison = TextComparison(old, new, rules: rules)
    if comparison.agrees {
      if comparison.passedDurations { remark("durations differ") }
    } else {
      differences.append(
        OutputDifference(subject: subject, kind: .text(comparison, old: values?.old, new: values?.new)))
    }
  }

  private mutating func remark(_ text: String) { if !remarks.contains(text) { remarks.append(text) } }

  // MARK: Values

  /// Compares two values in every format, the richest first; of plainer formats only the parts that the richest does
  /// not show.
  mutating func compare(_ old: RecordedValue, _ new: RecordedValue, subject: String) throws(VerificationError) {
    let count = differences.count
    let isTable = old[.table] != nil && new[.table] != nil
    let types = new.typesRichestFirst + old.typesRichestFirst.filter { new[$0] == nil }
    for type in types {
      let name = type == new.richestType ? subject : type.subject
      switch (old[type], new[type]) {
      case (let before?, let now?):
        guard !before.hasSameBytes(as: now) else { continue }
        // The plain text of a table follows from it, and that of a differing value adds nothing.
        if type == .plainText, differences.count > count || isTable { continue }
        try compare(before, now, as: type, subject: name, values: (old, new))
      case (.some, nil): differences.append(OutputDifference(subject: name, kind: .removed(.display(old))))
      case (nil, .some): differences.append(OutputDifference(subject: name, kind: .added(.display(new))))
      case (nil, nil): break
      }
    }
    compareText(
      old.metadata.alternativeText ?? "", new.metadata.alternativeText ?? "", subject: "alternative text", rules: rules)
    func size(_ value: RecordedValue) -> String {
      [value.metadata.width, value.metadata.height].map { $0.map { "\($0)" } ?? "own" }.joined(separator: " × ")
    }
    compareText(size(old), size(new), subject: "size on the page", rules: .exact)
  }

  private mutating func compare(
    _ old: RecordedContent, _ new: RecordedContent, as type: MIMEType, subject: String,
    values: (old: RecordedValue, new: RecordedValue)
  ) throws(VerificationError) {
    if let kind = type.mediaKind {
      guard let before = old.data, let now = new.data else { return compareHashes(type, subject, values) }
      let answer = try media.compare(before, now, as: kind, isTolerant: rules.isTolerant)
      if answer.agrees {
        remark("\(subject): \(answer.summary)")
      } else {
        differences.append(
          OutputDifference(subject: subject, kind: .media(answer, type: type, old: values.old, new: values.new)))
      }
      return
    }
    guard case .text(let before) = old, case .text(let now) = new else { return compareHashes(type, subject, values) }
    switch type {
    case .table:
      let decoder = JSONDecoder()
      if let before = try? decoder.decode(Table.self, from: Data(before.utf8)),
        let now = try? decoder.decode(Table.self, from: Data(now.utf8))
      {
        let comparison = TableComparison(before, now, rules: rules)
        if comparison.passedDurations { remark("durations differ") }
        if !comparison.agrees { differences.append(OutputDifference(subject: subject, kind: .table(comparison))) }
      } else {
        compareText(before, now, subject: subject, rules: .exact)
      }
    case .html:
      compareText(
        MarkupLines.text(of: before), MarkupLines.text(of: now), subject: subject, rules: rules, values: values)
    case .latex, .svg: compareText(before, now, subject: subject, rules: .exact, values: values)
    default: compareText(before, now, subject: subject, rules: rules)
    }
  }

  /// Differing contents of which one is known only as a hash.
  private mutating func compareHashes(
    _ type: MIMEType, _ subject: String, _ values: (old: RecordedValue, new: RecordedValue)
  ) {
    let reason = type == .darkPNG ? "is stored as a hash" : "is too large to be stored except as a hash"
    if rules.isTolerant, type.mediaKind != nil {
      // The light image, which is drawn of the same marks, is compared.
      if type != .darkPNG { remark("\(subject): not compared, since it \(reason) and may differ a little") }
      return
    }
    if type == .darkPNG, differences.contains(where: { if case .media = $0.kind { true } else { false } }) { return }
    differences.append(
      OutputDifference(
        subject: subject, kind: .bytes("the bytes differ; the recorded one \(reason)", old: values.old, new: values.new)
      ))
  }
}

extension MIMEType {
  /// The comparison of decoded contents; nil for a type that is compared as text.
  fileprivate var mediaKind: MediaKind? {
    if self == .svg { return nil }
    if MIMEType.anyImage.includes(self) { return .picture }
    return MIMEType.anyAudio.includes(self) ? .sound : nil
  }
}
