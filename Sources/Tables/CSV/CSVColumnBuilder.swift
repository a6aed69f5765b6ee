import Files

/// A column of a CSV file in the making.
///
/// A column without a type of its own begins with the first of integers, numbers, truth values and dates that the first
/// rows are. If later rows are not, the file is read again for this column, with the next type.
///
/// A class, since several of them work at a time on a block.
final class CSVColumnBuilder {
  /// The place of the column in the file.
  let index: Int
  /// The field that is not of the type that was asked for.
  private(set) var misfit: CSVField?
  /// True if the file must be read again.
  private(set) var isUnfinished = false

  private let reader: CSVCellReader
  private let wanted: CSVType?
  private var values: CSVColumnValues
  private var rowCount = 0
  private static let guesses: [CSVType] = [.integer, .double, .boolean, .date, .string]

  init(index: Int, type: CSVType?, _ reader: CSVCellReader) {
    self.index = index
    self.reader = reader
    wanted = type
    values = CSVColumnValues(type ?? Self.guesses[0])
  }

  /// Adds the rows of a block.
  ///
  /// - Parameter expectedCount: The number of rows in the whole file, as far as it can be told.
  func append(_ block: CSVBlock, expectedCount: Int) {
    guard misfit == nil, !isUnfinished else { return }
    if rowCount == 0 { values.reserveCapacity(expectedCount) }
    while let row = values.append(block, column: index, reader) {
      guard wanted == nil else {
        misfit = block.field(row, index)
        return
      }
      let next = Self.guesses[(Self.guesses.firstIndex(of: values.type) ?? 0) + 1]
      // Missing values are so for all types but strings, where an empty text in quotes is none.
      isUnfinished = rowCount > 0 && (values.hasValue || next == .string)
      values = CSVColumnValues(next, missingCount: isUnfinished ? 0 : rowCount)
      if isUnfinished { return }
      values.reserveCapacity(expectedCount)
    }
    rowCount += block.rowCount
  }

  /// Ends a pass over the file. A column without any value is one of strings.
  func endPass() {
    if !isUnfinished, misfit == nil, wanted == nil, !values.hasValue, values.type != .string {
      values = CSVColumnValues(.string)
      isUnfinished = rowCount > 0
    }
    if isUnfinished { rowCount = 0 }
  }

  /// Begins another pass.
  func beginPass() { isUnfinished = false }

  /// The column under a name.
  func column(named name: String) -> AnyColumn { values.column(named: name) }
}
