import Foundation
import KernelProtocol
import NotebookKit
import TestSupport
import Testing

@Suite("Files as variables of a notebook")
struct FileStampsTests {
  @Test("A file that is written changes its folder, and one that is only read does not")
  func effects() {
    let effects = FileStamps.effects(of: FileUse(read: ["/a/in.txt", "/a/out.txt"], written: ["/a/./out.txt"]))
    #expect(effects.written == [.file("/a/out.txt")])
    #expect(effects.changedFolders == [.file("/a")])
    #expect(effects.read == [.file("/a/in.txt")])
    #expect(!effects.usesUnknownFiles)
  }

  @Test(
    "A step of which not all files are known may have changed any file, and not the process",
    arguments: [FileUse(isComplete: false), FileUse(hasProcesses: true)])
  func unknownFiles(use: FileUse) {
    #expect(FileStamps.effects(of: use) == StepEffects(usesUnknownFiles: true))
    #expect(!use.isEmpty)
  }

  @Test("A file is known by its path, and other variables have no path")
  func paths() {
    let file = StepEffects.Variable.file("/a/in.txt")
    #expect(file.isFile && file.path == "/a/in.txt" && file.name == "in.txt")
    let other = StepEffects.Variable("s:1a")
    #expect(!other.isFile && other.path == nil)
  }

  @Test("A stamp keeps the state of the first look, and a second look detects a change")
  func looks() throws {
    try withTemporaryFolder { folder throws in
      let file = StepEffects.Variable.file(folder.appending(path: "in.txt").path)
      var first = FileStamps()
      #expect(first.stamp(of: file) == .missing)
      try Data("one".utf8).write(to: folder.appending(path: "in.txt"))
      #expect(first.stamp(of: file) == .missing)
      var second = FileStamps()
      #expect(second.stamp(of: file) != .missing)
      try Data("two".utf8).write(to: folder.appending(path: "in.txt"), options: .atomic)
      var third = FileStamps()
      #expect(third.stamp(of: file) != second.stamp(of: file))
    }
  }

  @Test("A file that differs from its stamp is reported, and one without a stamp is not")
  func foundOtherwise() {
    var stamps = FileStamps()
    let (file, other) = (StepEffects.Variable.file("/none/a"), StepEffects.Variable.file("/none/b"))
    #expect(stamps.stamp(of: file) == .missing)
    #expect(!stamps.differ(from: [file: .missing, other: .unreadable]))
    #expect(stamps.differ(from: [file: .unreadable]))
  }

  @Test("A folder's stamp is the names in it")
  func folders() throws {
    try withTemporaryFolder { folder throws in
      try Data("one".utf8).write(to: folder.appending(path: "b"))
      try Data("one".utf8).write(to: folder.appending(path: "a"))
      #expect(FileStamp(ofFileAt: folder.path) == .folder(["a", "b"]))
    }
  }

  @Test("An unreadable file has a special stamp, and loses it when it becomes readable")
  func closedFile() async {
    // A user who may read everything becomes another user here.
    await #expect(processExitsWith: .success) {
      let folder = FileManager.default.temporaryDirectory.appending(path: "etude-stamps-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: folder) }
      let file = folder.appending(path: "in.txt")
      try Data("one".utf8).write(to: file)
      chmod(file.path, 0o000)
      if geteuid() == 0 { seteuid(65534) }
      #expect(FileStamp(ofFileAt: file.path) == .unreadable)
      if getuid() == 0 { seteuid(0) }
      chmod(file.path, 0o644)
      if geteuid() == 0 { seteuid(65534) }
      guard case .file = FileStamp(ofFileAt: file.path) else {
        Issue.record("\(FileStamp(ofFileAt: file.path))")
        return
      }
      if getuid() == 0 { seteuid(0) }
    }
  }

  @Test("The stamps that a step's kernel took are identified by the files' paths")
  func found() {
    let use = FileUse(read: ["/a/../b/in.txt"], stamps: ["/a/../b/in.txt": .missing])
    #expect(FileStamps.stamps(of: use) == [.file("/b/in.txt"): .missing])
  }
}
