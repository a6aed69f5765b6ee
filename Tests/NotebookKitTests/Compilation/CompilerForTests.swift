import Foundation
import NotebookKit
import TestSupport

/// A compiler of cells with its own cache and interfaces, removed by `remove()`.
struct CompilerForTests {
  let folder = FileManager.default.temporaryDirectory.appending(path: "etude-test-\(UUID().uuidString)")
  let compiler: CellCompiler

  init(fileName: String = "note.md") throws {
    let cache = try CellCache(environment: ["XDG_CACHE_HOME": folder.path])
    compiler = CellCompiler(
      toolchain: try Toolchain(), library: try CoreLibrary(command: Program.builtPrograms.appending(path: "etude")),
      cache: cache, fileName: fileName, scratch: folder.appending(path: "scratch"))
    try compiler.prepare()
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  /// The items of a cell, empty if it has a syntax error.
  static func items(_ source: String) throws -> [TopLevelItem] {
    let compiler = try CompilerForTests()
    defer { compiler.remove() }
    return try compiler.compiler.items(of: source) ?? []
  }
}
