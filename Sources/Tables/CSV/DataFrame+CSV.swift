import Files
public import Foundation
import Tensors

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
    let result = text.bytes.withUnsafeBufferPointer { bytes in
      Result { () throws(TableError) in
        try CSVFile(bytes, options: options, path: path).columns(columns, rows: rows, types: types)
      }
    }
    self.init(columns: try result.get())
  }

  static func contents(of url: URL) throws(TableError) -> Data {
    do { return try Data(contentsOf: url) } catch {
      throw .unreadable(path: url.relativePath, reason: SystemReason.of(error))
    }
  }
}

/// A CSV file as columns.
private struct CSVFile {
  let bytes: UnsafeBufferPointer<UInt8>
  let options: CSVReadingOptions
  let path: String
  private var scanner: CSVScanner
  private let names: [String]

  init(_ bytes: UnsafeBufferPointer<UInt8>, options: CSVReadingOptions, path: String) throws(TableError) {
    self.bytes = bytes
    self.options = options
    self.path = path
    let delimiter = try Self.delimiter(of: bytes, options)
    scanner = CSVScanner(bytes, delimiter: delimiter, ignoresEmptyLines: options.ignoresEmptyLines, path: path)
    var first: [CSVField] = []
    while first.isEmpty {
      guard !scanner.isAtEnd else { throw .empty(path: path) }
      first = try scanner.heading()
    }
    if options.hasHeaderRow {
      names = Self.names(first, bytes, options)
    } else {
      names = first.indices.map { "Column \($0 + 1)" }
      scanner = CSVScanner(bytes, delimiter: delimiter, ignoresEmptyLines: options.ignoresEmptyLines, path: path)
    }
  }

  func columns(
    _ chosen: [String]?, rows: Range<Int>?, types: [String: CSVType]
  ) throws(TableError) -> [AnyColumn] {
    for name in (chosen ?? []) + types.keys.sorted() where !names.contains(name) {
      throw .unknownColumn(path: path, name: name, nearest: NearestName.of(name, in: names), known: names)
    }
    var scanner = scanner
    let first = max(rows?.lowerBound ?? 0, 0)
    let limit = rows.map { max($0.upperBound - first, 0) } ?? .max
    _ = try scanner.lines(limit, skipping: first, columnCount: names.count)
    let places = chosen.map { $0.compactMap { names.firstIndex(of: $0) } } ?? Array(names.indices)
    var results = [Result<AnyColumn, TableError>?](repeating: nil, count: places.count)
    scanner.fields.withUnsafeBufferPointer { fields in
      results.withUnsafeMutableBufferPointer { results in
        parallelFor(places.count) { place in results[place] = column(places[place], fields, types) }
      }
    }
    var columns: [AnyColumn] = []
    for result in results { if let result { columns.append(try result.get()) } }
    return columns
  }

  private func column(
    _ index: Int, _ fields: UnsafeBufferPointer<CSVField>, _ types: [String: CSVType]
  ) -> Result<AnyColumn, TableError> {
    let values = CSVValues(
      bytes: bytes, fields: fields, column: index, columnCount: names.count, name: names[index], options: options)
    guard let type = types[names[index]] else { return .success(values.guessed()) }
    return values.typed(type).mapError { misfit in
      let start = fields[misfit.row * names.count + index].start
      return .unusableValue(
        path: path, line: CSVText.line(of: start, in: bytes), column: names[index], value: values.text(misfit.row),
        type: type.words)
    }
  }

  /// The delimiter of the options, or else the most frequent one outside quotes in the first line.
  private static func delimiter(
    of bytes: UnsafeBufferPointer<UInt8>, _ options: CSVReadingOptions
  ) throws(TableError) -> UInt8 {
    if let delimiter = options.delimiter {
      guard let byte = delimiter.asciiValue, ![10, 13, 34].contains(byte) else { throw .unusableDelimiter(delimiter) }
      return byte
    }
    var (isQuoted, isBegun, counts) = (false, false, [0, 0, 0, 0])
    let candidates = [",", ";", "\t", "|"].map { UInt8(ascii: $0) }
    for byte in bytes {
      if byte == 34 { isQuoted.toggle() }
      if !isQuoted, byte == 10 || byte == 13 {
        // The first line with content; a file of one column has no delimiter there.
        if isBegun { break }
        continue
      }
      isBegun = true
      if isQuoted { continue }
      if let index = candidates.firstIndex(of: byte) { counts[index] += 1 }
    }
    let most = counts.max() ?? 0
    return candidates[counts.firstIndex(of: most) ?? 0]
  }

  /// The names of the first line; an empty one becomes `Column 2`, a second `a` becomes `a.1`.
  private static func names(
    _ fields: [CSVField], _ bytes: UnsafeBufferPointer<UInt8>, _ options: CSVReadingOptions
  ) -> [String] {
    var known: Set<String> = []
    return fields.withUnsafeBufferPointer { line in
      fields.indices.map { index in
        let written = CSVValues(
          bytes: bytes, fields: line, column: index, columnCount: fields.count, name: "", options: options
        ).text(0).trimmingCharacters(in: .whitespaces)
        let name = written.isEmpty ? "Column \(index + 1)" : written
        var (unique, count) = (name, 0)
        while !known.insert(unique).inserted {
          count += 1
          unique = "\(name).\(count)"
        }
        return unique
      }
    }
  }
}
