import Files
public import Foundation

extension DataFrame {
  /// A data frame from a CSV file.
  ///
  /// ```swift
  /// let sessions = try DataFrame(contentsOfCSVFile: URL(filePath: "report/sessions.csv"), types: ["room": .string])
  /// ```
  /// - Parameters:
  ///   - url: The file.
  ///   - columns: The columns to read, in their order; nil reads all.
  ///   - rows: The rows to read, from 0; nil reads all.
  ///   - types: The types of columns. Those that are not named become the first of integers, numbers, truth values, dates
  ///     and strings that all their values are.
  ///   - options: The format of the file.
  /// - Throws: ``TableError`` with the file and the line.
  public init(
    contentsOfCSVFile url: URL, columns: [String]? = nil, rows: Range<Int>? = nil, types: [String: CSVType] = [:],
    options: CSVReadingOptions = CSVReadingOptions()
  ) throws(TableError) {
    let data = try Self.contents(of: url)
    try self.init(
      csv: data, columns: columns, rows: rows, types: types, options: options, path: url.relativePath)
  }

  /// A data frame from the contents of a CSV file.
  ///
  /// - Parameters:
  ///   - data: The contents.
  ///   - columns: The columns to read, in their order; nil reads all.
  ///   - rows: The rows to read, from 0; nil reads all.
  ///   - types: The types of columns; others are guessed.
  ///   - options: The format of the file.
  /// - Throws: ``TableError`` with the line.
  public init(
    csvData data: Data, columns: [String]? = nil, rows: Range<Int>? = nil, types: [String: CSVType] = [:],
    options: CSVReadingOptions = CSVReadingOptions()
  ) throws(TableError) {
    try self.init(csv: data, columns: columns, rows: rows, types: types, options: options, path: "CSV")
  }

  private init(
    csv data: Data, columns: [String]?, rows: Range<Int>?, types: [String: CSVType], options: CSVReadingOptions,
    path: String
  ) throws(TableError) {
    let text = try CSVText(data, encoding: options.encoding, path: path)
    let result = text.withBytes { bytes in
      Result { () throws(TableError) in
        try CSVFile(bytes, options: options, path: path).columns(columns, rows: rows, types: types)
      }
    }
    self.init(columns: try result.get())
  }

  /// The first name that occurs twice; nil if there is none.
  static func repeated(_ names: [String]?) -> String? {
    var known: Set<String> = []
    return names?.first { !known.insert($0).inserted }
  }

  static func contents(of url: URL) throws(TableError) -> Data {
    do { return try Data(contentsOf: url) } catch {
      throw .unreadable(path: url.relativePath, reason: SystemReason.of(error))
    }
  }
}
