import Datasets
import Foundation
import Testing

@Suite("Splitting by groups")
struct GroupSplitterTests {
  /// Ten sounds, each at two velocities.
  private let items = (1...10).flatMap { number in
    ["v60", "v110"].map { URL(filePath: "/notes/A3_\(number)_\($0).png") }
  }

  private func sound(_ file: URL) -> String {
    String(file.lastPathComponent.split(separator: "_v")[0])
  }

  @Test("No group is divided")
  func groupsStayWhole() throws {
    for seed in 0..<20 {
      let split = try GroupSplitter(validFraction: 0.3, seed: UInt64(seed), by: sound).split(items)
      let (train, valid) = (Set(split.train.map { sound(items[$0]) }), Set(split.valid.map { sound(items[$0]) }))
      #expect(train.isDisjoint(with: valid))
      #expect(train.count == 7 && valid.count == 3)
    }
  }

  @Test("Every item is in one of the two sets, in order")
  func allItemsAreIn() throws {
    let split = try GroupSplitter(seed: 3, by: sound).split(items)
    #expect((split.train + split.valid).sorted() == Array(items.indices))
    #expect(split.train == split.train.sorted() && split.valid == split.valid.sorted())
  }

  @Test("The groups held back are selected like items by a random split")
  func groupsAreDrawnAsItemsAre() throws {
    let split = try GroupSplitter(validFraction: 0.2, seed: 42, by: sound).split(items)
    let groups = try RandomSplitter(validFraction: 0.2, seed: 42).split(count: 10).valid
    #expect(Set(split.valid.map { $0 / 2 }) == Set(groups))
  }

  @Test("A fraction that is not between 0 and 1 is refused")
  func fractions() {
    #expect(throws: DatasetError.invalidFraction(1.5)) {
      try GroupSplitter(validFraction: 1.5, by: sound).split(items)
    }
  }
}
