public import Tensors

extension DataFrame {
  /// The numbers of some columns as a tensor `[rows, columns]`, NaN for missing values.
  ///
  /// - Precondition: The columns exist and contain numbers; all columns of numbers by default.
  public func tensor(_ columnNames: String...) -> Tensor {
    let chosen = columnNames.isEmpty ? columns.filter(\.isNumeric) : columnNames.map { self[$0] }
    for column in chosen {
      require(
        column.isNumeric,
        "the column “\(column.name)” contains \(column.typeName), which cannot become a tensor; use columns of numbers")
    }
    var scalars = [Float](repeating: 0, count: shape.rows * chosen.count)
    for (place, column) in chosen.enumerated() {
      for (row, number) in column.numbers.enumerated() { scalars[row * chosen.count + place] = Float(number) }
    }
    return Tensor(shape: [shape.rows, chosen.count], scalars: scalars)
  }
}
