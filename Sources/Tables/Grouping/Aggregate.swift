import Tensors

/// A value computed from the rows of a group: their number, or a statistic of one of their columns.
///
/// ```swift
/// sessions.grouped(by: "instrument").aggregated(.count(), .mean("minutes"), .quantile(0.9, "minutes", as: "long"))
/// ```
public struct Aggregate: Sendable {
  /// The heading of the result.
  public var name: String
  /// The column that is read; nil for the number of rows.
  let source: String?
  /// The values of the groups, given the column and each group's rows; the result's name does not count.
  let compute: @Sendable (AnyColumn, [[Int]]) -> AnyColumn

  /// The number of rows.
  public static func count(as name: String = "count") -> Aggregate {
    Aggregate(name: name, source: nil) { _, groups in
      Column(name: name, contents: groups.map(\.count)).eraseToAnyColumn()
    }
  }

  /// The sum of the numbers that are not missing.
  public static func sum(_ column: String, as name: String? = nil) -> Aggregate {
    let name = name ?? "sum(\(column))"
    let numbers = statistic("sum", column, name, more: -1) { Sample.sum($0) }
    return Aggregate(name: name, source: column) { source, groups in
      guard source.holds(Int.self) else { return numbers.compute(source, groups) }
      let values = source.assumingType(Int.self).values
      let sums = groups.map { rows in
        rows.reduce(0) { sum, row in
          let (next, overflows) = sum.addingReportingOverflow(values[row] ?? 0)
          require(!overflows, "the sum of “\(column)” exceeds the integers; convert the column to Double first")
          return next
        }
      }
      return Column(name: name, contents: sums).eraseToAnyColumn()
    }
  }

  /// The mean of the numbers that are not missing.
  public static func mean(_ column: String, as name: String? = nil) -> Aggregate {
    statistic("mean", column, name) { Sample.mean($0) }
  }

  /// The middle number of the existing ones.
  public static func median(_ column: String, as name: String? = nil) -> Aggregate {
    statistic("median", column, name) { Sample.quantile(0.5, $0) }
  }

  /// The smallest value, of numbers, dates or whatever has an order; NaN if a number is not one.
  public static func minimum(_ column: String, as name: String? = nil) -> Aggregate {
    extreme("minimum", column, name, .ascending) { Sample.minimum($0) }
  }

  /// The largest value, of numbers, dates or whatever has an order; NaN if a number is not one.
  public static func maximum(_ column: String, as name: String? = nil) -> Aggregate {
    extreme("maximum", column, name, .descending) { $0.max(by: Double.isOrdered) ?? .nan }
  }

  /// The standard deviation of a sample, with `ddof` 1.
  public static func standardDeviation(_ column: String, as name: String? = nil) -> Aggregate {
    statistic("standardDeviation", column, name, more: 1) { Sample.variance($0, ddof: 1).squareRoot() }
  }

  /// The number below which a fraction of the numbers lies.
  ///
  /// - Precondition: The fraction is from 0 to 1.
  public static func quantile(_ fraction: Double, _ column: String, as name: String? = nil) -> Aggregate {
    let fraction = checkedFraction(fraction)
    return statistic("quantile \(fraction)", column, name) { Sample.quantile(fraction, $0) }
  }

  /// The first value of each group, of any type.
  public static func first(_ column: String, as name: String? = nil) -> Aggregate {
    Aggregate(name: name ?? "first(\(column))", source: column) { source, groups in
      source.storage.taking(groups.map { $0.first ?? -1 })
    }
  }

  /// The first value in an order; nil if a group has none. Only floating-point columns with NaN are computed.
  private static func extreme(
    _ kind: String, _ column: String, _ name: String?, _ order: Order,
    _ compute: @escaping @Sendable ([Double]) -> Double
  ) -> Aggregate {
    let name = name ?? "\(kind)(\(column))"
    let numbers = statistic(kind, column, name, compute)
    return Aggregate(name: name, source: column) { source, groups in
      if source.isNumeric, !source.holds(Int.self) { return numbers.compute(source, groups) }
      return source.storage.taking(groups.map { source.storage.firstRow(of: $0, order) ?? -1 })
    }
  }

  /// A statistic of the numbers; nil if a group has at most `more` of them.
  private static func statistic(
    _ kind: String, _ column: String, _ name: String?, more: Int = 0,
    _ compute: @escaping @Sendable ([Double]) -> Double
  ) -> Aggregate {
    let name = name ?? "\(kind)(\(column))"
    return Aggregate(name: name, source: column) { source, groups in
      require(
        source.isNumeric,
        "the column “\(column)” contains \(source.typeName), which has no \(kind); use a column of numbers")
      let numbers = source.numbers
      let missing = source.storage.missing
      let values = groups.map { rows -> Double? in
        let present = rows.filter { !missing[$0] }.map { numbers[$0] }
        return present.count > more ? compute(present) : nil
      }
      return Column(name: name, contents: values).eraseToAnyColumn()
    }
  }
}
