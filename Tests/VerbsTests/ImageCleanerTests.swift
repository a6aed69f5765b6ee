import Etude
import Foundation
import TestSupport
import Testing

@Suite("Cleaning images by hand")
struct ImageCleanerTests {
  private func withImages(_ body: (URL, inout ImageCleaner) throws -> Void) throws {
    let folder = try PictureFolder()
    for index in 0..<4 { try folder.add("\(index).png", shade: UInt8(index * 60)) }
    var cleaner = ImageCleaner(try getImageFiles(folder.url))
    try withExtendedLifetime(folder) { try body(folder.url, &cleaner) }
  }

  @Test("A removed image is not in the data but is not lost")
  func removing() throws {
    try withImages { folder, cleaner throws in
      let removed = try cleaner.remove([1, 3])
      #expect(try getImageFiles(folder).map(\.lastPathComponent) == ["0.png", "2.png"])
      #expect(removed.allSatisfy { FileManager.default.fileExists(atPath: $0.path) })
      #expect(cleaner.remaining.map(\.lastPathComponent) == ["0.png", "2.png"])
    }
  }

  @Test("Numbers stay when others go")
  func numbers() throws {
    try withImages { folder, cleaner throws in
      try cleaner.remove([0])
      #expect(cleaner.description == "3 images: 1 1.png, 2 2.png, 3 3.png")
      try cleaner.move([2], to: folder.appending(path: "B3").path)
      #expect(FileManager.default.fileExists(atPath: folder.appending(path: "B3/2.png").path))
    }
  }

  @Test("A number that is gone is named before anything is moved")
  func unknownNumbers() throws {
    try withImages { folder, cleaner throws in
      #expect(throws: VerbError.noImage(number: 9, known: [0, 1, 2, 3])) { try cleaner.remove([0, 9]) }
      #expect(try getImageFiles(folder).count == 4)
    }
  }

  @Test("A file in the way stays unchanged")
  func occupied() throws {
    try withImages { folder, cleaner throws in
      let target = folder.appending(path: "B3")
      try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
      try Data("mine".utf8).write(to: target.appending(path: "0.png"))
      #expect(throws: VerbError.self) { try cleaner.move([0], to: target.path) }
      #expect(try Data(contentsOf: target.appending(path: "0.png")) == Data("mine".utf8))
    }
  }

  @Test("As a value it shows the grid with its numbers")
  func grid() throws {
    try withImages { _, cleaner throws in
      let bundle = cleaner.mimeBundle
      #expect(bundle[.png] != nil)
      #expect(bundle.metadata.alternativeText == "4 pictures: 0: 0; 1: 1; 2: 2; 3: 3.")
    }
  }
}
