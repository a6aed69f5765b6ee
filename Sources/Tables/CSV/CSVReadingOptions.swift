import Foundation

/// The type of a column's values in a CSV file.
///
/// ```swift
/// let frame = try DataFrame(contentsOfCSVFile: url, types: ["postcode": .string])
/// ```
public enum CSVType: String, Hashable, Sendable, CaseIterable {
  /// `Int`.
  case integer
  /// `Bool`.
  case boolean
  /// `Float`.
  case float
  /// `Double`.
  case double
  /// `Date`, written as ISO 8601: `2026-01-31`, `2026-01-31T09:30:00Z`.
  case date
  /// `String`.
  case string

  /// Words for a message.
  var words: String {
    switch self {
    case .integer: "an integer"
    case .boolean: "true or false"
    case .float, .double: "a number"
    case .date: "a date such as 2026-01-31 or 2026-01-31T09:30:00Z"
    case .string: "a string"
    }
  }
}

/// The encoding of a text file, from letters to bytes.
///
/// ```swift
/// let frame = try DataFrame(contentsOfCSVFile: url, options: CSVReadingOptions(encoding: .latin1))
/// ```
public enum TextEncoding: String, Hashable, Sendable, CaseIterable {
  /// UTF-16 if the file begins with its mark, else UTF-8.
  case automatic
  /// UTF-8.
  case utf8
  /// UTF-16, little-endian unless a mark says otherwise.
  case utf16
  /// ISO 8859-1: a byte per letter, of western Europe.
  case latin1
  /// Latin-1 with quotes, dashes and the euro sign, as Windows writes it.
  case windows1252
}

/// The form of a CSV file that is read: header, separators, marks of missing values, encoding.
///
/// ```swift
/// let european = CSVReadingOptions(delimiter: ";", decimalSeparator: ",")
/// let frame = try DataFrame(contentsOfCSVFile: url, options: european)
/// ```
public struct CSVReadingOptions: Hashable, Sendable {
  /// True if the first line names the columns; without it they are `Column 1`, `Column 2`, …
  public var hasHeaderRow: Bool
  /// The character between fields; nil uses the most frequent of comma, semicolon, tab and bar in the first line.
  public var delimiter: Character?
  /// The character between the whole part of a number and its decimals.
  public var decimalSeparator: Character
  /// The texts of missing values. In columns of strings they are missing only without quotes.
  public var nilEncodings: Set<String>
  /// The texts of true.
  public var trueEncodings: Set<String>
  /// The texts of false.
  public var falseEncodings: Set<String>
  /// True if lines without a letter are skipped.
  public var ignoresEmptyLines: Bool
  /// The encoding of letters as bytes.
  public var encoding: TextEncoding

  /// The usual file: a line of names, UTF-8, a point in numbers, nothing or `NA` where a value is missing.
  public init(
    hasHeaderRow: Bool = true, delimiter: Character? = nil, decimalSeparator: Character = ".",
    nilEncodings: Set<String> = ["", "NA", "N/A", "n/a", "#N/A", "NaN", "nan", "NULL", "null", "nil"],
    trueEncodings: Set<String> = ["true", "True", "TRUE"], falseEncodings: Set<String> = ["false", "False", "FALSE"],
    ignoresEmptyLines: Bool = true, encoding: TextEncoding = .automatic
  ) {
    self.hasHeaderRow = hasHeaderRow
    self.delimiter = delimiter
    self.decimalSeparator = decimalSeparator
    self.nilEncodings = nilEncodings
    self.trueEncodings = trueEncodings
    self.falseEncodings = falseEncodings
    self.ignoresEmptyLines = ignoresEmptyLines
    self.encoding = encoding
  }
}
