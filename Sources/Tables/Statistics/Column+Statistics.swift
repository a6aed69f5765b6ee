import Tensors

extension Column where WrappedElement: Numeric {
  /// The sum of the values that are not missing; 0 if there are none.
  public func sum() -> WrappedElement { values.reduce(into: 0) { $0 += $1 ?? 0 } }
}

extension Column where WrappedElement: Comparable {
  /// The smallest value; nil if there is none.
  public func min() -> WrappedElement? { present.min(by: WrappedElement.isOrdered) }

  /// The largest value; nil if there is none.
  public func max() -> WrappedElement? { present.max(by: WrappedElement.isOrdered) }
}

extension Column {
  /// The mean of the values that are not missing; nil if there are none.
  ///
  /// - Precondition: The column contains numbers.
  public func mean() -> Double? { statistic("mean") { Sample.mean($0) } }

  /// The middle value of the existing ones; nil if there are none.
  ///
  /// - Precondition: The column contains numbers.
  public func median() -> Double? { statistic("median") { Sample.quantile(0.5, $0) } }

  /// `Σ (x - mean)² / (n - ddof)` over the values that are not missing; nil if there are not more than `ddof`.
  ///
  /// - Precondition: The column contains numbers.
  public func variance(ddof: Int = 1) -> Double? {
    statistic("variance", more: ddof) { Sample.variance($0, ddof: ddof) }
  }

  /// The square root of the variance; nil if there are not more than `ddof` values.
  ///
  /// - Precondition: The column contains numbers.
  public func standardDeviation(ddof: Int = 1) -> Double? {
    statistic("standard deviation", more: ddof) { Sample.variance($0, ddof: ddof).squareRoot() }
  }

  /// The value below which a fraction of the values lies; nil if there are none.
  ///
  /// - Precondition: The column contains numbers, and the fraction is from 0 to 1.
  public func quantile(_ fraction: Double) -> Double? {
    let fraction = checkedFraction(fraction)
    return statistic("quantile") { Sample.quantile(fraction, $0) }
  }

  private func statistic(_ name: String, more: Int = 0, _ compute: ([Double]) -> Double) -> Double? {
    eraseToAnyColumn().statistic(name, more: more, compute)
  }
}

extension AnyColumn {
  /// The sum of the numbers that are not missing; 0 if there are none.
  ///
  /// - Precondition: The column contains numbers.
  public func sum() -> Double { Sample.sum(checkedNumbers(for: "sum")) }

  /// The mean of the numbers that are not missing; nil if there are none.
  ///
  /// - Precondition: The column contains numbers.
  public func mean() -> Double? { statistic("mean") { Sample.mean($0) } }

  /// The middle number of the existing ones; nil if there are none.
  ///
  /// - Precondition: The column contains numbers.
  public func median() -> Double? { statistic("median") { Sample.quantile(0.5, $0) } }

  /// The smallest number; nil if there is none.
  ///
  /// - Precondition: The column contains numbers.
  public func min() -> Double? { statistic("minimum") { Sample.minimum($0) } }

  /// The largest number; nil if there is none.
  ///
  /// - Precondition: The column contains numbers.
  public func max() -> Double? { statistic("maximum") { $0.max(by: Double.isOrdered) ?? .nan } }

  /// `Σ (x - mean)² / (n - ddof)` over the numbers that are not missing; nil if there are not more than `ddof`.
  ///
  /// - Precondition: The column contains numbers.
  public func variance(ddof: Int = 1) -> Double? {
    statistic("variance", more: ddof) { Sample.variance($0, ddof: ddof) }
  }

  /// The square root of the variance; nil if there are not more than `ddof` numbers.
  ///
  /// - Precondition: The column contains numbers.
  public func standardDeviation(ddof: Int = 1) -> Double? { variance(ddof: ddof)?.squareRoot() }

  /// The value below which a fraction of the numbers lies; nil if there are none.
  ///
  /// - Precondition: The column contains numbers, and the fraction is from 0 to 1.
  public func quantile(_ fraction: Double) -> Double? {
    let fraction = checkedFraction(fraction)
    return statistic("quantile") { Sample.quantile(fraction, $0) }
  }

  func statistic(_ name: String, more: Int = 0, _ compute: ([Double]) -> Double) -> Double? {
    let numbers = checkedNumbers(for: name)
    return numbers.count > Swift.max(more, 0) ? compute(numbers) : nil
  }

  private func checkedNumbers(for statistic: String) -> [Double] {
    require(
      isNumeric,
      "the column “\(name)” contains \(typeName), which has no \(statistic); use a column of numbers")
    return storage.presentNumbers
  }
}
