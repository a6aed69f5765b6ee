import Datasets
import Foundation
import TestSupport
import Testing

@Suite("Items and their labels")
struct ItemTests {
  @Test("Files of images are listed in the order of their paths, without hidden ones")
  func imageFilesAreSortedByPath() throws {
    let folder = try PictureFolder()
    for name in ["b/2.png", "b/10.PNG", "a.png", "b.png", "b/c/1.jpeg", "Z.jpg"] { try folder.add(name, shade: 0) }
    for name in ["notes.txt", ".hidden.png", "x.heic"] { try folder.addBytes(name, [1]) }
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: ".git"), withIntermediateDirectories: true)
    try folder.addBytes(".git/1.png", [1])
    let names = try getImageFiles(folder.url).map { $0.path.dropFirst(folder.url.path.count + 1) }
    #expect(names == ["Z.jpg", "a.png", "b/10.PNG", "b/2.png", "b/c/1.jpeg", "b.png"])
    let flat = try getImageFiles(folder.url, recursive: false).map(\.lastPathComponent)
    #expect(flat == ["Z.jpg", "a.png", "b.png"])
  }

  @Test("Only named folders are visited")
  func onlyNamedFoldersAreVisited() throws {
    let folder = try PictureFolder()
    for name in ["train/1.png", "valid/2.png", "models/3.png", "4.png"] { try folder.add(name, shade: 0) }
    let files = try getImageFiles(folder.url, folders: ["train", "valid"]).map(\.lastPathComponent)
    #expect(files == ["1.png", "2.png"])
  }

  @Test("A loop of symbolic links ends")
  func aLoopOfLinksEnds() throws {
    let folder = try PictureFolder()
    try folder.add("a/1.png", shade: 0)
    try FileManager.default.createSymbolicLink(
      at: folder.url.appending(path: "a/up"), withDestinationURL: folder.url)
    #expect(try getImageFiles(folder.url).count == 1)
  }

  @Test("A folder that is missing is named")
  func aMissingFolderIsAnError() {
    #expect(throws: DatasetError.noFolder(path: "/no/such/folder")) { try getImageFiles("/no/such/folder") }
  }

  @Test("A folder can be the label of its files")
  func theFolderCanBeTheLabel() {
    #expect(parentLabel(URL(filePath: "/data/cats/7.jpg")) == "cats")
  }

  @Test("A regular expression finds the label in a name or a path")
  func aRegularExpressionFindsTheLabel() throws {
    let label = try regexLabel(#"^([A-G]#?\d)_"#)
    #expect(try label(URL(filePath: "/x/C#3_12.png")) == "C#3")
    #expect(throws: DatasetError.noMatch(pattern: #"^([A-G]#?\d)_"#, name: "12.png")) {
      try label(URL(filePath: "/x/12.png"))
    }
    #expect(try regexLabel("/([^/]+)/[^/]+$", searchesPath: true)(URL(filePath: "/a/b/c.png")) == "b")
  }

  @Test("A regular expression finds all labels in a name, or none")
  func aRegularExpressionFindsAllLabels() throws {
    let labels = try regexLabels("([A-G]♯?)[-_]")
    #expect(try labels(URL(filePath: "/x/C-D♯-G_12.png")) == ["C", "D♯", "G"])
    #expect(try labels(URL(filePath: "/A-/12.png")) == [])
  }

  @Test("A pattern without a group, or that is not a regular expression, is refused")
  func aPatternNeedsAGroup() {
    let reason = "put parentheses around the part that is the label"
    #expect(throws: DatasetError.invalidPattern(pattern: "A+", reason: reason)) { try regexLabel("A+") }
    #expect(throws: DatasetError.invalidPattern(pattern: "(", reason: "it is not a regular expression")) {
      try regexLabel("(")
    }
  }
}
