import Datasets
import Foundation
import Images
import Networks
import TestSupport
import Tensors
import Testing

@Suite("Sets in their own order")
struct InOrderTests {
  private func all(_ source: any BatchSource) throws -> [Batch] {
    let stream = try source.batches(pass: 0)
    var batches: [Batch] = []
    while let batch = try stream.next() { batches.append(batch) }
    return batches
  }

  @Test("A training set of images is whole, ordered and not augmented")
  func images() throws {
    let folder = try PictureFolder(classes: ["A", "B"], count: 10, width: 20, height: 12)
    let block = DataBlock(
      blocks: (.image, .category), getItems: getImageFiles, splitter: IndexSplitter(valid: [1, 14]), getY: firstPart,
      itemTransforms: [Resize(8)], batchTransforms: augTransforms(maxLighting: 0.5))
    let train = try block.dataLoaders(folder.url, batchSize: 5).train
    let batches = try all(train.inOrder)
    #expect(batches.map(\.count) == [5, 5, 5, 3])
    let shades = batches.flatMap { batch in (0..<batch.count).map { batch.inputs[$0, 0, 0, 0] * 255 } }
    #expect(shades.map { Int($0.rounded()) } == (0..<20).filter { $0 != 1 && $0 != 14 })
    #expect(try all(train.inOrder).map(\.inputs) == batches.map(\.inputs))
  }

  @Test("A shuffled set of arrays is whole and ordered")
  func arrays() throws {
    let source = TensorSource(
      inputs: Tensor(shape: [5, 1], scalars: [0, 1, 2, 3, 4]), targets: .classes([0, 1, 2, 3, 4]), batchSize: 2,
      seed: 3,
      dropsLast: true)
    #expect(try all(source.inOrder).flatMap(\.inputs.scalars) == [0, 1, 2, 3, 4])
    #expect(try all(source).flatMap(\.inputs.scalars) != [0, 1, 2, 3])
  }
}
