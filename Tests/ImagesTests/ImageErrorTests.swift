import Foundation
import Images
import Testing

@Suite struct ImageErrorTests {
  @Test func messages() {
    let cases: [(ImageError, String)] = [
      (
        .unreadable(path: "/a/b.png", reason: "Permission denied"),
        "The image “/a/b.png” cannot be read: Permission denied."
      ),
      (
        .unknownFormat(name: "b.png"),
        "“b.png” is not an image: it starts neither as a PNG nor as a JPEG file. Convert it, or leave it out."
      ),
      (
        .truncated(name: "b.png"),
        "The image “b.png” is truncated: the file ends before its pixels do. Copy it again, or leave it out."
      ),
      (
        .damaged(name: "b.png", reason: "IDAT: CRC error"),
        "The image “b.png” is damaged: IDAT: CRC error. Copy it again, or leave it out."
      ),
      (
        .tooLarge(name: "b.png", width: 99999, height: 99999),
        "The image “b.png” claims 99999 × 99999 pixels, more than the limit of 178956970. Make it smaller."
      ),
      (
        .notEncodable(width: 0, height: 3, reason: "it has no pixels"),
        "An image of 0 × 3 pixels cannot be encoded as PNG: it has no pixels."
      ),
      (
        .unwritable(path: "/full/b.png", reason: "No space left on device"),
        "The image “/full/b.png” cannot be written: No space left on device. A file that was there before is untouched."
      ),
    ]
    for (error, message) in cases { #expect(error.description == message) }
  }

  @Test func aMissingFileIsNamed() {
    let url = URL(fileURLWithPath: "/nowhere/at/all.png")
    #expect(throws: ImageError.unreadable(path: url.path, reason: "No such file or directory")) {
      try Image(contentsOf: url)
    }
  }

  @Test func textIsNoImage() {
    #expect(throws: ImageError.unknownFormat(name: "notes.txt")) {
      try Image(data: Data("hello".utf8), name: "notes.txt")
    }
    #expect(throws: ImageError.unknownFormat(name: "empty.png")) { try Image(data: Data(), name: "empty.png") }
  }

  @Test func aFullDiskIsReported() throws {
    let url = URL(fileURLWithPath: "/dev/full")
    let image = Image(width: 2, height: 2, filledWith: [0])
    #expect(throws: ImageError.self) { try image.write(png: url.appending(path: "a.png")) }
  }

  @Test func writingReplacesTheFileWhole() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let url = folder.appending(path: "a.png")
    for shade: UInt8 in [1, 2] {
      let image = Image(width: 2, height: 2, filledWith: [shade, 0, 0])
      try image.write(png: url)
      #expect(try Image(contentsOf: url) == image)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.png"])
  }
}
