import Tensors

/// A column whose element type is known only at run time, as in data frames.
///
/// ```swift
/// let column = frame["minutes"]
/// column.mean()                       // of the numbers that are there
/// column.assumingType(Int.self).sum()  // with its type
/// ```
public struct AnyColumn: Sendable {
  var storage: any ColumnStorage

  init(_ storage: any ColumnStorage) { self.storage = storage }

  /// The heading.
  public var name: String {
    get { storage.name }
    set { storage.name = newValue }
  }

  /// The number of rows.
  public var count: Int { storage.count }

  /// The number of missing values.
  public var missingCount: Int { storage.missingCount }

  /// The type of the values, as `Int`.
  public var wrappedElementType: any ColumnElement.Type { storage.elementType }

  /// The kind of axis that shows the values.
  public var axisKind: ColumnAxisKind { storage.elementType.axisKind }

  /// The value of a row; nil if it is missing.
  ///
  /// - Precondition: The row exists.
  public subscript(row: Int) -> (any ColumnElement)? { storage.value(row) }

  /// The column with the type of its values.
  ///
  /// - Precondition: Its values are of that type.
  public func assumingType<Element: ColumnElement>(_ type: Element.Type) -> Column<Element> {
    guard let column = storage as? Column<Element> else {
      fatalError(
        "the column “\(name)” contains \(typeName), not \(Element.self); read it as \(typeName), "
          + "or give its type where the file is read")
    }
    return column
  }

  /// True if the values are of this type.
  public func holds<Element: ColumnElement>(_ type: Element.Type) -> Bool { storage.elementType == type }

  /// Each value as a number; dates as seconds since 1970; NaN if missing or not a number.
  public var numbers: [Double] { storage.numbers }

  /// Each value as text, nil if missing.
  public var texts: [String?] { storage.texts }

  var typeName: String { String(describing: storage.elementType) }
  var isNumeric: Bool { axisKind == .numbers }
}

extension AnyColumn: Equatable, CustomStringConvertible {
  /// True if names, types and values agree.
  public static func == (first: AnyColumn, second: AnyColumn) -> Bool {
    first.storage.isEqual(to: second.storage)
  }

  /// The name and the values in brackets.
  public var description: String { String(describing: storage) }
}
