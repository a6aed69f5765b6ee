import Display
import Foundation

/// A piece of HTML, and what the page must provide for it.
struct RenderedHTML: Equatable, Sendable {
  var html = ""
  var needs: Set<PageNeed> = []
  /// Policy sources of style sheets in frames.
  var styleSources: Set<String> = []

  static func += (left: inout RenderedHTML, right: RenderedHTML) {
    left.html += right.html
    left.needs.formUnion(right.needs)
    left.styleSources.formUnion(right.styleSources)
  }

  static func += (left: inout RenderedHTML, right: String) { left.html += right }

  static func + (left: RenderedHTML, right: RenderedHTML) -> RenderedHTML {
    var sum = left
    sum += right
    return sum
  }
}

/// Turns the values that a cell puts out into the page's HTML.
struct OutputRenderer {
  let files = PageFiles.shared
  let prose: ProseRenderer.Context
  /// The picture's text from `fig-alt`, and what stands for it if nobody wrote one.
  var alternativeText: String?
  var fallbackText = "Figure"
  /// The address at which the page finds an image or a sound of some type.
  var address: MediaAddress = dataURL

  typealias MediaAddress = @Sendable (_ data: Data, _ type: String) -> String

  /// The data itself as an address.
  static let dataURL: MediaAddress = { data, type in "data:\(type.escapedForHTML);base64,\(data.base64EncodedString())"
  }

  /// The richest form of a value that the page can show.
  func value(_ bundle: MIMEBundle) -> RenderedHTML {
    for type in bundle.typesRichestFirst {
      if let html = html(of: bundle, as: type) { return html }
    }
    return RenderedHTML()
  }

  /// One format of a value; nil if the page cannot show it.
  private func html(of bundle: MIMEBundle, as type: MIMEType) -> RenderedHTML? {
    guard let data = bundle[type] else { return nil }
    let text = String(decoding: data, as: UTF8.self)
    return switch type {
    case .table: table(bundle)
    case .html: frame(text, title: bundle.metadata.alternativeText ?? "Output")
    case .markdown: markdownBlock(text)
    case .png: picture(bundle)
    case .svg where bundle[.darkSVG] != nil: picture(bundle, .svg, dark: .darkSVG)
    case .latex: latex(text)
    case .plainText, .json: RenderedHTML(html: Self.text(text, class: "value"))
    case _ where MIMEType.anyAudio.includes(type): audio(data, type: type.rawValue, bundle)
    case _ where MIMEType.anyImage.includes(type): image(data, type: type.rawValue, bundle)
    default: nil
    }
  }

  /// True if a value is one that a figure's caption can stand under.
  static func isVisual(_ bundle: MIMEBundle) -> Bool {
    bundle.representations.keys.contains { type in
      type == .html || type == .table || type.rawValue.hasPrefix("image/") || type.rawValue.hasPrefix("audio/")
    }
  }

  // MARK: Text

  static let shownLines = 40

  /// Text in a fixed-width font; of a long one the first lines, and the rest folded.
  static func text(_ text: String, class name: String, label: String = "Output") -> String {
    let html = TerminalText.html(text)
    let trimmed = html.hasSuffix("\n") ? String(html.dropLast()) : html
    func block(_ text: Substring) -> String {
      "<pre class=\"\(name)\" tabindex=\"0\" role=\"group\" aria-label=\"\(label)\">\(text)</pre>\n"
    }
    let lines = trimmed.utf8.count { $0 == 0x0A } + 1
    guard lines > shownLines + 10 else { return block(trimmed[...]) }
    var end = trimmed.startIndex
    for _ in 0..<shownLines {
      end = trimmed[end...].utf8.firstIndex(of: 0x0A).map { trimmed.utf8.index(after: $0) } ?? trimmed.endIndex
    }
    let rest = trimmed[end...]
    return "<div class=\"long\">\(block(trimmed[..<end].dropLast()))<details><summary>\(lines - shownLines) more lines"
      + "</summary>\n\(block(rest))</details></div>\n"
  }

  private func markdownBlock(_ markdown: String) -> RenderedHTML {
    var html = ProseRenderer.html(markdown, context: prose)
    html.html = "<div class=\"markdown\">\n\(html.html)</div>\n"
    return html
  }

