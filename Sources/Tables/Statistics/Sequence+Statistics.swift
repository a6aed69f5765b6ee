import Tensors

// Your own extension with such a name takes precedence: it is more specific, and these are disfavoured.

extension Sequence where Element: BinaryFloatingPoint {
  /// The arithmetic mean, `Σ x / n`: numpy's `mean`. NaN if there is no number.
  ///
  /// ```swift
  /// [1.0, 2.0, 6.0].mean()  // 3
  /// ```
  @_disfavoredOverload
  public func mean() -> Double { Sample.mean(map { Double($0) }) }

  /// The middle value, or the mean of the middle two: numpy's `median`. NaN if there is no number.
  @_disfavoredOverload
  public func median() -> Double { Sample.quantile(0.5, map { Double($0) }) }

  /// The mean squared distance from the mean, `Σ (x - mean)² / (n - ddof)`. NaN if there are not more than `ddof` numbers.
  ///
  /// - Parameter ddof: 1 for a sample, as pandas and `numpy.var(ddof=1)`; 0 for all of a population, as `numpy.var`.
  @_disfavoredOverload
  public func variance(ddof: Int = 1) -> Double { Sample.variance(map { Double($0) }, ddof: ddof) }

  /// The square root of the variance, in the numbers' own unit.
  ///
  /// - Parameter ddof: 1 for a sample, 0 for all of a population.
  @_disfavoredOverload
  public func standardDeviation(ddof: Int = 1) -> Double { variance(ddof: ddof).squareRoot() }

  /// The value below which a fraction of the numbers lies, linear between the two nearest: numpy's `quantile`. NaN if
  /// there is no number.
  ///
  /// - Precondition: The fraction is from 0 to 1.
  @_disfavoredOverload
  public func quantile(_ fraction: Double) -> Double {
    Sample.quantile(checkedFraction(fraction), map { Double($0) })
  }
}

extension Sequence where Element: BinaryInteger {
  /// The arithmetic mean, `Σ x / n`: numpy's `mean`. NaN if there is no number.
  @_disfavoredOverload
  public func mean() -> Double { Sample.mean(map { Double($0) }) }

  /// The middle value, or the mean of the middle two: numpy's `median`. NaN if there is no number.
  @_disfavoredOverload
  public func median() -> Double { Sample.quantile(0.5, map { Double($0) }) }

  /// The mean squared distance from the mean, `Σ (x - mean)² / (n - ddof)`. NaN if there are not more than `ddof` numbers.
  ///
  /// - Parameter ddof: 1 for a sample, as pandas and `numpy.var(ddof=1)`; 0 for all of a population, as `numpy.var`.
  @_disfavoredOverload
  public func variance(ddof: Int = 1) -> Double { Sample.variance(map { Double($0) }, ddof: ddof) }

  /// The square root of the variance, in the numbers' own unit.
  ///
  /// - Parameter ddof: 1 for a sample, 0 for all of a population.
  @_disfavoredOverload
  public func standardDeviation(ddof: Int = 1) -> Double { variance(ddof: ddof).squareRoot() }

  /// The value below which a fraction of the numbers lies, linear between the two nearest: numpy's `quantile`. NaN if
  /// there is no number.
  ///
  /// - Precondition: The fraction is from 0 to 1.
  @_disfavoredOverload
  public func quantile(_ fraction: Double) -> Double {
    Sample.quantile(checkedFraction(fraction), map { Double($0) })
  }
}

/// The fraction itself; stops the program if it is invalid.
func checkedFraction(_ fraction: Double) -> Double {
  require(
    fraction >= 0 && fraction <= 1,
    "a quantile needs a fraction from 0 to 1, not \(fraction); 0.9 is the 90th percentile")
  return fraction
}
