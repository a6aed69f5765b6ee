import Etude
import Foundation
import Testing

@Suite("Listing")
struct ListTests {
  @Test("Files are listed in the order of their names, without hidden ones")
  func filesAreListedByName() throws {
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
  }

  @Test("A folder that is missing is named")
  func aMissingFolderIsNamed() {
    #expect(throws: VerbError.noFolder(path: "/no/such/folder")) { try list("/no/such/folder") }
  }
}