  private func latex(_ tex: String) -> RenderedHTML {
    let formula = Formula(tex: Self.withoutDollars(tex), isDisplayed: true)
    let outcome = prose.typesetter.typeset(formula, below: prose.definitions)
    let html = FormulaRenderer(references: prose.references).html(formula, outcome)
    return RenderedHTML(html: "<div class=\"math\" tabindex=\"0\">\(html)</div>\n")
  }

  /// TeX without the dollar signs around it; the sign of a currency, `\$`, stays.
  static func withoutDollars(_ tex: String) -> String {
    let trimmed = tex.trimmingCharacters(in: .whitespacesAndNewlines)
    for marks in ["$$", "$"] where trimmed.count >= 2 * marks.count && trimmed.hasPrefix(marks) {
      let inner = trimmed.dropFirst(marks.count).dropLast(marks.count)
      guard trimmed.hasSuffix(marks), inner.last != "\\" else { continue }
      return inner.trimmingCharacters(in: .whitespacesAndNewlines)
    }
    return trimmed
  }

  // MARK: Pictures

  private func alternative(_ bundle: MIMEBundle) -> String {
    (alternativeText ?? bundle.metadata.alternativeText ?? bundle.text(.plainText) ?? fallbackText).escapedForHTML
  }

  /// A picture in light and, if there is one, in dark; the page shows the one that fits.
  private func picture(
    _ bundle: MIMEBundle, _ type: MIMEType = .png, dark darkType: MIMEType = .darkPNG
  ) -> RenderedHTML {
    guard let light = bundle[type] else { return RenderedHTML() }
    // The menu of a picture offers its drawing, too.
    let drawing = type == .svg ? nil : bundle[.svg].map { address($0, MIMEType.svg.rawValue) }
    let image = element(
      light, type: type.rawValue, size: Self.size(light, bundle), alternative(bundle), drawing: drawing)
    // A figure that nearly fills the column ends where code and players end.
    let wide = Self.size(light, bundle).map { (600..<736).contains($0.0) } == true ? " wide" : ""
    guard let dark = bundle[darkType] else {
      return RenderedHTML(html: "<div class=\"picture paper\(wide)\">\(image)</div>\n", needs: [.pictures])
    }
    let source =
      "<source media=\"screen and (prefers-color-scheme: dark)\" srcset=\"\(address(dark, type.rawValue))\">"
    let name = wide.isEmpty ? "" : " class=\"\(wide.dropFirst())\""
    return RenderedHTML(html: "<picture\(name)>\(source)\(image)</picture>\n", needs: [.pictures])
  }

  private func image(_ data: Data, type: String, _ bundle: MIMEBundle) -> RenderedHTML {
    let name = String(type.prefix { $0 != ";" })
    let image = element(data, type: name, size: Self.size(data, bundle), alternative(bundle))
    return RenderedHTML(html: "<div class=\"picture paper\">\(image)</div>\n", needs: [.pictures])
  }

  private func element(
    _ data: Data, type: String, size: (Int, Int)?, _ alternative: String, drawing: String? = nil
  ) -> String {
    var attributes = size.map { " width=\"\($0.0)\" height=\"\($0.1)\"" } ?? ""
    if let drawing { attributes += " data-svg=\"\(drawing)\"" }
    return "<img alt=\"\(alternative)\"\(attributes) src=\"\(address(data, type))\">"
  }

  private static func size(_ data: Data, _ bundle: MIMEBundle) -> (Int, Int)? {
    if let width = bundle.metadata.width, let height = bundle.metadata.height, width >= 1, height >= 1,
      width < 100_000, height < 100_000
    {
      return (Int(width.rounded()), Int(height.rounded()))
    }
    return PNGHeader(data).map { ($0.width, $0.height) }
  }

  // MARK: Sounds, tables and frames

