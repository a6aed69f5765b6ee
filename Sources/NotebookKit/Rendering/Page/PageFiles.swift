import Foundation
import Mustache

/// The templates, styles and scripts that are built into the program.
package struct PageFiles: Sendable {
  let opening: Template
  let contents: Template
  let title: Template
  let failures: Template
  let stamp: Template
  let closing: Template
  let cell: Template
  let table: Template
  let audio: Template
  let verification: Template

  /// A style sheet or script, ready for the page, with the source that the page's policy names for it.
  struct Piece: Equatable, Sendable {
    let text: String
    let policySource: String

    init(_ text: String) {
      self.text = text
      self.policySource = ContentPolicy.source(of: text)
    }
  }

  let style: Piece
  /// Sheets that only some pages need.
  let sheets: [PageNeed: Piece]
  let walkStyle: Piece
  let frameStyle: Piece
  let verificationStyle: Piece
  /// The parts of the report's script that tables and sounds need.
  let elementsScript: Piece
  let reportScript: Piece
  let walkScript: Piece
  let tableScript: Piece
  let audioScript: Piece
  let pictureScript: Piece

  /// The classes of the widths that a page uses; a server's page may get any.
  func widthStyles(for needs: Set<PageNeed>, isServed: Bool) -> [Piece] {
    let widths = needs.compactMap { if case .width(let width) = $0 { width } else { nil } }.sorted()
    let shown = isServed ? Array(1...100) : widths
    let rules = shown.map { "img.w\($0),video.w\($0){width:\($0)%}.row>.w\($0){flex:\($0) 1 0}" }
    return rules.isEmpty ? [] : [Piece(rules.joined(separator: "\n"))]
  }

  /// Every script of a report, in the order in which they stand on a page.
  var scripts: [Piece] { [reportScript, walkScript, tableScript, audioScript, pictureScript] }

  static let shared = PageFiles()

  /// The script around KaTeX, which runs here and not on the page.
  static let mathematics = compact(PackageResources.mathematics_js)

  private init() {
    MustacheContentTypes.register(SafeHTML(), named: SafeHTML.name)
    opening = Self.template(PackageResources.opening_mustache)
    contents = Self.template(PackageResources.contents_mustache)
    title = Self.template(PackageResources.title_mustache)
    failures = Self.template(PackageResources.failures_mustache)
    stamp = Self.template(PackageResources.stamp_mustache)
    closing = Self.template(PackageResources.closing_mustache)
    cell = Self.template(PackageResources.cell_mustache)
    table = Self.template(PackageResources.table_mustache)
    audio = Self.template(PackageResources.audio_mustache)
    verification = Self.template(PackageResources.verification_mustache)
    style = Piece(
      Self.compactStyle(PackageResources.style_css + PackageResources.code_css + PackageResources.output_css))
    sheets = [
      .pictures: Piece(Self.compactStyle(PackageResources.pictures_css)),
      .mathematics: Piece(Self.compactStyle(PackageResources.mathematics_css)),
      .references: Piece(Self.compactStyle(PackageResources.references_css)),
      .rightToLeft: Piece(Self.compactStyle(PackageResources.rtl_css)),
      .terminalColors: Piece(Self.compactStyle(PackageResources.ansi_css)),
      .layout: Piece(Self.compactStyle(PackageResources.layout_css)),
      .blocks: Piece(Self.compactStyle(PackageResources.blocks_css)),
    ]
    walkStyle = Piece(Self.compactStyle(PackageResources.walk_css))
    frameStyle = Piece(Self.compactStyle(PackageResources.frame_css))
    verificationStyle = Piece(Self.compactStyle(PackageResources.verification_css))
    elementsScript = Piece(Self.compact(PackageResources.elements_js))
    reportScript = Piece(Self.compact(PackageResources.elements_js + PackageResources.report_js))
    walkScript = Piece(Self.compact(PackageResources.walk_js))
    tableScript = Piece(Self.compact(PackageResources.tables_js))
    pictureScript = Piece(Self.compact(PackageResources.pictures_js))
    audioScript = Piece(Self.compact(PackageResources.audio_js))
  }

  /// A template that fills its places with escaped text.
  struct Template: Sendable {
    fileprivate let mustache: MustacheTemplate

    /// The text with `values` by name: texts, numbers, booleans, mappings, and lists of these; nil where one is missing.
    func fill(_ values: [String: Any]) -> String { mustache.render(values) }
  }

  private static func template(_ bytes: [UInt8]) -> Template {
    let text = "{{% CONTENT_TYPE: \(SafeHTML.name) }}" + String(decoding: bytes, as: UTF8.self)
    do {
      return Template(mustache: try MustacheTemplate(string: text))
    } catch {
      preconditionFailure("A template that is built into the program is malformed: \(error)")
    }
  }

  /// The text of a style sheet or script without indentation, blank lines and comments that have lines of their own.
  package static func compact(_ bytes: [UInt8]) -> String {
    var isComment = false
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { line -> String? in
      let text = line.trimmingCharacters(in: .whitespaces)
      if text.hasPrefix("/*") { isComment = true }
      defer { if text.hasSuffix("*/") { isComment = false } }
      return text.isEmpty || isComment || text.hasPrefix("//") ? nil : text
    }
    return lines.joined(separator: "\n")
  }

  /// The text of a style sheet without comments, line ends and blanks that part nothing.
  package static func compactStyle(_ bytes: [UInt8]) -> String {
    let marks = Set("{};,>".utf8)
    var result: [UInt8] = []
    var isQuoted = false
    for byte in compact(bytes).utf8 {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if !isQuoted {
        let isBlank = byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n")
        if isBlank, let last = result.last, marks.contains(last) || ": ".utf8.contains(last) { continue }
        if marks.contains(byte), result.last == UInt8(ascii: " ") { result.removeLast() }
        if byte == UInt8(ascii: "}"), result.last == UInt8(ascii: ";") { result.removeLast() }
        if isBlank {
          result.append(UInt8(ascii: " "))
          continue
        }
      }
      result.append(byte)
    }
    return String(decoding: result, as: UTF8.self)
  }
}
