/// The formulas of a document: the definitions before each, and the numbers of its rows.
struct DocumentMathematics: Sendable {
  /// A row with a number.
  struct Equation: Equatable, Sendable {
    var number: Int
    /// The number in the author's own words, by `\\tag`.
    var tag: String?
    var labels: [String]

    /// The number as the page shows it.
    var text: String { tag ?? "(\(number))" }
  }

  /// The rows with numbers, in order.
  private(set) var equations: [Equation] = []
  private let typesetter: FormulaTypesetter
  /// The formulas that may define commands.
  private let definers: [MarkdownNode.ID]
  /// Definitions in force before the first of those, after it, after the second, …
  private let definitions: [FormulaDefinitions]
  /// Start indices of a formula's rows among ``equations``.
  private var firstEquations: [MarkdownNode.ID: Int] = [:]

  /// - Parameters:
  ///   - outer: The definitions before the document begins.
  ///   - countsEquations: False for a text whose equations have numbers only through `\\tag`.
  init(
    _ document: MarkdownDocument, below outer: FormulaDefinitions, typesetter: FormulaTypesetter,
    countsEquations: Bool
  ) {
    self.typesetter = typesetter
    let formulas = document.nodes.compactMap { node in
      if case .formula(let formula) = node.kind { (node: node, formula: formula) } else { nil }
    }
    let defining = formulas.filter { $0.formula.mayDefineCommands }
    definers = defining.map(\.node.id)
    definitions = FormulaDefinitions.steps(of: defining.map(\.formula), below: outer)
    guard countsEquations else { return }
    var count = 0
    var labels: Set<String> = []
    for (node, formula) in formulas where formula.mayHaveNumber {
      guard case .typeset(let typeset) = outcome(of: formula, at: node.id) else { continue }
      firstEquations[node.id] = equations.count
      for number in typeset.numbers {
        if number.tag == nil { count += 1 }
        // A repeated label names nothing.
        let new = number.labels.filter { labels.insert($0).inserted }
        equations.append(Equation(number: count, tag: number.tag, labels: new))
      }
    }
  }

  /// Definitions of all formulas of the document together.
  var allDefinitions: FormulaDefinitions { definitions[definitions.count - 1] }

  /// A formula of the document, typeset with the definitions before it, with its label.
  func outcome(of formula: Formula, at id: MarkdownNode.ID) -> FormulaTypesetter.Outcome {
    let step = definers.partitioningIndex { $0 >= id }
    let outcome = typesetter.typeset(formula, below: definitions[step])
    guard case .typeset(var typeset) = outcome, let label = formula.label else { return outcome }
    typeset.addLabel(label)
    return .typeset(typeset)
  }

  /// The numbered rows of a formula of the document.
  func equations(at id: MarkdownNode.ID) -> ArraySlice<Equation> {
    firstEquations[id].map { equations[$0...] } ?? []
  }
}

extension Formula {
  /// True if a row of the formula may have a number. It is called before the formula is typeset.
  fileprivate var mayHaveNumber: Bool {
    isDisplayed && (label != nil || tex.contains("\\begin") || tex.contains("\\tag") || tex.contains("\\label"))
  }
}
