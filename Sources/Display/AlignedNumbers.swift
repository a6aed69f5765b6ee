import Foundation

/// The numbers of a table's column, written with one number of decimals so that their points line up.
///
/// The largest number has six significant digits, and every other one three at least; none is given decimals that no
/// number of the column has. A column that would need more than twelve digits is written with exponents.
package struct AlignedNumbers {
  /// The texts as they are shown, row by row; those of missing and infinite values, and those of a column that holds
  /// anything but numbers or nothing but integers, as they came.
  package let texts: [String]

  fileprivate static let significantDigits = 6
  private static let leastDigits = 3
  private static let mostDigits = 12
  /// From here on a number is one of those that `Double` writes with an exponent.
  private static let largestExponent = 15

  /// Rounds the cells of a column.
  package init(_ cells: [String]) {
    texts = Self.aligned(cells) ?? cells
  }

  private static func aligned(_ cells: [String]) -> [String]? {
    guard cells.contains(where: { $0.utf8.contains { $0 == UInt8(ascii: ".") || $0 | 32 == UInt8(ascii: "e") } }) else {
      return nil
    }
    var numbers: [WrittenNumber?] = []
    numbers.reserveCapacity(cells.count)
    for cell in cells {
      if let number = WrittenNumber(cell) {
        numbers.append(number)
      } else if isWithoutDigits(cell) {
        numbers.append(nil)
      } else {
        return nil
      }
    }
    let present = numbers.compactMap(\.self)
    guard present.contains(where: { $0.hasPoint }), let format = format(of: present) else { return nil }
    return zip(cells, numbers).map { cell, number in number.map { String(format: format, $0.value) } ?? cell }
  }

  /// The one format of all numbers; nil if there is none that is not zero and no decimal to show.
  private static func format(of numbers: [WrittenNumber]) -> String? {
    let written = numbers.map(\.decimals).max() ?? 0
    guard let largest = numbers.compactMap(\.exponent).max() else { return "%.\(max(min(written, 1), 0))f" }
    var decimals = max(significantDigits - 1 - largest, 1)
    for number in numbers {
      guard let exponent = number.exponent else { continue }
      decimals = max(decimals, min(leastDigits - 1 - exponent, number.decimals))
    }
    decimals = max(min(decimals, written), 0)
    let digits = max(largest + 1, 1) + decimals
    if largest >= largestExponent || decimals > 1 && digits > mostDigits {
      let mantissa = numbers.map(\.significantDigits).max() ?? 1
      return "%.\(max(mantissa - 1, 0))e"
    }
    return "%.\(decimals)f"
  }

  /// True for a missing value, NaN and infinite numbers, which have no place in the column's format.
  private static func isWithoutDigits(_ cell: String) -> Bool {
    cell.isEmpty || cell == "–" || ["nan", "inf", "-inf", "+inf"].contains(cell.lowercased())
  }
}

/// A number as a cell holds it: `12.50`, `-3`, `1e-05`.
private struct WrittenNumber {
  let value: Double
  let hasPoint: Bool
  /// Digits behind the point that it is worth, without an exponent: those that are written, of a long number those of six
  /// significant digits without zeros at the end.
  let decimals: Int
  /// Digits from the first that is not zero to the last that it is worth.
  let significantDigits: Int
  /// The power of ten of its first digit; nil for zero.
  let exponent: Int?

  /// Nil for any text that is not digits with at most a sign, a point and an exponent.
  init?(_ text: String) {
    let utf8 = Array(text.utf8)
    var (place, fraction, digits, power) = (0, 0, 0, 0)
    var (isBehindPoint, hasExponent, hasDigit) = (false, false, false)
    if let first = utf8.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") { place = 1 }
    while place < utf8.count {
      let byte = utf8[place]
      if (48...57).contains(byte) {
        hasDigit = true
        if isBehindPoint { fraction += 1 }
        if digits > 0 || byte != 48 { digits += 1 }
      } else if byte == UInt8(ascii: "."), !isBehindPoint, hasDigit, place + 1 < utf8.count {
        isBehindPoint = true
      } else if byte | 32 == UInt8(ascii: "e"), hasDigit,
        let written = Int(String(decoding: utf8[(place + 1)...], as: UTF8.self))
      {
        (hasExponent, power) = (true, written)
        break
      } else {
        return nil
      }
      place += 1
    }
    guard hasDigit, let value = Double(text), value.isFinite, abs(power) < 400 else { return nil }
    self.value = value
    hasPoint = isBehindPoint || hasExponent
    let exponent = value == 0 ? nil : Int(log10(value.magnitude).rounded(.down))
    self.exponent = exponent
    guard let exponent, digits > AlignedNumbers.significantDigits else {
      decimals = max(fraction - power, 0)
      significantDigits = max(digits, 1)
      return
    }
    let mantissa = String(format: "%.\(AlignedNumbers.significantDigits - 1)e", value.magnitude).prefix { $0 != "e" }
    let zeros = mantissa.reversed().prefix { $0 == "0" }.count
    significantDigits = AlignedNumbers.significantDigits - min(zeros, AlignedNumbers.significantDigits - 1)
    decimals = max(significantDigits - 1 - exponent, fraction > power ? 1 : 0)
  }
}
