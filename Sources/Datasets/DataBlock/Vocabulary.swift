/// Class names and their indices.
struct Vocabulary: Sendable {
  let names: [String]
  private let indexByName: [String: Int]

  /// - Throws: ``DatasetError/emptyVocabulary`` and ``DatasetError/repeatedClass(name:)``.
  init(names: [String]) throws {
    guard !names.isEmpty else { throw DatasetError.emptyVocabulary }
    var indexByName: [String: Int] = [:]
    for (index, name) in names.enumerated() {
      guard indexByName.updateValue(index, forKey: name) == nil else { throw DatasetError.repeatedClass(name: name) }
    }
    self.names = names
    self.indexByName = indexByName
  }

  private init() { (names, indexByName) = ([], [:]) }

  /// No names, for answers that are numbers.
  static let none = Vocabulary()

  /// The indices of an item's class names, each once.
  func indices(of names: [String], item: String) throws -> [Int] {
    var indices: [Int] = []
    for name in names {
      guard let index = indexByName[name] else {
        throw DatasetError.unknownLabel(label: name, item: item)
      }
      if !indices.contains(index) { indices.append(index) }
    }
    return indices
  }
}
