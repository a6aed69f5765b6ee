/// Which recorded cell is which cell of the notebook.
struct CellMatching {
  /// A pair of indices; nil where a cell was added or removed. In the order of the notebook, removed cells where they
  /// stood.
  private(set) var pairs: [(old: Int?, new: Int?)] = []
  /// Indices in the notebook of cells that stand elsewhere among the others than they did.
  private(set) var moved: Set<Int> = []

  /// Labels tell cells first, then their code; cells left over between the same neighbours are one that was edited.
  init(_ old: [RecordedCell], _ new: [RecordedCell]) {
    var oldOfNew: [Int: Int] = [:]
    var taken: Set<Int> = []
    func match(_ key: (RecordedCell) -> String?) {
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
    match { $0.hasLabel ? $0.name : nil }
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
      } else if let place = unmatchedBefore[anchor]?.first(where: { !(old[$0].hasLabel && new[index].hasLabel) }) {
        unmatchedBefore[anchor]?.removeAll { $0 == place }
        oldOfNew[index] = place
      }
    }

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
    // The place in `numbers` of the smallest end of a subsequence of each length, and the one before each number.
    var ends: [Int] = []
    var before: [Int?] = []
    for (place, number) in numbers.enumerated() {
      var (low, high) = (0, ends.count)
      while low < high {
        let middle = (low + high) / 2
        if numbers[ends[middle]] < number { low = middle + 1 } else { high = middle }
      }
      before.append(low > 0 ? ends[low - 1] : nil)
      if low == ends.count { ends.append(place) } else { ends[low] = place }
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
