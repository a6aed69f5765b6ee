import Files
import Foundation

/// A value that cannot be shown as it is.
///
/// ```swift
/// do { try display(Table(columns: ["note", "hertz"], rows: [["A4"]])) } catch DisplayError.unevenRow(let index, _, _) { print(index) }
/// ```
public enum DisplayError: UserFacingError, Hashable {
  /// A row of a table has fewer or more cells than there are columns; rows count from 0.
  case unevenRow(index: Int, cellCount: Int, columnCount: Int)

  /// The message for users: what is wrong with which value, and what to do.
  public var description: String {
    switch self {
    case .unevenRow(let index, let cellCount, let columnCount):
      "Row \(index) of the table, counted from 0, has \(cellCount) cells for \(columnCount) columns. Give it a cell for "
        + "each column, which may be empty."
    }
  }
}
