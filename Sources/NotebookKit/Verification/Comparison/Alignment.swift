/// Two sequences side by side, as common, removed and added elements.
struct Alignment<Element> {
  /// In order; at least one of the two exists.
  private(set) var pairs: [(old: Element?, new: Element?)] = []

  /// Aligns elements of equal keys, as many as possible without reordering.
  ///
  /// Middles that differ at both ends are aligned in up to ``largestProduct`` steps; longer ones are paired in order.
  init<Key: Hashable>(_ old: [Element], _ new: [Element], by key: (Element) -> Key) {
    let oldKeys = old.map(key)
    let newKeys = new.map(key)
    var start = 0
    while start < min(old.count, new.count), oldKeys[start] == newKeys[start] { start += 1 }
    var tail = 0
    while tail < min(old.count, new.count) - start, oldKeys[old.count - 1 - tail] == newKeys[new.count - 1 - tail] {
      tail += 1
    }
    let oldMiddle = start..<(old.count - tail)
    let newMiddle = start..<(new.count - tail)
    for index in 0..<start { pairs.append((old[index], new[index])) }
    var removed = Set(oldMiddle)
    var inserted = Set(newMiddle)
    if oldMiddle.count * newMiddle.count <= Self.largestProduct {
      let difference = newKeys[newMiddle].difference(from: oldKeys[oldMiddle])
      removed = Set(difference.removals.map { start + Self.offset(of: $0) })
      inserted = Set(difference.insertions.map { start + Self.offset(of: $0) })
    }
    var (oldPlace, newPlace) = (oldMiddle.lowerBound, newMiddle.lowerBound)
    while oldPlace < oldMiddle.upperBound || newPlace < newMiddle.upperBound {
      if removed.contains(oldPlace) {
        pairs.append((old[oldPlace], nil))
        oldPlace += 1
      } else if inserted.contains(newPlace) {
        pairs.append((nil, new[newPlace]))
        newPlace += 1
      } else {
        pairs.append((old[oldPlace], new[newPlace]))
        oldPlace += 1
        newPlace += 1
      }
    }
    for index in 0..<tail { pairs.append((old[old.count - tail + index], new[new.count - tail + index])) }
  }

  private static var largestProduct: Int { 1_000_000 }

  private static func offset<Key>(of change: CollectionDifference<Key>.Change) -> Int {
    switch change {
    case .insert(let offset, _, _), .remove(let offset, _, _): offset
    }
  }

  /// The pairs, with removed and new elements of the same position paired one by one.
  var withReplacements: [(old: Element?, new: Element?)] {
    var result: [(old: Element?, new: Element?)] = []
    var gone: [Element] = []
    var fresh: [Element] = []
    func flush() {
      for index in 0..<max(gone.count, fresh.count) {
        result.append((gone[safe: index], fresh[safe: index]))
      }
      gone = []
      fresh = []
    }
    for pair in pairs {
      switch pair {
      case (let old?, nil): gone.append(old)
      case (nil, let new?): fresh.append(new)
      default:
        flush()
        result.append(pair)
      }
    }
    flush()
    return result
  }
}
