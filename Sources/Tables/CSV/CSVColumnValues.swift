import Files
import Foundation

/// The values of a column of a CSV file, as far as it is read, of one type.
struct CSVColumnValues {
  let type: CSVType
  /// True once a value was there.
  private(set) var hasValue = false
  private var integers: [Int?] = []
  private var doubles: [Double?] = []
  private var floats: [Float?] = []
  private var booleans: [Bool?] = []
  private var dates: [Date?] = []
  private var strings: [String?] = []
  private var shortTexts = ShortTexts()

  /// As many missing values as there are rows.
  init(_ type: CSVType, missingCount: Int = 0) {
    self.type = type
    switch type {
    case .integer: integers = Array(repeating: nil, count: missingCount)
    case .double: doubles = Array(repeating: nil, count: missingCount)
    case .float: floats = Array(repeating: nil, count: missingCount)
    case .boolean: booleans = Array(repeating: nil, count: missingCount)
    case .date: dates = Array(repeating: nil, count: missingCount)
    case .string: strings = Array(repeating: nil, count: missingCount)
    }
  }

  mutating func reserveCapacity(_ rowCount: Int) {
    switch type {
    case .integer: integers.reserveCapacity(rowCount)
    case .double: doubles.reserveCapacity(rowCount)
    case .float: floats.reserveCapacity(rowCount)
    case .boolean: booleans.reserveCapacity(rowCount)
    case .date: dates.reserveCapacity(rowCount)
    case .string: strings.reserveCapacity(rowCount)
    }
  }

  /// The values under a name.
  func column(named name: String) -> AnyColumn {
    switch type {
    case .integer: AnyColumn(Column(name: name, contents: integers))
    case .double: AnyColumn(Column(name: name, contents: doubles))
    case .float: AnyColumn(Column(name: name, contents: floats))
    case .boolean: AnyColumn(Column(name: name, contents: booleans))
    case .date: AnyColumn(Column(name: name, contents: dates))
    case .string: AnyColumn(Column(name: name, contents: strings))
    }
  }

  /// Adds the values of a block's column.
  ///
  /// - Returns: The first row that is not of the type, behind whose predecessors the values end; nil if all are.
  mutating func append(_ block: CSVBlock, column: Int, _ reader: CSVCellReader) -> Int? {
    switch type {
    case .integer: Self.append(block, column, reader, to: &integers, &hasValue) { reader.integer($0) }
    case .double: Self.append(block, column, reader, to: &doubles, &hasValue) { reader.number($0) }
    case .float: Self.append(block, column, reader, to: &floats, &hasValue) { reader.number($0).map { Float($0) } }
    case .boolean: Self.append(block, column, reader, to: &booleans, &hasValue) { reader.boolean($0) }
    case .date: Self.append(block, column, reader, to: &dates, &hasValue) { reader.date($0) }
    case .string: appendStrings(block, column, reader)
    }
  }

  @inline(__always)
  private static func append<Value>(
    _ block: CSVBlock, _ column: Int, _ reader: CSVCellReader, to values: inout [Value?], _ hasValue: inout Bool,
    _ parse: (CSVCell) -> Value?
  ) -> Int? {
    var isPresent = false
    for row in 0..<block.rowCount {
      let cell = block.trimmed(block.field(row, column))
      if reader.isMissing(cell) {
        values.append(nil)
      } else if let value = parse(cell) {
        values.append(value)
        isPresent = true
      } else {
        return row
      }
    }
    if isPresent { hasValue = true }
    return nil
  }

  private mutating func appendStrings(_ block: CSVBlock, _ column: Int, _ reader: CSVCellReader) -> Int? {
    for row in 0..<block.rowCount {
      let field = block.field(row, column)
      let cell = block.whole(field)
      if !field.isQuoted, reader.isMissing(cell) {
        strings.append(nil)
      } else {
        strings.append(field.isEscaped ? field.string(in: block.bytes) : shortTexts.string(cell))
      }
    }
    return nil
  }
}

/// Strings of up to eight bytes that were made before, so that a text that occurs often is made once.
private struct ShortTexts {
  private var words: [UInt64] = []
  private var texts: [String] = []
  private static let bits = 11

  mutating func string(_ cell: CSVCell) -> String {
    guard let word = cell.word, word != 0 else { return String(decoding: cell.bytes, as: UTF8.self) }
    if words.isEmpty {
      words = Array(repeating: 0, count: 1 << Self.bits)
      texts = Array(repeating: "", count: 1 << Self.bits)
    }
    let place = Int(truncatingIfNeeded: (word &* 0x9E37_79B9_7F4A_7C15) >> UInt64(64 - Self.bits))
    if words[place] != word {
      words[place] = word
      texts[place] = String(decoding: cell.bytes, as: UTF8.self)
    }
    return texts[place]
  }
}
