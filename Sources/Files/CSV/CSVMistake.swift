/// A place at which a text stops being CSV; lines and fields count from 1.
package enum CSVMistake: Error, Equatable {
  /// A quoted field has no end.
  case openQuote(line: Int, field: Int, text: String)
  /// Letters follow the closing quote of a field.
  case textBehindQuote(line: Int, field: Int, text: String)
  /// A line has more or fewer fields than there are columns.
  case unevenLine(line: Int, fieldCount: Int, columnCount: Int)
}
