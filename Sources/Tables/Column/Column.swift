import Tensors

/// Values of one type under a name; some may be missing.
///
/// ```swift
/// var minutes = Column(name: "minutes", contents: [30, nil, 45])
/// minutes.append(60)
/// minutes.missingCount  // 1
/// ```
public struct Column<WrappedElement: ColumnElement>: Sendable {
  /// The heading.
  public var name: String
  var values: [WrappedElement?]

  /// A column without values.
  public init(name: String, capacity: Int = 0) {
    self.name = name
    values = []
    values.reserveCapacity(Swift.max(capacity, 0))
  }

  /// A column of values; nil for one that is missing.
  public init(name: String, contents: some Sequence<WrappedElement?>) {
    self.name = name
    values = Array(contents)
  }

  /// A column without missing values.
  public init(name: String, contents: some Sequence<WrappedElement>) {
    self.name = name
    values = contents.map(Optional.some)
  }

  /// A column of values under the name of an identifier.
  public init(_ id: ColumnID<WrappedElement>, contents: some Sequence<WrappedElement?>) {
    self.init(name: id.name, contents: contents)
  }

  /// The type of the values.
  public var wrappedElementType: WrappedElement.Type { WrappedElement.self }

  /// The kind of axis that shows the values.
  public var axisKind: ColumnAxisKind { WrappedElement.axisKind }

  /// The number of missing values.
  public var missingCount: Int { countOfMissing() }

  /// The values that are there, in order.
  public var present: [WrappedElement] { values.compactMap(\.self) }

  /// Adds a value, or a missing one.
  public mutating func append(_ value: WrappedElement?) { values.append(value) }

  /// Adds values.
  public mutating func append(contentsOf more: some Sequence<WrappedElement?>) { values.append(contentsOf: more) }

  /// A column of the same name with each current value replaced.
  ///
  /// - Throws: The error that `transform` throws.
  public func mapNonNil<Result: ColumnElement>(
    _ transform: (WrappedElement) throws -> Result?
  ) rethrows -> Column<Result> {
    Column<Result>(name: name, contents: try values.map { try $0.flatMap(transform) })
  }

  /// A column whose missing values are replaced by a value.
  public func filled(with value: WrappedElement) -> Column {
    Column(name: name, contents: values.map { .some($0 ?? value) })
  }

  /// The distinct values, in order of first appearance; missing counts as a value.
  public func distinct() -> Column {
    var known: Set<WrappedElement?> = []
    return Column(name: name, contents: values.filter { known.insert($0).inserted })
  }

  /// The column without its type, as in data frames.
  public func eraseToAnyColumn() -> AnyColumn { AnyColumn(self) }
}

extension Column: RandomAccessCollection, MutableCollection {
  /// The position of the first value, 0.
  public var startIndex: Int { 0 }
  /// The number of values.
  public var endIndex: Int { values.count }

  /// The value of a row; nil if it is missing.
  ///
  /// - Precondition: The row exists.
  public subscript(position: Int) -> WrappedElement? {
    get {
      checkRow(position)
      return values[position]
    }
    set {
      checkRow(position)
      values[position] = newValue
    }
  }

  private func checkRow(_ row: Int) {
    require(
      values.indices.contains(row),
      "the column “\(name)” has no row \(row); its \(values.count) rows are numbered from 0")
  }
}

extension Column: Hashable, CustomStringConvertible {
  /// The name and the values in brackets: `minutes [30, –, 45]`, of more than 20 values the first ones.
  public var description: String {
    let shown = values.prefix(20).map { $0.map(WrappedElement.columnText) ?? MissingValue.mark }
    let rest = values.count > 20 ? ", …]  // \(values.count) values" : "]"
    return "\(name) [" + shown.joined(separator: ", ") + rest
  }
}

/// The mark of a missing value where tables are shown.
enum MissingValue {
  static let mark = "–"
}
