import Datasets
import TestSupport
import Foundation
import Testing

@Suite("Splitting items")
struct SplitterTests {
  private struct Case: Decodable {
    let n: Int
    let seed: UInt64
    let valid_pct: Double
    let train: [Int]
    let valid: [Int]
  }

  @Test("A random split agrees with fastai's for the same seed")
  func randomSplitsAreThoseOfFastai() throws {
    let cases = try Fixtures.json("split/random_splitter.json", as: [Case].self)
    #expect(cases.count >= 5)
    for expected in cases {
      let splitter = RandomSplitter(validFraction: expected.valid_pct, seed: expected.seed)
      #expect(try splitter.split(files(expected.n)) == Split(train: expected.train, valid: expected.valid))
    }
  }

  @Test("The seed decides a random split")
  func theSeedDecides() throws {
    let items = files(40)
    let first = try RandomSplitter(seed: 1).split(items)
    #expect(try RandomSplitter(seed: 1).split(items) == first)
    #expect(try RandomSplitter(seed: 2).split(items) != first)
    #expect(Set(first.train + first.valid).count == 40)
  }

  @Test("A fraction that is not between 0 and 1 is refused", arguments: [-0.1, 1.5, Double.nan])
  func fractionsOutsideAreErrors(fraction: Double) {
    #expect(throws: DatasetError.self) { try RandomSplitter(validFraction: fraction).split(files(4)) }
  }

  @Test("Items are held back by their indices, in the order given")
  func indices() throws {
    #expect(try IndexSplitter(valid: [3, 1]).split(files(5)) == Split(train: [0, 2, 4], valid: [3, 1]))
  }

  @Test("An index that has no item, or occurs twice, is refused")
  func badIndices() {
    #expect(throws: DatasetError.invalidSplit(reason: "there is no item 5 among 5")) {
      try IndexSplitter(valid: [5]).split(files(5))
    }
    #expect(throws: DatasetError.invalidSplit(reason: "item 2 is in it twice")) {
      try IndexSplitter(valid: [2, 2]).split(files(5))
    }
  }

  @Test("Items are held back by a function of their files")
  func function() throws {
    let splitter = FunctionSplitter { $0.lastPathComponent.hasPrefix("2") }
    #expect(try splitter.split(files(4)) == Split(train: [0, 1, 3], valid: [2]))
  }

  @Test("Items are held back by the folder above that of their label, or by their own")
  func folders() throws {
    let names = ["/d/train/a/1.png", "/d/test/a/2.png", "/d/train/3.png", "/d/other/4.png", "/d/train/b/c/5.png"]
    let items = names.map { URL(filePath: $0) }
    #expect(try FolderSplitter(valid: "test").split(items) == Split(train: [0, 2], valid: [1]))
  }

  @Test("Folders elsewhere in a path decide nothing")
  func foldersElsewhere() throws {
    let names = [
      "/train/pets/test/a/1.png", "/train/pets/train/a/2.png", "/train/pets/valid/train/3.png",
      "/train/pets/test/train/4.png", "/train/pets/train/valid/5.png",
    ]
    let split = try FolderSplitter().split(names.map { URL(filePath: $0) })
    #expect(split == Split(train: [1, 4], valid: [2]))
  }

  @Test("Folders in several locations are found")
  func severalPlaces() throws {
    let names = ["/d/2019/train/a/1.png", "/d/2020/valid/a/2.png", "/d/2020/test/train/3.png"]
    #expect(try FolderSplitter().split(names.map { URL(filePath: $0) }) == Split(train: [0], valid: [1]))
  }

  @Test("A split by folders is refused if no item is in any of them")
  func missingFolders() {
    let reason = "no item is in a folder called “train” or “valid”"
    #expect(throws: DatasetError.invalidSplit(reason: reason)) { try FolderSplitter().split(files(3)) }
  }

  private func files(_ count: Int) -> [URL] {
    (0..<count).map { URL(filePath: "/x/\($0).png") }
  }
}
