import Datasets
import Foundation
import Testing

@Suite("Splits by class and by fold")
struct ClassSplitterTests {
  /// 40 items of A, 10 of B, 2 of C, 1 of D.
  private let items = [("A", 40), ("B", 10), ("C", 2), ("D", 1)].flatMap { name, count in
    (0..<count).map { URL(filePath: "/x/\(name)_\($0).png") }
  }

  private func label(_ file: URL) -> String { String(file.lastPathComponent.prefix(1)) }

  private func counts(_ indices: [Int]) -> [String: Int] {
    indices.reduce(into: [:]) { $0[label(items[$1]), default: 0] += 1 }
  }

  @Test("Each class is held back by its fraction, and the rare ones are in both sets")
  func stratified() throws {
    for seed in 0..<10 {
      let split = try StratifiedSplitter(validFraction: 0.2, seed: UInt64(seed), by: label).split(items)
      #expect(counts(split.valid) == ["A": 8, "B": 2, "C": 1])
      #expect((split.train + split.valid).sorted() == Array(items.indices))
    }
  }

  @Test("The seed decides which items of a class are held back")
  func seeds() throws {
    let first = try StratifiedSplitter(seed: 1, by: label).split(items)
    #expect(try StratifiedSplitter(seed: 1, by: label).split(items) == first)
    #expect(try StratifiedSplitter(seed: 2, by: label).split(items) != first)
  }

  @Test("Over all folds every item is held back once, in parts of nearly equal size")
  func folds() throws {
    let parts = try (0..<5).map { try KFoldSplitter(count: 5, fold: $0, seed: 3).split(items).valid }
    #expect(parts.flatMap(\.self).sorted() == Array(items.indices))
    #expect(parts.allSatisfy { (10...11).contains($0.count) })
  }

  @Test("Folds by class hold back equal numbers of each class, up to one")
  func stratifiedFolds() throws {
    let parts = try (0..<5).map { counts(try KFoldSplitter(count: 5, fold: $0, seed: 3, by: label).split(items).valid) }
    #expect(parts.allSatisfy { $0["A"] == 8 && $0["B"] == 2 && ($0["C"] ?? 0) <= 1 })
  }

  @Test("Folds that cannot be are refused", arguments: [(1, 0), (5, 5), (5, -1), (100, 0)])
  func invalidFolds(count: Int, fold: Int) {
    #expect(throws: DatasetError.invalidFold(fold: fold, count: count, itemCount: 53)) {
      try KFoldSplitter(count: count, fold: fold).split(items)
    }
  }
}
