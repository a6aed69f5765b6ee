/// Names of files of images and sounds: a cell's label, else `cell-` and its number from 1; a cell's second image ends
/// in `-2`, and so on, except for names that are another cell's own.
struct FigureNames {
  /// Names of the first images.
  private let first: Set<String>

  init(of notebook: Notebook) { first = Set(notebook.cells.map(Self.first)) }

  /// - Parameter index: The index among the cell's images, from 0.
  func name(of cell: Cell, index: Int) -> String {
    let name = Self.first(cell)
    if index == 0 { return name }
    let others = (2...).lazy.map { "\(name)-\($0)" }.filter { !first.contains($0) }
    return others.prefix(index).suffix(1).first ?? name
  }

  private static func first(_ cell: Cell) -> String { cell.options.label ?? "cell-\(cell.index + 1)" }
}
