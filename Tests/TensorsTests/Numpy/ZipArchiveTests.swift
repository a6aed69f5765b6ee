import Tensors
import Testing

@Suite("ZIP archives")
struct ZipArchiveTests {
  @Test("More files than an archive counts to are refused")
  func moreThanAnArchiveCountsToIsRefused() {
    let files = (0..<1 << 16).map { (name: "\($0)", content: [UInt8]()) }
    #expect(throws: TensorError.tooLargeForArchive(fileCount: 1 << 16)) {
      try ZipArchive.archive(files, isCompressed: false)
    }
  }
}
