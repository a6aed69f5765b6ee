public import Display

extension DataFrame: Displayable, CustomStringConvertible {
  /// Maximum rows and columns on a page.
  static let shownRows = 100
  static let shownColumns = 40

  /// The data frame as the page's table, and as aligned text. If there are more than 100 rows, the first ones are
  /// shown, and the caption says so.
  public var mimeBundle: MIMEBundle {
    table(rows: Self.shownRows).mimeBundle.adding(description, as: .plainText)
  }

  /// Aligned text with numbers of about six digits; of more than 20 rows the first ones, and the caption says so.
  public var description: String { table(rows: 20).description }

  /// The data frame as a table to be shown, with a caption of yours.
  public func table(caption: String) -> Table {
    var table = table(rows: Self.shownRows)
    table.caption = [caption, table.caption].compactMap(\.self).joined(separator: " – ")
    return table
  }

  private func table(rows limit: Int) -> Table {
    let shown = columns.prefix(Self.shownColumns)
    let count = min(shape.rows, limit)
    let texts = shown.map { $0.storage.texts(0..<count).map { $0 ?? MissingValue.mark } }
    let textColumns = Set(texts.indices.filter { !shown[$0].isNumeric })
    return Table(
      columns: shown.map(\.name), evenRows: (0..<count).map { row in texts.map { $0[row] } },
      caption: caption(rowLimit: limit), textColumns: textColumns.isEmpty ? nil : textColumns)
  }

  private func caption(rowLimit: Int) -> String? {
    let rows = shape.rows > rowLimit ? "the first \(rowLimit) of \(Self.grouped(shape.rows)) rows" : nil
    let across =
      columns.count > Self.shownColumns
      ? "the first \(Self.shownColumns) of \(Self.grouped(columns.count)) columns" : nil
    let parts = [rows, across].compactMap(\.self)
    if parts.isEmpty { return isEmpty ? "No rows" : nil }
    let text = parts.joined(separator: ", ")
    return text.prefix(1).uppercased() + text.dropFirst()
  }

  /// `1,000,000`
  private static func grouped(_ count: Int) -> String {
    String(count).reversed().enumerated().map { $0 > 0 && $0 % 3 == 0 ? "\($1)," : "\($1)" }.reversed().joined()
  }
}
