import Foundation

/// The fields of one column, read as values of a type.
struct CSVValues {
  let bytes: UnsafeBufferPointer<UInt8>
  let fields: UnsafeBufferPointer<CSVField>
  let column: Int
  let columnCount: Int
  let name: String
  let options: CSVReadingOptions
  private let missing: [[UInt8]]
  private let decimalSeparator: UInt8

  init(
    bytes: UnsafeBufferPointer<UInt8>, fields: UnsafeBufferPointer<CSVField>, column: Int, columnCount: Int,
    name: String, options: CSVReadingOptions
  ) {
    self.bytes = bytes
    self.fields = fields
    self.column = column
    self.columnCount = columnCount
    self.name = name
    self.options = options
    missing = options.nilEncodings.filter { !$0.isEmpty }.sorted().map { Array($0.utf8) }
    decimalSeparator = options.decimalSeparator.asciiValue ?? UInt8(ascii: ".")
  }

  /// The column as the first of integers, numbers, truth values and dates that all fields are, else as strings.
  func guessed() -> AnyColumn {
    for type in [CSVType.integer, .double, .boolean, .date] {
      if case .success(let column) = typed(type) {
        if column.missingCount == column.count { break }
        return column
      }
    }
    return AnyColumn(strings())
  }

  /// The row of a field that is not of the type.
  struct Misfit: Error { let row: Int }

  func typed(_ type: CSVType) -> Result<AnyColumn, Misfit> {
    switch type {
    case .integer: values(Self.integer)
    case .double: values(number)
    case .float: values { number($0).map { Float($0) } }
    case .boolean: values(boolean)
    case .date: values { ISODate.seconds($0).map { Date(timeIntervalSince1970: $0) } }
    case .string: .success(AnyColumn(strings()))
    }
  }

  /// The text of a field.
  func text(_ row: Int) -> String {
    let field = self.field(row)
    let text = String(decoding: slice(field), as: UTF8.self)
    return field.isEscaped ? text.replacing("\"\"", with: "\"") : text
  }

  private func field(_ row: Int) -> CSVField { fields[row * columnCount + column] }

  private func slice(_ field: CSVField) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: bytes[field.start..<field.start + Int(field.count)])
  }

  private var rowCount: Int { fields.count / columnCount }

  private func values<Value: ColumnElement>(
    _ parse: (UnsafeBufferPointer<UInt8>) -> Value?
  ) -> Result<AnyColumn, Misfit> {
    var values: [Value?] = []
    values.reserveCapacity(rowCount)
    for row in 0..<rowCount {
      let text = trimmed(slice(field(row)))
      if let value = parse(text) {
        values.append(value)
      } else if isMissing(text) {
        values.append(nil)
      } else {
        return .failure(Misfit(row: row))
      }
    }
    return .success(AnyColumn(Column(name: name, contents: values)))
  }

  private func strings() -> Column<String> {
    var values: [String?] = []
    values.reserveCapacity(rowCount)
    for row in 0..<rowCount {
      let field = field(row)
      values.append(!field.isQuoted && isMissing(slice(field)) ? nil : text(row))
    }
    return Column(name: name, contents: values)
  }

  private func trimmed(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    var (start, end) = (0, text.count)
    while start < end, text[start] == 32 || text[start] == 9 { start += 1 }
    while end > start, text[end - 1] == 32 || text[end - 1] == 9 { end -= 1 }
    return UnsafeBufferPointer(rebasing: text[start..<end])
  }

  private func isMissing(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    if text.isEmpty { return options.nilEncodings.contains("") }
    return missing.contains { $0.count == text.count && $0.elementsEqual(text) }
  }

  private func boolean(_ text: UnsafeBufferPointer<UInt8>) -> Bool? {
    guard text.count < 32 else { return nil }
    let text = String(decoding: text, as: UTF8.self)
    return options.trueEncodings.contains(text) ? true : options.falseEncodings.contains(text) ? false : nil
  }

  private static func integer(_ text: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let first = text.first else { return nil }
    let isNegative = first == UInt8(ascii: "-")
    let start = isNegative || first == UInt8(ascii: "+") ? 1 : 0
    guard text.count > start else { return nil }
    var value = 0
    for byte in text[start...] {
      guard byte >= 48, byte <= 57 else { return nil }
      let (tens, overflows) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflowsToo) = tens.subtractingReportingOverflow(Int(byte) - 48)
      if overflows || overflowsToo { return nil }
      value = sum
    }
    // Counted downwards, since there is one negative number more than there are positive ones.
    if isNegative { return value }
    return value == .min ? nil : -value
  }

  private static let powersOfTen: [Double] = (0...22).map { Double("1e\($0)") ?? 1 }

  /// The number nearest to a decimal text.
  ///
  /// Up to 2⁵³ and 10²² both the digits and the power of ten are exact, so one division or multiplication rounds as the
  /// whole (Clinger, *How to Read Floating Point Numbers Accurately*); the standard library reads the others.
  private func number(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
    var (digits, count, decimals, place) = (UInt64(0), 0, 0, 0)
    var (isNegative, hasPoint) = (false, false)
    if let first = text.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
      isNegative = first == UInt8(ascii: "-")
      place = 1
    }
    while place < text.count {
      let byte = text[place]
      if byte >= 48, byte <= 57 {
        if count >= 18 { return slowNumber(text) }
        digits = digits * 10 + UInt64(byte - 48)
        count += 1
        if hasPoint { decimals += 1 }
      } else if byte == decimalSeparator, !hasPoint {
        hasPoint = true
      } else {
        return slowNumber(text)
      }
      place += 1
    }
    guard count > 0 else { return nil }
    guard digits <= 1 << 53, decimals <= 22 else { return slowNumber(text) }
    let value = Double(digits) / Self.powersOfTen[decimals]
    return isNegative ? -value : value
  }

  /// Numbers with exponents or many digits, and infinite ones; not Swift's own formats.
  private func slowNumber(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
    guard text.count < 400 else { return nil }
    var written = String(decoding: text, as: UTF8.self)
    if options.decimalSeparator != "." {
      // A point between thousands, as in 1.234, is not a decimal point.
      guard !written.contains(".") else { return nil }
      written = written.replacing(String(options.decimalSeparator), with: ".")
    }
    if ["inf", "-inf", "+inf", "infinity", "-infinity"].contains(written.lowercased()) { return Double(written) }
    guard written.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }) else { return nil }
    return Double(written)
  }
}
