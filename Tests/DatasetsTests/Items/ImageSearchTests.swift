import Datasets
import Foundation
import TestSupport
import Testing

@Suite("Search for images")
struct ImageSearchTests {
  @Test("Files of every format are found by their names")
  func formats() throws {
    let folder = try PictureFolder()
    let names = ["a.png", "b.JPG", "c.webp", "d.gif", "e.TIF", "f.tiff", "g.bmp"]
    for name in names { try folder.addBytes(name, [1]) }
    let search = try ImageSearch(in: folder.url)
    #expect(search.files.map(\.lastPathComponent) == names && search.warning == nil)
  }

  @Test("Images of other formats and names are found, other files and hidden ones are not")
  func leftOut() throws {
    let folder = try PictureFolder()
    try folder.add("a.png", shade: 0)
    for name in ["b.heic", "notes.txt", ".c.heic"] { try folder.addBytes(name, [1]) }
    try FileManager.default.copyItem(
      at: folder.url.appending(path: "a.png"), to: folder.url.appending(path: "a.png_large"))
    try FileManager.default.createSymbolicLink(
      at: folder.url.appending(path: "z.png"), withDestinationURL: folder.url.appending(path: "nothing"))
    let search = try ImageSearch(in: folder.url)
    #expect(search.files.map(\.lastPathComponent) == ["a.png"])
    #expect(
      search.warning
        == "getImageFiles left out 3 of 4 images: a.png_large (PNG, but its name does not end in .png), b.heic (an unsupported "
        + "format), z.png (a broken link).")
  }

  @Test("Five files at most are named")
  func many() throws {
    let folder = try PictureFolder()
    for number in 1...8 { try folder.addBytes("\(number).avif", [1]) }
    let warning = try #require(try ImageSearch(in: folder.url).warning)
    #expect(warning.hasSuffix("5.avif (an unsupported format) and 3 more."))
  }
}
