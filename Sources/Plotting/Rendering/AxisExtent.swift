/// The range of the data along one axis.
struct AxisExtent: Sendable {
  var low = Double.infinity
  var high = -Double.infinity
  /// The smallest positive number, where logarithmic axes start.
  var smallestPositive = Double.infinity
  /// Edges beyond which no margin is wanted, such as the foot of bars.
  var sticky: [Double] = []
  /// Names in the order of their first appearance.
  var names: [String] = []
  /// True if the numbers are dates, in seconds since 1970.
  var holdsDates = false
  private var known: Set<String> = []

  var isEmpty: Bool { low > high }

  /// Widens the extent to every finite number of a column.
  mutating func include(_ column: PlotColumn) {
    if column.isDates { holdsDates = true }
    guard let names = column.names else { return include(column.numbers) }
    for name in names where known.insert(name).inserted { self.names.append(name) }
  }

  mutating func include(_ numbers: [Double]) {
    var (low, high, positive) = (self.low, self.high, smallestPositive)
    for number in numbers where number.isFinite {
      low = min(low, number)
      high = max(high, number)
      if number > 0, number < positive { positive = number }
    }
    (self.low, self.high, smallestPositive) = (low, high, positive)
  }

  /// Extends the range by another mark's range, as shared axes do.
  mutating func include(_ other: AxisExtent) {
    low = min(low, other.low)
    high = max(high, other.high)
    smallestPositive = min(smallestPositive, other.smallestPositive)
    sticky += other.sticky
    holdsDates = holdsDates || other.holdsDates
    include(PlotColumn(names: other.names))
  }
}
