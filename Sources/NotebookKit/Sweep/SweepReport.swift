import Display
import Files
import Foundation

/// The report of a sweep as a notebook, which Etude runs like any other: a table with links, and a plot of each value over
/// each parameter.
package struct SweepReport {
  private let table: SweepTable

  package init(_ table: SweepTable) { self.table = table }

  /// Figures of one report; a reader of more has the table's file.
  private static let mostFigures = 24

  /// The notebook's text.
  package var source: String {
    """
    ---
    title: \(JSON.quote("Sweep of \(table.notebook)"))
    toc: false
    execute:
      echo: false
    ---

    \(summary)

    \(rows)\(failures)\(plots)
    """
  }

  private var summary: String {
    let statuses = table.rows.map(\.status)
    let parts = ["succeeded", "failed", "unfinished"].compactMap { status in
      let number = statuses.count { $0 == status }
      return number > 0 ? "\(number) \(status)" : nil
    }
    let points = table.rows.count == 1 ? "1 point" : "\(table.rows.count) points"
    return "\(points): \(parts.joined(separator: ", ")). The table with all digits is [sweep.csv](sweep.csv)."
  }

  // MARK: - The table

  private var rows: String {
    let headings = ["report"] + table.parameterNames + table.valueNames.map(table.heading(ofValue:)) + ["status"]
    let columns = [false] + table.parameterNames.map(isNumeric(parameter:)) + table.valueNames.map(isNumeric(value:))
    var text = "| " + headings.map(\.escapedForTable).joined(separator: " | ") + " |\n"
    text += "|" + (columns + [false]).map { $0 ? "---:|" : "---|" }.joined() + "\n"
    for (index, row) in table.rows.enumerated() {
      let cells =
        table.parameterNames.map { row.setting($0)?.plainText ?? "" }
        + table.valueNames.map { row.value($0).map(Self.text) ?? "" } + [row.status]
      let link = row.result == nil ? "\(index + 1)" : "[\(index + 1)](<\(row.report.percentEncoded)>)"
      text += "| \(link) | " + cells.map(\.escapedForTable).joined(separator: " | ") + " |\n"
    }
    return text
  }

  /// A number with a readable number of digits.
  private static func text(_ value: PublishedValue.Value) -> String {
    guard case .number(let number) = value, number.isFinite, "\(value)".count > 8 else { return "\(value)" }
    return String(format: "%.6g", number)
  }

  private func isNumeric(parameter name: String) -> Bool {
    table.rows.allSatisfy { $0.setting(name)?.double != nil }
  }

  private func isNumeric(value name: String) -> Bool {
    table.rows.allSatisfy { row in
      switch row.value(name) {
      case .number, nil: true
      case .boolean, .text: false
      }
    }
  }

  private var failures: String {
    let failed = table.rows.filter { $0.result?.failure != nil }
    if failed.isEmpty { return "" }
    let lines = failed.map { row in
      "- [\(row.point.label.escapedForTable)](<\(row.report.percentEncoded)>): "
        + (row.result?.failure ?? "").escapedForTable + "\n"
    }
    return "\n## Failures\n\n" + lines.joined()
  }

  // MARK: - Plots

  private var plots: String {
    var cells: [String] = []
    var left = 0
    for value in table.valueNames {
      for parameter in table.parameterNames {
        guard let cell = plot(of: value, over: parameter) else { continue }
        if cells.count < Self.mostFigures { cells.append(cell) } else { left += 1 }
      }
    }
    if cells.isEmpty { return "" }
    let rest = left == 0 ? "" : "\n\(left) more plots are left out.\n"
    let tool = """

      ## Values over parameters

      ```swift
      func numbers(_ text: String) -> [Double] { text.split(separator: " ").compactMap { Double($0) } }
      ```

      """
    return tool + cells.joined() + rest
  }

  /// A cell that plots a value over a parameter; nil if the parameter is the same everywhere, or no point has the value.
  private func plot(of value: String, over parameter: String) -> String? {
    let pairs = table.rows.compactMap { row in
      row.setting(parameter).flatMap { setting in row.number(value).map { (setting: setting, y: $0) } }
    }
    var settings: [Parameter.Value] = []
    for pair in pairs where !settings.contains(pair.setting) { settings.append(pair.setting) }
    guard settings.count > 1 else { return nil }
    let areNumbers = settings.allSatisfy { $0.double?.isFinite == true }
    if areNumbers {
      settings.sort { ($0.double ?? 0) < ($1.double ?? 0) }
    } else {
      settings.sort { $0.plainText < $1.plainText }
    }
    func place(_ setting: Parameter.Value) -> Double {
      areNumbers ? setting.double ?? 0 : Double(settings.firstIndex(of: setting) ?? 0)
    }
    let heading = table.heading(ofValue: value)
    let points = pairs.map { (x: place($0.setting), y: $0.y) }.sorted { ($0.x, $0.y) < ($1.x, $1.y) }
    var code = "scatter(\(Self.data(points)))"
    // The mean of several runs is the main result.
    if points.count > settings.count {
      let means = settings.map { setting in
        let values = pairs.filter { $0.setting == setting }.map(\.y)
        return (x: place(setting), y: values.reduce(0, +) / Double(values.count))
      }
      code += "\n  .line(\(Self.data(means)), label: \"mean\")"
    }
    code += "\n  .xLabel(\(parameter.swiftLiteral)).yLabel(\(heading.swiftLiteral))"
    let places = settings.map(place)
    if !areNumbers {
      let labels = settings.map { String($0.plainText.prefix(24)).swiftLiteral }.joined(separator: ", ")
      code += "\n  .xTicks(.at(numbers(\"\(Self.text(places))\"), labels: [\(labels)]))"
    } else if let low = places.first, let high = places.last, low > 0, high / low >= 50 {
      code += "\n  .xScale(.log)"
    } else if places.allSatisfy({ $0 == $0.rounded() }) {
      code += ".xTicks(.integers)"
    }
    return "\n```swift\n\(code)\n```\n"
  }

  private static func data(_ points: [(x: Double, y: Double)]) -> String {
    "x: numbers(\"\(text(points.map(\.x)))\"), y: numbers(\"\(text(points.map(\.y)))\")"
  }

  private static func text(_ numbers: [Double]) -> String { numbers.map { "\($0)" }.joined(separator: " ") }
}

extension String {
  /// The text escaped for a cell of a Markdown table.
  fileprivate var escapedForTable: String {
    reduce(into: "") { text, character in
      let isMark = character.isASCII && (character.isPunctuation || character.isSymbol)
      if isMark, !".,:;-+=%/".contains(character) { text.append("\\") }
      text.append(character.isNewline ? " " : character)
    }
  }

  /// The path in the form that a link needs.
  fileprivate var percentEncoded: String {
    addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? self
  }
}
