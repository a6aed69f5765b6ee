import Etude
import Fixtures
import Foundation
import Testing

@Suite struct DataVerbTests {
  @Test func filesAreListedByName() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "etude-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for number in 0..<12 { try Data().write(to: folder.appending(path: "A3_\(number).wav")) }
    try Data().write(to: folder.appending(path: ".hidden"))
    let files = try list(folder)
    #expect(files.count == 12 && files[1].lastPathComponent == "A3_1.wav")
    #expect(
      files.mimeBundle.text(.plainText)
        == "12 files: A3_0.wav, A3_1.wav, A3_10.wav, A3_11.wav, A3_2.wav, A3_3.wav, A3_4.wav, A3_5.wav, A3_6.wav, "
        + "A3_7.wav, …")
    #expect(throws: DatasetError.noFolder(path: "/no/such/folder")) { try list("/no/such/folder") }
  }

  @Test func batchesBecomeGrids() throws {
    let block = datablock(
      blocks: (.image, .category), getItems: getImageFiles, splitter: IndexSplitter(valid: [0]),
      getY: { $0.pathExtension == "png" ? $0.lastPathComponent : "" }, itemTransforms: [Resize(32)])
    let loaders = try block.new(getY: { $0.lastPathComponent.hasPrefix("rgb1") ? "b" : "a" })
      .dataLoaders(Fixtures.folder.appending(path: "image"), batchSize: 3)
    let figure = try loaders.showBatch(maxCount: 3, rows: 1)
    #expect(figure.mimeBundle.text(.plainText)?.contains("3 pictures") == true)
  }

  @Test func interpretationsArePlotted() throws {
    let interp = try ClassificationInterpretation(
      outputs: Tensor(shape: [3, 2], scalars: [5, 0, 0, 5, 5, 0]), targets: [0, 1, 1], classNames: ["A3", "B3"])
    let matrix = interp.plotConfusionMatrix()
    #expect(matrix.mimeBundle.text(.plainText)?.contains("B3 as A3 (1)") == true)
    #expect(throws: LearningError.self) { try interp.plotTopLosses(count: 2) }
    for figure in [interp.plotMostConfused(), interp.plotScores()] { _ = figure.mimeBundle }
    let none = interp.plotMostConfused(minimum: 2)
    #expect(none.mimeBundle.text(.plainText)?.contains("Most confused: none") == true)
    #expect(interp.report().description.hasPrefix("class"))
  }
}
