import Display
import Foundation

/// What a cell put out, as nbformat writes it.
enum JupyterOutput {
  /// Nil for what a notebook has no place for: progress.
  static func json(_ output: CellOutput, executionCount: JSONValue) -> JSONValue? {
    switch output {
    case .stream(let stream, let text): return self.stream(stream.rawValue, text)
    case .warning(let text), .notice(let text): return stream("stderr", text + "\n")
    case .progress: return nil
    case .display(let bundle, _): return display("display_data", bundle, [:])
    case .result(let bundle): return display("execute_result", bundle, ["execution_count": executionCount])
    case .failure(let failure):
      let details = failure.details.split(separator: "\n", omittingEmptySubsequences: false)
      return .object([
        "output_type": .string("error"), "ename": .string(failure.kind.rawValue), "evalue": .string(failure.summary),
        "traceback": .array(
          ([failure.summary] + (failure.details.isEmpty ? [] : details.map(String.init))).map { .string($0) }),
      ])
    }
  }

  private static func stream(_ name: String, _ text: String) -> JSONValue {
    .object(["output_type": .string("stream"), "name": .string(name), "text": .lines(text)])
  }

  private static func display(_ type: String, _ bundle: MIMEBundle, _ more: [String: JSONValue]) -> JSONValue {
    var data: [String: JSONValue] = [:]
    // Jupyter has no dark pictures.
    for (type, bytes) in bundle.representations where type != .darkPNG { data[type.rawValue] = value(bytes, type) }
    if bundle[.html] == nil, let table = bundle[.table].flatMap({ try? JSONDecoder().decode(Table.self, from: $0) }) {
      data[MIMEType.html.rawValue] = .lines(html(table))
    }
    var metadata: [String: JSONValue] = [:]
    if let width = bundle.metadata.width, let height = bundle.metadata.height, bundle[.png] != nil,
      (1..<100_000).contains(width), (1..<100_000).contains(height)
    {
      metadata[MIMEType.png.rawValue] = .object([
        "width": .integer(Int(width.rounded())), "height": .integer(Int(height.rounded())),
      ])
    }
    let base: [String: JSONValue] = [
      "output_type": .string(type), "data": .object(data), "metadata": .object(metadata),
    ]
    return .object(base.merging(more) { first, _ in first })
  }

  private static func value(_ bytes: Data, _ type: MIMEType) -> JSONValue {
    let name = type.rawValue
    if name.hasSuffix("json"), let json = try? JSONDecoder().decode(JSONValue.self, from: bytes) { return json }
    if name.hasPrefix("text/") || name == "image/svg+xml" { return .lines(String(decoding: bytes, as: UTF8.self)) }
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
