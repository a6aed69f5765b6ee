extension RandomAccessCollection {
  /// The index of the first element of the suffix in which all elements have a property; `endIndex` if that suffix is
  /// empty.
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
