/// The numbers of figures and tables, and what `@fig-…` in prose becomes.
struct CrossReferences: Equatable, Sendable {
  /// A figure or table with its place in the count of its kind.
  struct Target: Equatable, Sendable {
    enum Kind: String, Sendable {
      case figure = "Figure"
      case table = "Table"
      case section = "Section"
    }

    var kind: Kind
    /// From 1; a section is named by its title instead.
    var number: Int
    var title: String?

    var text: String { title ?? "\(kind.rawValue) \(number)" }
  }

  /// By label.
  private(set) var targets: [String: Target] = [:]
  /// What the cell with some index shows under a number.
  private(set) var targetOfCell: [Int: Target] = [:]

  /// Numbers every cell that has a caption or a label `fig-…` or `tbl-…`, in the order in which they stand.
  init(_ cells: [Cell]) {
    var figures = 0
    var tables = 0
    for cell in cells where cell.options.include {
      let label = cell.options.label ?? ""
      let target: Target
      if cell.options.tableCaption != nil || label.hasPrefix("tbl-") {
        tables += 1
        target = Target(kind: .table, number: tables)
      } else if cell.options.figureCaption != nil || label.hasPrefix("fig-") {
        figures += 1
        target = Target(kind: .figure, number: figures)
      } else {
        continue
      }
      targetOfCell[cell.index] = target
      if !label.isEmpty { targets[label] = target }
    }
  }

  mutating func addSection(_ label: String, title: String) {
    targets[label] = Target(kind: .section, number: 0, title: title)
  }

  /// A reference to a label as a link; one that points nowhere stays visible as `?@fig-…`.
  func link(_ label: String) -> String {
    let escaped = label.escapedForHTML
    guard let target = targets[label] else { return "<strong class=\"missing\">?@\(escaped)</strong>" }
    return "<a class=\"ref\" href=\"#\(escaped)\">\(target.text.escapedForHTML)</a>"
  }
}
