extension DataFrame {
  /// A row for each column: its type, the numbers of existing, missing and distinct values, and the most frequent
  /// value.
  ///
  /// ```swift
  /// sessions.summary()
  /// ```
  public func summary() -> DataFrame {
    let facts = columns.map { column in
      let keys = column.storage.keys()
      var counts = [Int](repeating: 0, count: keys.firstRows.count)
      let missing = column.storage.missing
      for (row, code) in keys.codes.enumerated() where !missing[row] { counts[code] += 1 }
      let most = counts.max() ?? 0
      let top = counts.firstIndex(of: most).flatMap { column.storage.text(keys.firstRows[$0]) }
      return (distinct: counts.count { $0 > 0 }, top: most > 0 ? top : nil, frequency: most)
    }
    return [
      "column": columnNames, "type": columns.map(\.typeName), "count": columns.map { $0.count - $0.missingCount },
      "missing": columns.map(\.missingCount), "distinct": facts.map(\.distinct), "top": facts.map(\.top),
      "frequency": facts.map(\.frequency),
    ]
  }

  /// A row for each column of numbers: count, mean, standard deviation, extremes and quartiles: pandas' `describe`.
  ///
  /// ```swift
  /// sessions.describe()
  /// ```
  public func describe() -> DataFrame {
    let numeric = columns.filter(\.isNumeric)
    let sorted = numeric.map { Sample.sorted($0.storage.presentNumbers) }
    func quantiles(_ fraction: Double) -> [Double?] {
      sorted.map { $0.isEmpty ? nil : Sample.quantile(fraction, ofSorted: $0) }
    }
    return [
      "column": numeric.map(\.name), "count": sorted.map(\.count),
      "mean": sorted.map { $0.isEmpty ? nil : Sample.mean($0) },
      "standard deviation": sorted.map { $0.count < 2 ? nil : Sample.variance($0, ddof: 1).squareRoot() },
      "minimum": sorted.map { $0.isEmpty ? nil : Sample.minimum($0) }, "25 %": quantiles(0.25), "50 %": quantiles(0.5),
      "75 %": quantiles(0.75),
      "maximum": sorted.map(\.last),
    ]
  }
}
