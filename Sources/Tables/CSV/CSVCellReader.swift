import Files
import Foundation

/// Reads the cells of a CSV file as values, as its options describe them.
struct CSVCellReader {
  private let missing: CSVWords
  private let trueWords: CSVWords
  private let falseWords: CSVWords
  private let decimalSeparator: UInt8
  private let separator: Character

  init(_ options: CSVReadingOptions) {
    missing = CSVWords(options.nilEncodings)
    trueWords = CSVWords(options.trueEncodings)
    falseWords = CSVWords(options.falseEncodings)
    separator = options.decimalSeparator
    decimalSeparator = separator.asciiValue ?? UInt8(ascii: ".")
  }

  @inline(__always)
  func isMissing(_ cell: CSVCell) -> Bool { missing.contains(cell) }

  @inline(__always)
  func boolean(_ cell: CSVCell) -> Bool? {
    trueWords.contains(cell) ? true : falseWords.contains(cell) ? false : nil
  }

  @inline(__always)
  func date(_ cell: CSVCell) -> Date? {
    ISODate.seconds(cell.bytes).map { Date(timeIntervalSince1970: $0) }
  }

  @inline(__always)
  func integer(_ cell: CSVCell) -> Int? {
    let text = cell.bytes
    guard let first = text.first else { return nil }
    let isNegative = first == UInt8(ascii: "-")
    let start = isNegative || first == UInt8(ascii: "+") ? 1 : 0
    guard text.count > start else { return nil }
    if text.count > 18 { return longInteger(text, from: start, isNegative: isNegative) }
    var value = 0
    for place in start..<text.count {
      let digit = text[place] &- 48
      guard digit <= 9 else { return nil }
      value = value &* 10 &+ Int(digit)
    }
    return isNegative ? -value : value
  }

  /// An integer that may be beyond the range.
  private func longInteger(_ text: UnsafeBufferPointer<UInt8>, from start: Int, isNegative: Bool) -> Int? {
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

  /// A decimal number, nearest to what is written.
  ///
  /// Up to 2⁵³ and 10²² both the digits and the power of ten are exact, so that one division or multiplication rounds
  /// as the whole (Clinger, *How to Read Floating Point Numbers Accurately*); the standard library reads the others.
  @inline(__always)
  func number(_ cell: CSVCell) -> Double? {
    let text = cell.bytes
    var (digits, count, decimals, place) = (UInt64(0), 0, 0, 0)
    var (isNegative, hasPoint) = (false, false)
    if let first = text.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
      isNegative = first == UInt8(ascii: "-")
      place = 1
    }
    while place < text.count {
      let byte = text[place]
      let digit = byte &- 48
      if digit <= 9 {
        if count >= 18 { return slowNumber(text) }
        digits = digits &* 10 &+ UInt64(digit)
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

  /// Numbers with exponents or many digits, and infinite ones; not what only Swift takes for a number.
  private func slowNumber(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
    guard text.count < 400 else { return nil }
    var written = String(decoding: text, as: UTF8.self)
    if separator != "." {
      // A point between thousands, as in 1.234, is not a decimal point.
      guard !written.contains(".") else { return nil }
      written = written.replacing(String(separator), with: ".")
    }
    if ["inf", "-inf", "+inf", "infinity", "-infinity"].contains(written.lowercased()) { return Double(written) }
    guard written.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }) else { return nil }
    return Double(written)
  }
}
