import Display
import Foundation

/// One thing in which a cell's outputs differ from the recorded ones.
package struct OutputDifference: Equatable, Sendable {
  /// Name of the part that differs, as in `standard output` or `picture`.
  package var subject: String
  package var kind: Kind

  package enum Kind: Equatable, Sendable {
    /// Text, line by line; the values themselves where the text is their markup.
    case text(TextComparison, old: RecordedValue?, new: RecordedValue?)
    case table(TableComparison)
    case media(MediaAnswer, type: MIMEType, old: RecordedValue, new: RecordedValue)
    /// The bytes are others, and the old ones are not known.
    case bytes(String, old: RecordedValue, new: RecordedValue)
    case added(RecordedOutput)
    case removed(RecordedOutput)
  }

  package init(subject: String, kind: Kind) {
    self.subject = subject
    self.kind = kind
  }

  /// The difference in a few words, as in `standard output: line 1 was “2.5”, is “2.6”`.
  package var summary: String {
    switch kind {
    case .text(let comparison, _, _): "\(subject): \(comparison.summary)"
    case .table(let comparison): "\(subject): \(comparison.summary)"
    case .media(let answer, _, _, _): "\(subject): \(answer.summary)"
    case .bytes(let words, _, _): "\(subject): \(words)"
    case .added(let output): "\(subject): not in the record\(Self.opening(of: output))"
    case .removed(let output): "\(subject): only in the record\(Self.opening(of: output))"
    }
  }

  private static func opening(of output: RecordedOutput) -> String {
    let text = output.text?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
    guard let line = text.split(separator: "\n").first else { return "" }
    return line.count > 60 ? ", “\(line.prefix(60))…”" : ", “\(line)”"
  }
}

extension RecordedOutput {
  /// Name of the output.
  var subject: String {
    switch self {
    case .stream(.stdout, _): "standard output"
    case .stream(.stderr, _): "standard error"
    case .display(let value): value.richestType?.subject ?? "value"
    case .result(let value): value.richestType.map { $0 == .plainText ? "result" : $0.subject } ?? "result"
    case .warning: "compiler warning"
    case .failure(let failure): failure.wasExpected ? "expected failure" : "failure"
    case .notice: "notice"
    }
  }

  /// The output as text; nil for a value without text.
  var text: String? {
    switch self {
    case .stream(_, let text), .warning(let text), .notice(let text): return text
    case .failure(let failure):
      return failure.details.isEmpty ? failure.summary : failure.summary + "\n" + failure.details
    case .display(let value), .result(let value):
      guard case .text(let text)? = value[.plainText] else { return nil }
      return text
    }
  }

  /// The value, for an output that is one.
  var value: RecordedValue? {
    switch self {
    case .display(let value), .result(let value): value
    case .stream, .warning, .failure, .notice: nil
    }
  }
}

extension RecordedValue {
  /// The type that a page would show.
  var richestType: MIMEType? { typesRichestFirst.first }

  /// All types; the one that a page would show comes first, and the dark rendering of a figure last.
  var typesRichestFirst: [MIMEType] {
    let bundle = representations.reduce(MIMEBundle()) { $0.adding(Data(), as: $1.type) }
    let shown = bundle.typesRichestFirst
    return shown + representations.map(\.type).filter { !shown.contains($0) }
  }
}

extension MIMEType {
  /// Name of a value of this type.
  var subject: String {
    switch self {
    case .plainText: "text"
    case .table: "table"
    case .html: "HTML"
    case .markdown: "Markdown"
    case .latex: "formula"
    case .svg: "drawing"
    case .darkPNG: "image for dark pages"
    case .json: "JSON"
    case _ where MIMEType.anyImage.includes(self): "picture"
    case _ where MIMEType.anyAudio.includes(self): "sound"
    default: rawValue
    }
  }
}
