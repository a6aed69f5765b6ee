import Display
import Foundation

/// Turns one difference into the page's HTML.
struct DifferenceRenderer {
  private let difference: OutputDifference

  init(_ difference: OutputDifference) { self.difference = difference }

  func render() -> RenderedHTML {
    var html = RenderedHTML(html: "<p>\(difference.summary.capitalizedSentence.escapedForHTML).</p>\n")
    switch difference.kind {
    case .text(let comparison, let old, let new):
      if let old, let new { html += versions([("Recorded", value(old)), ("Now", value(new))]) }
      html += TextDifferenceRenderer.html(comparison)
    case .table(let comparison): html += table(comparison)
    case .media(let answer, let type, let old, let new):
      var parts = [("Recorded", value(old, as: type)), ("Now", value(new, as: type))]
      if let data = answer.difference {
        let shown = MIMEType.anyAudio.includes(type) ? MIMEType.wav : .png
        var metadata = new.metadata
        metadata.alternativeText = "Difference: \(answer.summary)"
        parts.append(("Difference", Self.html(MIMEBundle(metadata: metadata).adding(data, as: shown))))
      }
      html += versions(parts)
    case .bytes(_, _, let new): html += versions([("Now", value(new))])
    case .added(let output): html += versions([("Now", self.output(output))])
    case .removed(let output): html += versions([("Recorded", self.output(output))])
    }
    return html
  }

  /// Several forms of one output, side by side where the page is wide.
  private func versions(_ parts: [(caption: String, html: RenderedHTML)]) -> RenderedHTML {
    var html = RenderedHTML(html: "<div class=\"versions\">\n")
    for part in parts {
      html += "<figure>\n"
      html += part.html
      html += "<figcaption>\(part.caption)</figcaption>\n</figure>\n"
    }
    html += "</div>\n"
    return html
  }

  // MARK: Values

  private func value(_ value: RecordedValue) -> RenderedHTML { Self.html(value.bundle) }

  private func value(_ value: RecordedValue, as type: MIMEType) -> RenderedHTML {
    guard let data = value[type]?.data else { return RenderedHTML() }
    // A dark rendering is an image like any other here.
    return Self.html(MIMEBundle(metadata: value.metadata).adding(data, as: type == .darkPNG ? .png : type))
  }

  private func output(_ output: RecordedOutput) -> RenderedHTML {
    if let value = output.value { return self.value(value) }
    return RenderedHTML(html: OutputRenderer.text(output.text ?? "", class: "stdout", label: output.subject))
  }

  private static func html(_ bundle: MIMEBundle) -> RenderedHTML {
    OutputRenderer(prose: ProseRenderer.Context()).value(bundle)
  }

  // MARK: Tables

  private func table(_ comparison: TableComparison) -> String {
    func content(_ item: TableComparison.Item) -> String {
      if item.agrees { return (item.new ?? "").escapedForHTML }
      let old = item.old.map { "<del>\($0.escapedForHTML)</del>" }
      let new = item.new.map { "<ins>\($0.escapedForHTML)</ins>" }
      return [old, new].compactMap { $0 }.joined(separator: " ")
    }
    func row(_ items: [TableComparison.Item], _ tag: String) -> String {
      let cells = items.map { "<\(tag)\($0.agrees ? "" : " class=\"changed\"")>\(content($0))</\(tag)>" }
      return "<tr>\(cells.joined())</tr>\n"
    }
    let caption = content(comparison.captions)
    let rows = comparison.rows.dropFirst().map { row($0, "td") }.joined()
    return "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Changed table\"><table>\n"
      + (caption.isEmpty ? "" : "<caption>\(caption)</caption>\n")
      + "<thead>\(comparison.rows.first.map { row($0, "th") } ?? "")</thead>\n<tbody>\n\(rows)</tbody></table></div>\n"
  }
}

extension String {
  /// The text with its first letter in upper case.
  var capitalizedSentence: String { prefix(1).uppercased() + dropFirst() }
}
