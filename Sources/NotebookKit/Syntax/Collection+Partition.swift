extension RandomAccessCollection {
  /// The index of the first element that has a property which all elements after it have, too; `endIndex` if none has it.
  ///
  /// Looks at O(log n) elements.
  package func partitioningIndex(where belongsBehind: (Element) -> Bool) -> Index {
    var start = startIndex
    var count = self.count
    while count > 0 {
      let half = count / 2
      let middle = index(start, offsetBy: half)
      if belongsBehind(self[middle]) {
        count = half
      } else {
        start = index(after: middle)
        count -= half + 1
      }
    }
    return start
  }
}
