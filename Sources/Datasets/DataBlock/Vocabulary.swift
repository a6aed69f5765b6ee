/// Class names and their indices.
struct Vocabulary: Sendable {
  let names: [String]
  private let indexByName: [String: Int]

  init(names: [String]) {
    self.names = names
    indexByName = Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
  }

  /// The indices of some names, which are an item's.
  func indices(of names: [String], item: String) throws -> [Int] {
    try names.map { name in
      guard let index = indexByName[name] else {
        throw DatasetError.unknownLabel(label: name, item: item)
      }
      return index
    }
  }
}
