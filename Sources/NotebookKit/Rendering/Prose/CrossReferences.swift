import Display

/// The numbers of figures and tables, and what `@fig-…` in prose becomes.
struct CrossReferences: Equatable, Sendable {
  /// A figure or table with its place in the count of its kind.
  struct Target: Equatable, Sendable {
    enum Kind: String, Sendable {
      case figure = "Figure"
      case table = "Table"
      case section = "Section"
      case equation = "Equation"
    }

    var kind: Kind
    /// From 1; a section is named by its title instead.
    var number: Int
    var title: PlainText?
    /// The number of an equation in the author's own words.
    var tag: String?
    /// The place of a picture within its figure, from 0.
    var part: Int?

    /// Text of a reference.
    var text: PlainText {
      title ?? PlainText("\(kind.rawValue) \(numberText)" + (part.map { " (\(PictureLayout.letter($0)))" } ?? ""))
    }

    /// The number alone, as `\ref` shows it.
    var numberText: String { tag ?? "\(number)" }

    /// The number of a figure or table.
    var caption: String { "\(kind.rawValue) \(number)" }
  }

  /// Target of a reference as it was written.
  struct Resolved: Equatable, Sendable {
    var target: Target
    var label: String
    /// Text behind the label, as the end of a sentence that the next one follows without a blank.
    var rest: String

    func text(values: [Notebook.InlineValue.ID: InlineResult], in notebook: Notebook) -> String {
      target.text.filled { id in
        if case .value(let bundle)? = values[id] { return bundle.text(.plainText) ?? "" }
        return notebook.inlineValues[id].expression
      }
    }
  }

  /// By label.
  private(set) var targets: [String: Target] = [:]
  /// The works that the notebook cites.
  var citations = Citations()
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
      if label.isEmpty { continue }
      targets[label] = target
      // As in Quarto, the pictures of a figure are called by its label and their numbers.
      for index in cell.options.figureSubcaptions.indices where target.kind == .figure {
        let name = PictureLayout.identifier(label, index)
        if targets[name] == nil { targets[name] = Target(kind: .figure, number: figures, part: index) }
      }
    }
  }

  /// - Parameter number: The section's number, by which it is then called.
  mutating func addSection(_ label: String, title: PlainText, number: String? = nil) {
    let name = number.map { PlainText("\(Target.Kind.section.rawValue) \($0)") }
    targets[label] = Target(kind: .section, number: 0, title: name ?? title)
  }

  /// The name of an equation's element. A colon, as in LaTeX's `eq:mass`, marks names of the page's own.
  static func anchor(_ label: String) -> String { label.replacing(":", with: "-") }

  /// The names of the equations' elements.
  var equationAnchors: [String] { targets.filter { $0.value.kind == .equation }.keys.map(Self.anchor) }

  mutating func addEquations(_ equations: [DocumentMathematics.Equation]) {
    for equation in equations {
      var tag = equation.tag?[...]
      if tag?.first == "(", tag?.last == ")" { tag = tag?.dropFirst().dropLast() }
      let target = Target(kind: .equation, number: equation.number, tag: tag.map(String.init))
      for label in equation.labels where targets[label] == nil { targets[label] = target }
    }
  }

  /// The target of a reference; nil if there is no such label.
  func target(of written: String) -> Resolved? {
    // A dot may belong to the label or end the sentence.
    for label in LabelEnds(of: written) {
      if let target = targets[String(label)] {
        return Resolved(target: target, label: String(label), rest: String(written[label.endIndex...]))
      }
    }
    return nil
  }
}
