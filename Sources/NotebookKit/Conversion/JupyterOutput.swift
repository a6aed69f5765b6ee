import Display
import Files
import Foundation

/// What a cell put out, as nbformat writes it.
enum JupyterOutput {
  /// Nil for what a notebook has no place for: progress.
  static func json(_ output: CellOutput, executionCount: JSON) -> JSON? {
    switch output {
    case .stream(let stream, let text): return self.stream(stream.rawValue, text)
    case .warning(let text), .notice(let text): return stream("stderr", text + "\n")
    case .progress: return nil
    case .display(let bundle, _): return .object(display("display_data", bundle))
    case .result(let bundle):
      var result = display("execute_result", bundle)
      result["execution_count"] = executionCount
      return .object(result)
    case .failure(let failure):
      let details = failure.details.split(separator: "\n", omittingEmptySubsequences: false)
      return [
        "ename": .string(failure.kind.rawValue), "evalue": .string(failure.summary), "output_type": "error",
        "traceback": .array(
          ([failure.summary] + (failure.details.isEmpty ? [] : details.map(String.init))).map { .string($0) }),
      ]
    }
  }

  private static func stream(_ name: String, _ text: String) -> JSON {
    ["name": .string(name), "output_type": "stream", "text": .lines(text)]
  }

  private static func display(_ type: String, _ bundle: MIMEBundle) -> JSON.Object {
    var data = JSON.Object()
    // Jupyter has no dark images.
    let representations = bundle.representations.filter { $0.key != .darkPNG }
    for (type, bytes) in representations.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      data[type.rawValue] = value(bytes, type)
    }
    if bundle[.html] == nil, let table = bundle[.table].flatMap({ try? JSONDecoder().decode(Table.self, from: $0) }) {
      data[MIMEType.html.rawValue] = .lines(html(table))
    }
    var metadata = JSON.Object()
    if let width = bundle.metadata.width, let height = bundle.metadata.height, bundle[.png] != nil,
      (1..<100_000).contains(width), (1..<100_000).contains(height)
    {
      metadata[MIMEType.png.rawValue] = [
        "height": .integer(Int(height.rounded())), "width": .integer(Int(width.rounded())),
      ]
    }
    return ["data": .object(data), "metadata": .object(metadata), "output_type": .string(type)]
  }

  private static func value(_ bytes: Data, _ type: MIMEType) -> JSON {
    let name = type.rawValue
    if name.hasSuffix("json"), let json = try? JSON(parsing: bytes) { return json }
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
