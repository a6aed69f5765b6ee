/// The name of a column together with the type of its values.
///
/// ```swift
/// let minutes = ColumnID("minutes", Int.self)
/// let total = frame[minutes].sum()
/// ```
public struct ColumnID<WrappedElement: ColumnElement>: Hashable, Sendable, CustomStringConvertible {
  /// The heading of the column.
  public var name: String

  /// A name and the type of values under it.
  public init(_ name: String, _ type: WrappedElement.Type = WrappedElement.self) { self.name = name }

  /// The name.
  public var description: String { name }
}
