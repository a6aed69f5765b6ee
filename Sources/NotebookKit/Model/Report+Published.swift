import Display

extension Report {
  /// The values that the cells published, in the order in which their names first came; of several under one name the last.
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
