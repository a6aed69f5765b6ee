import Tensors

/// A matrix whose rows hold few entries, such as a bank of triangles.
struct SparseMatrix: Sendable {
  /// A number and its column.
  struct Entry: Sendable {
    let column: Int
    let weight: Double
  }

  let rows: Int
  let columns: Int
  let entries: [[Entry]]

  /// Keeps what is not 0 of rows of equal length.
  init(_ dense: [[Double]], columns: Int) {
    rows = dense.count
    self.columns = columns
    entries = dense.map { row in
      row.enumerated().compactMap { $0.element == 0 ? nil : Entry(column: $0.offset, weight: $0.element) }
    }
  }

  /// Rows of entries in the order of columns.
  init(entries: [[Entry]], columns: Int) {
    rows = entries.count
    self.columns = columns
    self.entries = entries
  }

  /// All numbers, `[rows, columns]`.
  var tensor: Tensor {
    var scalars = [Float](repeating: 0, count: rows * columns)
    for (row, line) in entries.enumerated() {
      for entry in line { scalars[row * columns + entry.column] = Float(entry.weight) }
    }
    return Tensor(shape: [rows, columns], scalars: scalars)
  }
}
