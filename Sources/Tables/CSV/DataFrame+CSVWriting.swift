import Files
public import Foundation
import Tensors

/// The form of a CSV file that is written.
///
/// ```swift
/// try frame.writeCSV(to: url, options: CSVWritingOptions(delimiter: "\t"))
/// ```
public struct CSVWritingOptions: Hashable, Sendable {
  /// True if the first line names the columns.
  public var includesHeader: Bool
  /// The text of a missing value.
  public var nilEncoding: String
  /// The character between fields.
  public var delimiter: Character

  /// A line of names, commas, and nothing where a value is missing.
  public init(includesHeader: Bool = true, nilEncoding: String = "", delimiter: Character = ",") {
    self.includesHeader = includesHeader
    self.nilEncoding = nilEncoding
    self.delimiter = delimiter
  }
}

extension DataFrame {
  /// Writes the data frame as a CSV file, whole or not at all: UTF-8, with fields quoted if necessary.
  ///
  /// Numbers have the fewest digits that preserve them, dates are in ISO 8601. An empty string is `""`, so a reader can
  /// tell it from a missing value, which is `NA` in a line with nothing else. NaN is read back as missing. The folder
  /// is made if it is missing.
  /// - Throws: A `UserFacingError` if the file cannot be written; an older one is untouched then.
  public func writeCSV(to url: URL, options: CSVWritingOptions = CSVWritingOptions()) throws {
    try AtomicFile.write(csvRepresentation(options: options), to: url, makesFolder: true)
  }

  /// The contents of a CSV file, as ``writeCSV(to:options:)`` writes them.
  ///
  /// - Throws: ``TableError/unusableDelimiter(_:)``.
  public func csvRepresentation(options: CSVWritingOptions = CSVWritingOptions()) throws(TableError) -> Data {
    guard let delimiter = options.delimiter.asciiValue, ![10, 13, 34].contains(delimiter) else {
      throw .unusableDelimiter(options.delimiter)
    }
    var writer = CSVWriter(
      delimiter: delimiter, nilEncoding: options.nilEncoding, capacity: shape.rows * columns.count * 8)
    if options.includesHeader { writer.write(columnNames.map(Optional.some)) }
    // Texts are made column by column, a block of rows at a time, so that neither types nor memory are an obstacle.
    let block = 8192
    for start in stride(from: 0, to: shape.rows, by: block) {
      let rows = start..<min(start + block, shape.rows)
      var texts = [[String?]](repeating: [], count: columns.count)
      texts.withUnsafeMutableBufferPointer { texts in
        parallelFor(texts.count) { place in texts[place] = columns[place].storage.texts(rows) }
      }
      for row in 0..<rows.count { writer.write(texts.lazy.map { $0[row] }) }
    }
    return Data(writer.bytes)
  }
}

/// The bytes of a CSV file, line by line.
private struct CSVWriter {
  private(set) var bytes: [UInt8] = []
  private let delimiter: UInt8
  private let nilEncoding: String
  private let missing: [UInt8]
  /// Quotes, line ends, and characters that a reader may mistake for the delimiter.
  private static let quoted: [UInt8] = Array("\"\n\r;\t|".utf8)
  /// Texts that a reader takes for a missing value unless they are quoted.
  private static let missingWords = CSVReadingOptions().nilEncodings

  init(delimiter: UInt8, nilEncoding: String, capacity: Int) {
    self.delimiter = delimiter
    self.nilEncoding = nilEncoding
    missing = Array(nilEncoding.utf8)
    bytes.reserveCapacity(capacity)
  }

  mutating func write(_ fields: some Collection<String?>) {
    for (place, field) in fields.enumerated() {
      if place > 0 { bytes.append(delimiter) }
      // An empty line would be skipped by readers, and one with quotes would be an empty text.
      if let field { write(field) } else { bytes += missing.isEmpty && fields.count == 1 ? Array("NA".utf8) : missing }
    }
    bytes.append(10)
  }

  private mutating func write(_ field: String) {
    var field = field
    // A text that reads like a missing value is quoted, too.
    let isLikeMissing = field == nilEncoding || Self.missingWords.contains(field)
    field.withUTF8 { utf8 in
      let isQuoted =
        isLikeMissing || utf8.isEmpty || utf8[0] == 32 || utf8[utf8.count - 1] == 32
        || utf8.contains { $0 == delimiter || Self.quoted.contains($0) }
      guard isQuoted else { return bytes.append(contentsOf: utf8) }
      bytes.append(34)
      for byte in utf8 {
        if byte == 34 { bytes.append(34) }
        bytes.append(byte)
      }
      bytes.append(34)
    }
  }
}
