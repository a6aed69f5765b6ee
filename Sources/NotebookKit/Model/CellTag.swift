/// A tag of cells that has a meaning; others are the author's.
package enum CellTag: String, CaseIterable, Sendable {
  /// It can be edited in the preview.
  case exercise
  /// The answer to the exercise above, folded away.
  case solution
  /// Help with the exercise above, folded away.
  case hint
}

extension [String] {
  /// True if one of the tags is the one with that meaning.
  package func contains(_ tag: CellTag) -> Bool { contains(tag.rawValue) }
}

extension Notebook {
  /// The places of exercises among the cells, each with that of its solution: the next cell with such a tag, unless another
  /// exercise comes first.
  package var exercises: [(exercise: Int, solution: Int)] {
    cells.filter { $0.options.tags.contains(.exercise) }.compactMap { cell in
      let next = cells[(cell.index + 1)...]
        .first { $0.options.tags.contains(.exercise) || $0.options.tags.contains(.solution) }
      guard let next, !next.options.tags.contains(.exercise) else { return nil }
      return (cell.index, next.index)
    }
  }

  /// The notebook with another source in one of its cells. Everything else is unchanged, including the lines of other cells.
  package func replacing(sourceOfCell index: Int, by source: String) -> Notebook {
    var result = self
    result.cells[index].source = source
    return result
  }

  /// The notebook in which each exercise has the code of its solution, to try what tests say to that.
  package var withSolutions: Notebook {
    var result = self
    for (exercise, solution) in exercises {
      result.cells[exercise].source = cells[solution].source
      result.cells[exercise].line = cells[solution].line
    }
    return result
  }
}
