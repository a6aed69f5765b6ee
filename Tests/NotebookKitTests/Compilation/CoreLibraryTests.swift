import Files
import Foundation
import NotebookKit
import Testing

@Suite("Places of the core library")
struct CoreLibraryTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "etude-test-\(UUID().uuidString)")

  private func touch(_ paths: [String]) throws {
    for path in paths {
      let file = folder.appending(path: path)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data().write(to: file)
    }
  }

  @Test("A build folder has the kernel and the modules beside the command")
  func buildFolder() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try touch(["release/etude", "release/etude-kernel", "release/Modules/Etude.swiftmodule"])
    let library = try CoreLibrary(command: folder.appending(path: "release/etude"))
    #expect(library.kernel.path == folder.path + "/release/etude-kernel")
    #expect(library.modules.path == folder.path + "/release/Modules")
  }

  @Test("An installed library is found through a link to the command")
  func installedThroughALink() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try touch(["bin/etude", "lib/etude/etude-kernel", "lib/etude/Modules/Etude.swiftmodule"])
    let link = folder.appending(path: "link")
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: folder.appending(path: "bin/etude"))
    let library = try CoreLibrary(command: link)
    #expect(library.kernel.path == folder.path + "/lib/etude/etude-kernel")
    #expect(library.features.path == folder.path + "/lib/etude/etude-features")
    #expect(library.comparer.path == folder.path + "/lib/etude/etude-compare")
  }

  @Test("A missing part is reported with a remedy")
  func missingPartIsNamed() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try touch(["bin/etude"])
    #expect(throws: CompilationError.coreLibraryMissing(folder.path + "/bin/etude-kernel")) {
      try CoreLibrary(command: folder.appending(path: "bin/etude"))
    }
    #expect(
      CompilationError.coreLibraryMissing("/x").description
        == "The library that cells import is missing: /x. Run `make install` again, or build with `swift build -c release`."
    )
  }
}
