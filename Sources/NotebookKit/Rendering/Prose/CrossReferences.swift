import Display

/// The numbers of figures and tables, and the replacements of `@fig-…` in prose.
struct CrossReferences: Equatable, Sendable {
  /// Equal if references and cells show the same; the nodes of the prose move with every edit.
  static func == (left: CrossReferences, right: CrossReferences) -> Bool {
    left.targets == right.targets && left.targetOfCell == right.targetOfCell && left.citations == right.citations
  }

  /// A figure or table with its position in the count of its kind.
  struct Target: Equatable, Sendable {
    enum Kind: String, Sendable {
      case figure = "Figure"
      case table = "Table"
      case section = "Section"
      case equation = "Equation"
      case listing = "Listing"
      case theorem = "Theorem"
      case lemma = "Lemma"
      case corollary = "Corollary"
      case proposition = "Proposition"
      case conjecture = "Conjecture"
      case definition = "Definition"
      case example = "Example"
      case exercise = "Exercise"

      /// The kinds of theorems, by the words with which their names begin.
      static let theorems: [String: Kind] = [
        "thm": .theorem, "lem": .lemma, "cor": .corollary, "prp": .proposition, "cnj": .conjecture,
        "def": .definition, "exm": .example, "exr": .exercise,
      ]

      /// The kind in a division's name, as in `thm-line`; nil for any other name.
      init?(ofTheorem name: String) {
        guard let end = name.firstIndex(of: "-"), let kind = Self.theorems[String(name[..<end])] else { return nil }
        self = kind
      }
    }

    var kind: Kind
    /// From 1; a section is named by its title instead.
    var number: Int
    var title: PlainText?
    /// The number of an equation in the author's own words.
    var tag: String?
    /// The position of a part within its figure, from 0.
    var part: Int?

    /// Text of a reference.
    var text: PlainText { title ?? PlainText("\(kind.rawValue) \(numberText)") }

    /// Only the number, as `\ref` shows it.
    var numberText: String { tag ?? "\(number)" + (part.map { " (\(PictureLayout.letter($0)))" } ?? "") }

    /// The number of a figure or table; for a part, only its letter.
    var caption: String { part.map { "(\(PictureLayout.letter($0)))" } ?? "\(kind.rawValue) \(number)" }
  }

  /// Target of a reference as it was written.
  struct Resolved: Equatable, Sendable {
    var target: Target
    var label: String
    /// Text after the label, such as the end of a sentence without a following blank.
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
  /// Targets of cells that have a number, by the cells' indices.
  private(set) var targetOfCell: [Int: Target] = [:]
  /// Targets of images, divisions and tables of the prose that have a number.
  private(set) var targetOfNode: [MarkdownNode.ID: Target] = [:]

  init() {}

  /// Numbers, in order of appearance, every cell with a caption or a label `fig-…` or `tbl-…`, and every image, table
  /// and division with such a name. Those within a division with a name are its parts.
  init(_ notebook: Notebook) {
    var counts: [Target.Kind: Int] = [:]
    /// The division whose parts are being numbered.
    var whole: (target: Target, end: MarkdownNode.ID, parts: Int)?
    for node in notebook.document.nodes {
      if let open = whole, node.id >= open.end { whole = nil }
      if let cell = notebook.cell(at: node), let label = cell.options.listingLabel, targets[label] == nil {
        counts[.listing, default: 0] += 1
        targets[label] = Target(kind: .listing, number: counts[.listing, default: 0])
      }
      guard let (kind, label) = Self.kind(of: node, in: notebook) else { continue }
      var target: Target
      if let open = whole, kind == .figure || kind == .table {
        target = open.target
        target.part = open.parts
        whole?.parts += 1
      } else {
        counts[kind, default: 0] += 1
        target = Target(kind: kind, number: counts[kind, default: 0])
        if case .div = node.kind, kind == .figure || kind == .table { whole = (target, node.descendants.upperBound, 0) }
      }
      if let cell = notebook.cell(at: node) {
        targetOfCell[cell.index] = target
        addPictures(of: cell, target, label)
      } else {
        targetOfNode[node.id] = target
      }
      if let label, targets[label] == nil { targets[label] = target }
    }
  }

  /// The kind of a numbered node, and its name; nil for an unnumbered node.
  private static func kind(of node: MarkdownNode, in notebook: Notebook) -> (Target.Kind, label: String?)? {
    if let cell = notebook.cell(at: node) {
      guard cell.options.include else { return nil }
      let label = cell.options.label.flatMap { $0.isEmpty ? nil : $0 }
      if cell.options.tableCaption != nil || label?.hasPrefix("tbl-") == true { return (.table, label) }
      return cell.options.figureCaption != nil || label?.hasPrefix("fig-") == true ? (.figure, label) : nil
    }
    if case .codeBlock(let info, _?) = node.kind, info.contains("#lst-") {
      let name = CodeFence(info: info).attributes.identifier
      return name?.hasPrefix("lst-") == true ? (.listing, name) : nil
    }
    guard let name = node.attributes?.identifier else { return nil }
    if case .div = node.kind, let kind = Target.Kind(ofTheorem: name) { return (kind, name) }
    if case .div = node.kind, name.hasPrefix("lst-") { return (.listing, name) }
    switch node.kind {
    case .image, .div, .table: break
    default: return nil
    }
    if name.hasPrefix("fig-") { return (.figure, name) }
    if name.hasPrefix("tbl-"), !node.kind.isImage { return (.table, name) }
    return nil
  }

  /// Adds the names of the images of a cell's figure: its label and their numbers, as in Quarto.
  private mutating func addPictures(of cell: Cell, _ target: Target, _ label: String?) {
    guard target.kind == .figure, let label else { return }
    for index in cell.options.figureSubcaptions.indices {
      let name = PictureLayout.identifier(label, index)
      if targets[name] == nil { targets[name] = Target(kind: .figure, number: target.number, part: index) }
    }
  }

  /// - Parameter number: The section's number, which references show.
  mutating func addSection(_ label: String, title: PlainText, number: String? = nil) {
    let name = number.map { PlainText("\(Target.Kind.section.rawValue) \($0)") }
    targets[label] = Target(kind: .section, number: 0, title: name ?? title)
  }

  /// The name of an equation's element. A colon, as in LaTeX's `eq:mass`, marks names that the page generates.
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

  /// A part of a group of references without markup; nil if there is no such label.
  func text(
    of member: ReferenceGroup.Member, values: [Notebook.InlineValue.ID: InlineResult], in notebook: Notebook
  ) -> String? {
    guard let resolved = target(of: member.label), resolved.rest.isEmpty else { return nil }
    guard let prefix = member.prefix, resolved.target.title == nil else {
      return resolved.text(values: values, in: notebook)
    }
    return (prefix.isEmpty ? "" : prefix + " ") + resolved.target.numberText
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

extension MarkdownNode.Kind {
  fileprivate var isImage: Bool { if case .image = self { true } else { false } }
}
