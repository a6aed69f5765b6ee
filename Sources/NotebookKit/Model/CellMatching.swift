extension Notebook {
  /// The index of a cell in another version of the notebook; nil if it is not there.
  package func index(ofCell cell: Int, in other: Notebook) -> Int? {
    CellMatching(cells.map(\.identity), other.cells.map(\.identity)).origins.first { $0.value == cell }?.key
  }
}

/// The identity of the cells of an edited notebook: which of them is which of the notebook before.
///
/// A cell keeps its identity by its label, then by its source, then by its position between cells that kept theirs.
/// Nothing is written into the user's file for it.
struct CellMatching {
  /// The label and the source that identify a cell.
  struct Cell: Equatable {
    var label: String?
    /// Its code, or a hash of it.
    var source: String
  }

  /// For each new cell the matching old one; new cells without a match are left out.
  private(set) var origins: [Int: Int] = [:]
  /// A pair of indices; nil for an added or a removed cell. In the order of the notebook; removed cells at their old
  /// positions.
  private(set) var pairs: [(old: Int?, new: Int?)] = []
  /// Indices in the notebook of cells whose position among the others has changed.
  private(set) var moved: Set<Int> = []

  /// Labels tell cells first, then their code; cells left over between the same neighbours are one that was edited.
  init(_ old: [Cell], _ new: [Cell]) {
    var oldOfNew: [Int: Int] = [:]
    var taken: Set<Int> = []
    func match(_ key: (Cell) -> String?) {
      var places: [String: [Int]] = [:]
      for index in old.indices.reversed() where !taken.contains(index) {
        if let key = key(old[index]) { places[key, default: []].append(index) }
      }
      for index in new.indices where oldOfNew[index] == nil {
        guard let key = key(new[index]), let place = places[key]?.popLast() else { continue }
        oldOfNew[index] = place
        taken.insert(place)
      }
    }
    match { $0.label }
    match { $0.source }

    var unmatchedBefore: [Int: [Int]] = [:]
    var anchor = -1
    for index in old.indices {
      if taken.contains(index) { anchor = index } else { unmatchedBefore[anchor, default: []].append(index) }
    }
    anchor = -1
    for index in new.indices {
      if let place = oldOfNew[index] {
        anchor = place
      } else if let place = unmatchedBefore[anchor]?.first(where: { old[$0].label == nil || new[index].label == nil }) {
        unmatchedBefore[anchor]?.removeAll { $0 == place }
        oldOfNew[index] = place
      }
    }

    origins = oldOfNew
    let stay = Self.longestIncrease(new.indices.compactMap { oldOfNew[$0] })
    moved = Set(new.indices.filter { index in oldOfNew[index].map { !stay.contains($0) } ?? false })
    let kept = Set(oldOfNew.values)
    let removed = old.indices.filter { !kept.contains($0) }
    var rest = removed[...]
    for index in new.indices {
      if let place = oldOfNew[index], stay.contains(place) {
        while let first = rest.first, first < place { pairs.append((rest.removeFirst(), nil)) }
      }
      pairs.append((oldOfNew[index], index))
    }
    for index in rest { pairs.append((index, nil)) }
  }

  /// The members of a longest increasing subsequence of distinct numbers.
  private static func longestIncrease(_ numbers: [Int]) -> Set<Int> {
    // The position in `numbers` of the smallest end of a subsequence of each length, and the one before each number.
    var ends: [Int] = []
    var before: [Int?] = []
    for (place, number) in numbers.enumerated() {
      let length = ends.partitioningIndex { numbers[$0] >= number }
      before.append(length > 0 ? ends[length - 1] : nil)
      if length == ends.count { ends.append(place) } else { ends[length] = place }
    }
    var members: Set<Int> = []
    var place = ends.last
    while let index = place {
      members.insert(numbers[index])
      place = before[index]
    }
    return members
  }
}
