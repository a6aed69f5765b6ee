import Display
import Files
import Foundation

/// A value as Jupyter's notebooks and messages hold it: JSON by format, and sizes of images.
package struct JupyterBundle: Equatable, Sendable {
  package var data = JSON.Object()
  package var metadata = JSON.Object()

  /// - Parameter text: Writes a text: files hold its lines, messages the whole.
  package init(_ bundle: MIMEBundle, text: (String) -> JSON) {
    // Jupyter has no dark images.
    let representations = bundle.representations.filter { !$0.key.isDark }
    for (type, bytes) in representations.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      data[type.rawValue] = Self.value(bytes, type, text)
    }
    if bundle[.html] == nil, let table = bundle[.table].flatMap({ try? JSONDecoder().decode(Table.self, from: $0) }) {
      data[MIMEType.html.rawValue] = text(Self.html(table))
    }
    guard let width = bundle.metadata.width, let height = bundle.metadata.height,
      (1..<100_000).contains(width), (1..<100_000).contains(height)
    else { return }
    for type in [MIMEType.png, .jpeg] where bundle[type] != nil {
      metadata[type.rawValue] = ["height": .integer(Int(height.rounded())), "width": .integer(Int(width.rounded()))]
    }
  }

  private static func value(_ bytes: Data, _ type: MIMEType, _ text: (String) -> JSON) -> JSON {
    let name = type.rawValue
    if name.hasSuffix("json"), let json = try? JSON(parsing: bytes) { return json }
    if name.hasPrefix("text/") || name == "image/svg+xml" { return text(String(decoding: bytes, as: UTF8.self)) }
    return .string(bytes.base64EncodedString())
  }

  private static func html(_ table: Table) -> String {
    func row(_ cells: [String], _ tag: String) -> String {
      "<tr>" + cells.map { "<\(tag)>\($0.escapedForHTML)</\(tag)>" }.joined() + "</tr>"
    }
    let caption = table.caption.map { "<caption>\($0.escapedForHTML)</caption>" } ?? ""
    let rows = table.rows.map { row($0, "td") }.joined(separator: "\n")
    return "<table>\(caption)\n<thead>\(row(table.columns, "th"))</thead>\n<tbody>\n\(rows)\n</tbody>\n</table>"
  }
}
