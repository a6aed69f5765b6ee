import Foundation
import NotebookKit
import Testing

@Suite("Files that are not notebooks")
struct ForeignFileTests {
  @Test(
    "A file of another kind is refused with the way to convert it",
    arguments: [
      ("x.ipynb", "This is a Jupyter notebook; convert it with `etude convert x.ipynb x.md` and run x.md."),
      ("x.swift", "This is a Swift file. Put its code between lines ```swift and ``` in a file x.md."),
      ("x.csv", "A notebook is Markdown whose name ends in .md or .qmd; rename the file if it is one."),
    ])
  func refusal(name: String, message: String) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "etude-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: name)
    try Data("1\n".utf8).write(to: file)
    #expect {
      try NotebookParser.read(file)
    } throws: { error in
      "\(error)".replacing(folder.path + "/", with: "") == "\(name): \(message)"
    }
  }
}
