import Files
import Foundation

/// Everything that can keep a table from being read or written.
///
/// ```swift
/// do { let frame = try DataFrame(contentsOfCSVFile: url) } catch let error as TableError { print(error) }
/// ```
public enum TableError: UserFacingError, Equatable {
  /// The file cannot be read.
  case unreadable(path: String, reason: String)
  /// There is not even a header line.
  case empty(path: String)
  /// A quoted field has no end.
  case openQuote(path: String, line: Int, column: Int, text: String)
  /// Letters follow the closing quote of a field.
  case textBehindQuote(path: String, line: Int, column: Int, text: String)
  /// A line has more or fewer fields than there are columns.
  case unevenLine(path: String, line: Int, fieldCount: Int, columnCount: Int)
  /// A field does not have the requested type.
  case unusableValue(path: String, line: Int, column: String, value: String, type: String)
  /// A requested column is missing.
  case unknownColumn(path: String, name: String, nearest: String?, known: [String])
  /// A column was asked for twice.
  case repeatedColumn(path: String, name: String)
  /// Bytes that are not text in the encoding of the file.
  case unusableByte(path: String, line: Int, byte: UInt8, encoding: String)
  /// A text that is not JSON.
  case invalidJSON(path: String, reason: String)
  /// JSON that is not a list of objects.
  case noRowsInJSON(path: String, found: String)
  /// A member that no column can hold.
  case unusableMember(path: String, row: Int, name: String, reason: String)
  /// A delimiter of more than one byte, or a quote or line end as such.
  case unusableDelimiter(Character)

  /// The message for users: what is wrong with which value, and what to do.
  public var description: String {
    switch self {
    case .unreadable(let path, let reason):
      "“\(path)” cannot be read: \(reason). Check the name and the permissions."
    case .empty(let path):
      "“\(path)” is empty. Give a file whose first line names the columns."
    case .openQuote(let path, let line, let column, let text):
      "\(path):\(line): The quote before “\(text)” in field \(column) does not close. Add the closing quote, or double the "
        + "quote if it belongs to the text."
    case .textBehindQuote(let path, let line, let column, let text):
      "\(path):\(line): “\(text)” follows the closing quote of field \(column). Double a quote that belongs to the text."
    case .unevenLine(let path, let line, let fieldCount, let columnCount):
      "\(path):\(line): This line has \(counted(fieldCount, "field")), but there \(columnCount == 1 ? "is" : "are") \(counted(columnCount, "column")). "
        + "Quote a field that holds a delimiter, or complete the line."
    case .unusableValue(let path, let line, let column, let value, let type):
      "\(path):\(line): “\(value)” in column “\(column)” is not \(type). Correct it, add it to the options' "
        + "nilEncodings if it marks a missing value, or read the column as a string."
    case .unknownColumn(let path, let name, let nearest, let known):
      "“\(path)” has no column “\(name)”. "
        + (nearest.map { "Did you mean “\($0)”? " } ?? "") + "Its columns are \(listed(known))."
    case .repeatedColumn(let path, let name):
      "The column “\(name)” of “\(path)” is asked for twice. Name each column once."
    case .unusableByte(let path, let line, let byte, let encoding):
      "\(path):\(line): The byte 0x\(String(format: "%02X", byte)) is not \(encoding). "
        + (encoding == "UTF-8"
          ? "If the file is Latin-1 or Windows-1252, read it with CSVReadingOptions(encoding: .latin1) or .windows1252."
          : "Name the encoding of the file in CSVReadingOptions(encoding:), or see whether the file is damaged.")
    case .invalidJSON(let path, let reason):
      "“\(path)” is not JSON: \(reason)"
    case .noRowsInJSON(let path, let found):
      "“\(path)” contains \(found). Give a list of objects, as [{\"name\": \"Ada\", \"age\": 12}]."
    case .unusableMember(let path, let row, let name, let reason):
      "“\(path)”, object \(row), member “\(name)”: \(reason)"
    case .unusableDelimiter(let delimiter):
      "“\(delimiter)” cannot separate fields. Give one ASCII character that is neither a quote nor a line end."
    }
  }

  private func counted(_ count: Int, _ noun: String) -> String { count == 1 ? "1 \(noun)" : "\(count) \(noun)s" }

}

/// Names in quotes; of more than twelve the first.
func listed(_ names: [String]) -> String {
  let shown = names.prefix(12).map { "“\($0)”" }.joined(separator: ", ")
  return names.count > 12 ? shown + " and \(names.count - 12) more" : names.isEmpty ? "none" : shown
}
