import Files
import Foundation

/// A file that lists the points of a sweep: CSV with the parameters' names in its first line, or a JSON array of objects.
enum PointsFile {
  /// The settings of each point.
  ///
  /// - Throws: ``SweepError/pointsFile(path:reason:)``, and ``NotebookErrors`` for names and values that `etude run -P`
  ///   would refuse as well.
  static func rows(of file: URL, parameters: [Parameter]) throws -> [[SweepPoint.Setting]] {
    let data: Data
    do { data = try Data(contentsOf: file) } catch {
      throw SweepError.pointsFile(path: file.relativePath, reason: SystemReason.of(error))
    }
    let rows = file.pathExtension.lowercased() == "json" ? try json(data, file) : try csv(data, file)
    if rows.isEmpty { throw SweepError.pointsFile(path: file.relativePath, reason: "it has no points") }
    return try rows.map { row in
      let changed = try ParameterOverrides.apply(row.map { "\($0.name)=\($0.text)" }, to: parameters)
      return row.map { cell in
        SweepPoint.Setting(cell.name, changed.first { $0.name == cell.name }?.value ?? .text(cell.text))
      }
    }
  }

  private typealias Row = [(name: String, text: String)]

  private static func json(_ data: Data, _ file: URL) throws -> [Row] {
    func failure(_ reason: String) -> SweepError { .pointsFile(path: file.relativePath, reason: reason) }
    let json: JSON
    do { json = try JSON(parsing: data) } catch { throw failure("it is not JSON: \(error)") }
    guard let elements = json.array else { throw failure("it is not an array such as [{\"lr\": 0.1}, {\"lr\": 0.01}]") }
    return try elements.enumerated().map { index, element in
      guard let members = element.object?.members else { throw failure("element \(index + 1) is not an object") }
      return try members.map { member in
        guard let text = text(of: member.value) else {
          throw failure("\(member.name) of element \(index + 1) is null or an object")
        }
        return (member.name, text)
      }
    }
  }

  /// A value as it would be after `-P name=`.
  private static func text(of json: JSON) -> String? {
    switch json {
    case .boolean(let value): "\(value)"
    case .number(let number): number.literal
    case .string(let text): text
    case .array(let values): "[" + values.map(\.line).joined(separator: ", ") + "]"
    case .null, .object: nil
    }
  }

  private static func csv(_ data: Data, _ file: URL) throws -> [Row] {
    func failure(_ reason: String) -> SweepError { .pointsFile(path: file.relativePath, reason: reason) }
    guard let text = String(data: data, encoding: .utf8) else { throw failure("it is not UTF-8") }
    var lines: [[String]]
    do { lines = try rows(of: text.replacing("\u{FEFF}", with: "")) } catch {
      switch error {
      case .openQuote(let line, _, _): throw failure("the quote that opens on line \(line) is never closed")
      case .textBehindQuote(let line, _, let text):
        throw failure("“\(text)” stands behind the closing quote of a value on line \(line)")
      case .unevenLine(let line, let fieldCount, let columnCount):
        throw failure("line \(line) has \(fieldCount) values for \(columnCount) names")
      }
    }
    guard !lines.isEmpty else { return [] }
    let names = lines.removeFirst().map { $0.trimmingCharacters(in: .whitespaces) }
    return try lines.enumerated().map { index, cells in
      guard cells.count == names.count else {
        throw failure("row \(index + 1) has \(cells.count) values for \(names.count) names")
      }
      return zip(names, cells).map { ($0, $1) }
    }
  }

  /// The rows of a text, without empty lines.
  private static func rows(of text: String) throws(CSVMistake) -> [[String]] {
    var text = text
    let rows = text.withUTF8 { bytes in
      Result { () throws(CSVMistake) in
        var scanner = CSVScanner(bytes)
        var rows: [[String]] = []
        while !scanner.isAtEnd {
          var fields: [CSVField] = []
          if try scanner.readLine(into: &fields) > 0 { rows.append(fields.map { $0.string(in: bytes) }) }
        }
        return rows
      }
    }
    return try rows.get()
  }
}

/// Comma-separated values as RFC 4180 has them, written.
enum SweepCSV {
  /// A row as a line, its end included.
  static func line(_ cells: [String]) -> String {
    cells.map { cell in
      cell.contains { ",\"\n\r".contains($0) } ? "\"\(cell.replacing("\"", with: "\"\""))\"" : cell
    }
    .joined(separator: ",") + "\n"
  }
}
