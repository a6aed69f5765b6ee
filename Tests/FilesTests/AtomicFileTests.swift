import Files
import Foundation
import Synchronization
import Testing

@Suite("Files written as a whole") struct AtomicFileTests {
  /// A folder that goes with the value.
  private final class Folder {
    let url = FileManager.default.temporaryDirectory.appending(path: "etude-files-\(UUID().uuidString)")
    init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(at: url) }
    var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? [] }
  }

  private struct Stop: Error {}

  @Test("A file replaces an older one", arguments: [AtomicFile.Durability.programCrash, .powerFailure])
  func replacing(durability: AtomicFile.Durability) throws {
    let folder = try Folder()
    let file = folder.url.appending(path: "a.txt")
    for text in ["first", ""] {
      try AtomicFile.write(Data(text.utf8), to: file, surviving: durability)
      #expect(try String(contentsOf: file, encoding: .utf8) == text)
    }
    #expect(folder.names == ["a.txt"])
  }

  @Test("An error on the way leaves the older file and no draft") func failing() throws {
    let folder = try Folder()
    let file = folder.url.appending(path: "a.txt")
    try AtomicFile.write(Data("old".utf8), to: file)
    #expect(throws: Stop.self) {
      try AtomicFile.write(to: file) { append in
        try Array("new".utf8).withUnsafeBytes { try append($0) }
        throw Stop()
      }
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == "old")
    #expect(folder.names == ["a.txt"])
  }

  @Test("A file is created only if its path is free, and no other file is left behind") func creating() throws {
    let folder = try Folder()
    let file = folder.url.appending(path: "a.txt")
    #expect(try AtomicFile.create(Data("first".utf8), at: file))
    #expect(try !AtomicFile.create(Data("second".utf8), at: file))
    #expect(try String(contentsOf: file, encoding: .utf8) == "first")
    #expect(folder.names == ["a.txt"])
  }

  @Test("Of many that create a file at once one succeeds, and the file is complete") func creatingAtOnce() throws {
    let folder = try Folder()
    let file = folder.url.appending(path: "a.txt")
    let winners = Mutex<[Int]>([])
    DispatchQueue.concurrentPerform(iterations: 16) { number in
      let data = Data(repeating: UInt8(number), count: 100_000)
      if (try? AtomicFile.create(data, at: file)) == true { winners.withLock { $0.append(number) } }
    }
    let winner = try #require(winners.withLock { $0.count == 1 ? $0.first : nil })
    #expect(try Data(contentsOf: file) == Data(repeating: UInt8(winner), count: 100_000))
    #expect(folder.names == ["a.txt"])
  }

  @Test("A disk that fills up while a file is written leaves the older file whole") func fullDisk() async {
    await #expect(processExitsWith: .success) {
      let folder = try Folder()
      let file = folder.url.appending(path: "a.txt")
      try AtomicFile.write(Data([1, 2, 3]), to: file)
      // A limit on the size of files fails a write as a full disk does, half-way.
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 5000, rlim_max: 5000)
      setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
      #expect(throws: FileError.notWritten(path: file.path, reason: "File too large")) {
        try AtomicFile.write(Data(count: 10_000), to: file)
      }
      #expect(try Data(contentsOf: file) == Data([1, 2, 3]))
      #expect(folder.names == ["a.txt"])
    }
  }

  @Test("A new file keeps the permissions of the old one") func permissions() throws {
    let folder = try Folder()
    let file = folder.url.appending(path: "a.txt")
    try AtomicFile.write(Data(), to: file)
    chmod(file.path, 0o600)
    try AtomicFile.write(Data("new".utf8), to: file)
    var found = stat()
    #expect(stat(file.path, &found) == 0 && found.st_mode & 0o777 == 0o600)
  }

  @Test("Threads that write one file leave one of their contents whole") func threads() throws {
    let folder = try Folder()
    let file = folder.url.appending(path: "a.txt")
    DispatchQueue.concurrentPerform(iterations: 16) { index in
      #expect(throws: Never.self) { try AtomicFile.write(Data(repeating: UInt8(index), count: 100_000), to: file) }
    }
    let content = try Data(contentsOf: file)
    #expect(content.count == 100_000 && Set(content).count == 1)
    #expect(folder.names == ["a.txt"])
  }

  @Test("A missing folder is made on request and is an error otherwise") func folders() throws {
    let folder = try Folder()
    let file = folder.url.appending(path: "b/c/a.txt")
    #expect(throws: FileError.notWritten(path: file.path, reason: "No such file or directory")) {
      try AtomicFile.write(Data(), to: file)
    }
    try AtomicFile.write(Data(), to: file, makesFolder: true)
    #expect(FileManager.default.fileExists(atPath: file.path))
  }

  @Test("A folder that cannot be created is reported with the system's reason") func unmadeFolder() {
    #expect(throws: FileError.folderNotMade(path: "/proc/etude", reason: "No such file or directory")) {
      try AtomicFile.write(Data(), to: URL(filePath: "/proc/etude/a"), makesFolder: true)
    }
  }

  @Test("Messages name the problem and the remedy") func messages() {
    #expect(
      FileError.notWritten(path: "a.txt", reason: "No space left on device").description
        == "a.txt could not be written: No space left on device. An earlier file is unchanged.")
    #expect(
      FileError.folderNotMade(path: "b", reason: "Permission denied").description
        == "The folder b could not be created: Permission denied. Choose another folder, or remove the file of that name."
    )
  }
}
