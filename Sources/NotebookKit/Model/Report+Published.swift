import Display

extension Report {
  /// The published values of the cells, in order of their names' first appearance; for a repeated name, the last value.
  package var publishedValues: [PublishedValue] {
    var values: [PublishedValue] = []
    for output in records.flatMap(\.outputs) {
      guard case .display(let bundle, _) = output, let value = bundle.publishedValue else { continue }
      if let index = values.firstIndex(where: { $0.name == value.name }) {
        values[index] = value
      } else {
        values.append(value)
      }
    }
    return values
  }
}