  private func audio(_ data: Data, type: String, _ bundle: MIMEBundle) -> RenderedHTML {
    let outline = type == "audio/wav" ? WaveformOutline(wav: data) : nil
    var values: [String: Any] = ["label": alternativeText ?? bundle.metadata.alternativeText ?? "Sound"]
    if let outline {
      values["outline"] = ["width": outline.columns.count, "path": outline.path] as [String: Any]
      // As players show it.
      let seconds = Int(outline.duration)
      values["duration"] = String(format: "%d:%02d", seconds / 60, seconds % 60)
    }
    // The data is put in here, since a template would copy it several times over.
    let parts = files.audio.fill(values).split(separator: "[data]", maxSplits: 1)
    guard parts.count == 2 else { return RenderedHTML() }
    return RenderedHTML(html: parts[0] + address(data, type) + parts[1], needs: [.audio])
  }

  private func table(_ bundle: MIMEBundle) -> RenderedHTML? {
    guard let data = bundle[.table], let table = try? JSONDecoder().decode(Table.self, from: data) else { return nil }
    let isNumeric = table.columns.indices.map { column in
      table.rows.contains { !Self.isMissing($0[column]) }
        && table.rows.allSatisfy { Self.isMissing($0[column]) || Self.isNumber($0[column]) }
    }
    func cells(_ row: [String]) -> [[String: Any]] {
      zip(row, isNumeric).map { text, isNumeric in
        var cell: [String: Any] = ["text": text, "isNumeric": isNumeric]
        if isNumeric, let rounded = Self.rounded(text) {
          cell["text"] = rounded
          cell["full"] = text
        }
        return cell
      }
    }
    var values: [String: Any] = [
      "label": table.caption ?? "Table", "columns": cells(table.columns),
      "rows": table.rows.map { ["cells": cells($0)] },
    ]
    values["caption"] = table.caption
    return RenderedHTML(html: files.table.fill(values), needs: [.tables])
  }

  /// A number of more than six digits behind the point with six digits in all; nil for any other text.
  static func rounded(_ text: String) -> String? {
    guard text.wholeMatch(of: /-?\d+\.\d{7,}(e[-+]?\d+)?/) != nil, let number = Double(text) else { return nil }
    return String(format: number.magnitude >= 1e5 ? "%.1f" : "%.6g", number)
  }

  /// True for a cell without a value, which data frames mark with a dash.
  private static func isMissing(_ text: String) -> Bool { text.isEmpty || text == "–" }

  private static func isNumber(_ text: String) -> Bool {
    let plain = text.trimmingCharacters(in: CharacterSet(charactersIn: " %"))
    return Double(plain.replacing(",", with: "").replacing("−", with: "-")) != nil
  }

  /// Permissions of a frame: to take its height from what it holds, and to open a clicked link in a page of its own.
  private static let permissions = "allow-same-origin allow-popups allow-popups-to-escape-sandbox"

  /// HTML that a cell puts out, sanitised, in a frame that runs no script, loads nothing and reaches nothing of the
  /// page.
  private func frame(_ written: String, title: String) -> RenderedHTML {
    let place = HTMLSanitizer.Place(opensLinksOutside: true, allowsStyleSheets: true)
    guard let safe = HTMLSanitizer.sanitize(written, for: place) else {
      let reason = "This HTML is shown as text: it has more than \(HTMLExtent.limits)."
      return RenderedHTML(html: Self.text(written, class: "value") + "<p class=\"notice\">\(reason)</p>\n")
    }
    let document =
      "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>\(title.escapedForHTML)</title><style>"
      + files.frameStyle.text + "</style></head><body>" + safe.html + "</body></html>"
    var element =
      "<iframe class=\"html\" sandbox=\"\(Self.permissions)\" title=\"\(title.escapedForHTML)\" srcdoc=\""
      + document.escapedForHTML + "\"></iframe>\n"
    if safe.hadScripts {
      element += "<p class=\"notice\">The scripts of this output do not run in a report.</p>\n"
    }
    if safe.hadRemoteParts {
      element += "<p class=\"notice\">Parts of this output that load from elsewhere are left out of a report.</p>\n"
    }
    let styles = [files.frameStyle.policySource] + safe.styleSheets.map(ContentPolicy.source)
    return RenderedHTML(html: element, needs: [.frames], styleSources: Set(styles))
  }
}
