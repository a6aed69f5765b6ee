import Etude
import TestSupport
import Foundation
import Testing

@Suite("Showing a batch")
struct ShowBatchTests {
  @Test("A batch becomes a grid of images")
  func batchesBecomeGrids() throws {
    let block = datablock(
      blocks: (.image, .category), getItems: getImageFiles, splitter: IndexSplitter(valid: [0]),
      getY: { $0.pathExtension == "png" ? $0.lastPathComponent : "" }, itemTransforms: [Resize(32)])
    let loaders = try block.new(getY: { $0.lastPathComponent.hasPrefix("rgb1") ? "b" : "a" })
      .dataLoaders(Fixtures.folder.appending(path: "image"), batchSize: 3)
    let figure = try loaders.showBatch(maxCount: 3, rows: 1)
    #expect(figure.mimeBundle.text(.plainText)?.contains("3 pictures") == true)
  }

  @Test("Points are marked on the images of a batch")
  func pointsAreMarked() throws {
    let folder = try PictureFolder(classes: ["A", "B"], count: 2, width: 16, height: 12)
    let block = datablock(
      blocks: (.image, .points), getItems: getImageFiles, splitter: IndexSplitter(valid: [0]),
      getY: { $0.lastPathComponent.hasPrefix("A") ? [SIMD2(3, 4)] : [SIMD2(40, 4)] })
    let loaders = try block.dataLoaders(folder.url, batchSize: 3)
    let marked = try loaders.valid.showBatch().mimeBundle[.png]
    let plain = try showPictures(loaders.valid.samples().map { Picture($0.image) }).mimeBundle[.png]
    #expect(marked != nil && marked != plain)
  }
}
