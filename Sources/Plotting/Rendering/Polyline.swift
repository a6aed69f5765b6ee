extension [Point] {
  /// Every finite point, or some of them evenly spread if there are many.
  func sample(_ count: Int = 400) -> [Point] {
    guard !isEmpty else { return [] }
    return stride(from: 0, to: self.count, by: Swift.max(1, self.count / count)).map { self[$0] }
      .filter { $0.x.isFinite && $0.y.isFinite }
  }

  /// Adds a corner above or below each point but the last, which begins a level line to the next.
  func withSteps() -> [Point] {
    zip(self, dropFirst()).flatMap { [$0, Point(x: $0.x, y: $1.y)] } + suffix(1)
  }

  /// Fewer points that stroke to the same pixels: of a run within one column only the first, the lowest, the
  /// highest and the last are kept.
  func simplified(columnWidth: Double) -> [Point] {
    guard count > 2000 else { return self }
    var kept: [Point] = []
    kept.reserveCapacity(4096)
    var start = 0
    while start < count {
      let column = (self[start].x / columnWidth).rounded(.down)
      guard column.isFinite, self[start].y.isFinite else {
        kept.append(self[start])
        start += 1
        continue
      }
      var (lowest, highest, end) = (start, start, start + 1)
      let (left, right) = (column * columnWidth, (column + 1) * columnWidth)
      while end < count, self[end].x >= left, self[end].x < right, self[end].y.isFinite {
        if self[end].y < self[lowest].y { lowest = end }
        if self[end].y > self[highest].y { highest = end }
        end += 1
      }
      var last = -1
      for index in [start, Swift.min(lowest, highest), Swift.max(lowest, highest), end - 1] where index > last {
        kept.append(self[index])
        last = index
      }
      start = end
    }
    return kept
  }
}
