import Files

/// Mistakes in the options of cells: tags, what references lead to, and the order of exercises.
extension NotebookReview {
  /// The problems of cells, each with its line.
  func problemsOfCells() -> [(line: Int, problem: PageProblem)] {
    notebook.cells.flatMap(problemsOfTags) + problemsOfExercises()
  }

  private func problemsOfTags(_ cell: Cell) -> [(line: Int, problem: PageProblem)] {
    let known = CellTag.allCases.map(\.rawValue)
    return cell.options.tags.compactMap { tag in
      guard !known.contains(tag), let nearest = NearestName.all(tag, in: known).first else { return nil }
      return (cell.fenceLines.lowerBound, .nearTag(tag: tag, known: nearest))
    }
  }

  /// The options that hide the figure, table or listing of a cell, by its label: references to it lead nowhere.
  static func hidingOptions(of cells: [Cell]) -> [String: String] {
    var hiding: [String: String] = [:]
    for options in cells.map(\.options) {
      if let label = options.listingLabel, !options.echo { hiding[label] = "echo: false" }
      guard let label = options.label else { continue }
      if !options.eval {
        hiding[label] = "eval: false"
      } else if options.output == .hidden {
        hiding[label] = "output: false"
      }
    }
    return hiding
  }

  // MARK: Exercises

  /// Cells behind a solution that use what it declares, in the section of an exercise that nothing before it tests.
  private func problemsOfExercises() -> [(line: Int, problem: PageProblem)] {
    let cells = notebook.cells
    return notebook.exercises.flatMap { exercise, solution -> [(line: Int, problem: PageProblem)] in
      let declared = SwiftSource(cells[exercise].source).declaredNames
        .intersection(SwiftSource(cells[solution].source).declaredNames)
      func used(by cell: Cell) -> String? { SwiftSource(cell.source).usedNames.first(where: declared.contains) }
      let isTested = cells[exercise + 1..<solution].contains { used(by: $0) != nil && !$0.options.tags.contains(.hint) }
      if declared.isEmpty || isTested { return [] }
      let end = endOfSection(below: cells[solution].fenceLines.upperBound)
      return cells[(solution + 1)...]
        .prefix { $0.fenceLines.lowerBound < end && !$0.options.tags.contains(.exercise) }
        .compactMap { cell in
          used(by: cell).map { name in
            (
              cell.fenceLines.lowerBound,
              .testOfSolution(
                name: name, exerciseLine: cells[exercise].fenceLines.lowerBound,
                solutionLine: cells[solution].fenceLines.lowerBound)
            )
          }
        }
    }
  }

  /// The line of the next heading; `Int.max` if there is none.
  private func endOfSection(below line: Int) -> Int {
    notebook.document.nodes.first { $0.kind.isHeading && $0.firstLine > line }?.firstLine ?? Int.max
  }
}

extension SwiftSource {
  /// The names that code declares outside of all braces: functions, variables and types.
  var declaredNames: Set<String> {
    let introducers: Set = ["func", "let", "var", "struct", "class", "enum", "actor", "protocol", "typealias"]
    var names: Set<String> = []
    var depth = 0
    for (index, token) in code.enumerated() {
      if token.kind.opensGroup { depth += 1 }
      if token.kind.closesGroup { depth -= 1 }
      if depth == 0, token.kind.isWord, index > 0, introducers.contains(text(of: code[index - 1])) {
        names.insert(text(of: token).filter { $0 != "`" })
      }
    }
    return names
  }
}
