public import Display

extension ClassificationReport: Displayable, CustomStringConvertible {
  /// The report as a table that readers can sort.
  public var table: Table {
    Table(columns: Self.columns, evenRows: rows)
  }

  /// The table.
  public var mimeBundle: MIMEBundle { table.mimeBundle }

  /// The table as aligned text.
  public var description: String { table.description }
}
