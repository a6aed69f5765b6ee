/// Values that become a column of a data frame's literal: arrays of elements, of optional ones, and columns.
///
/// ```swift
/// let frame: DataFrame = ["name": ["Ada", "Ben"], "age": [12, nil]]
/// ```
public protocol ColumnConvertible {
  /// The values as a column of this name.
  func column(named name: String) -> AnyColumn
}

extension Array: ColumnConvertible where Element: ColumnCell {
  /// The elements as a column of this name.
  public func column(named name: String) -> AnyColumn {
    Column(name: name, contents: map { Element.columnValue(of: $0) }).eraseToAnyColumn()
  }
}

extension Column: ColumnConvertible {
  /// The values under this name.
  public func column(named name: String) -> AnyColumn {
    var copy = self
    copy.name = name
    return copy.eraseToAnyColumn()
  }
}

extension AnyColumn: ColumnConvertible {
  /// The values under this name.
  public func column(named name: String) -> AnyColumn {
    var copy = self
    copy.name = name
    return copy
  }
}

extension DataFrame: ExpressibleByDictionaryLiteral {
  /// A data frame of named arrays, in the order in which they are written.
  ///
  /// - Precondition: The arrays have one length, and the names differ.
  public init(dictionaryLiteral elements: (String, any ColumnConvertible)...) {
    self.init(columns: elements.map { $0.1.column(named: $0.0) })
  }
}
