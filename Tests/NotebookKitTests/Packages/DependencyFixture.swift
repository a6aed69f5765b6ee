import Foundation
import NotebookKit
import TestSupport

/// A folder for a notebook and its packages, removed by `remove()`, and a cache that no other test uses.
struct DependencyFixture {
  let folder = FileManager.default.temporaryDirectory.appending(path: "etude-test-\(UUID().uuidString)")
  let environment = ProcessInfo.processInfo.environment.merging(["XDG_CACHE_HOME": Self.cache.path]) { $1 }

  /// The cache of all fixtures, beside the built programs. It is emptied by the first fixture of a process, except for
  /// the compiler's cache of C headers.
  private static let cache: URL = {
    let cache = Program.builtPrograms.appending(path: "dependency-tests")
    for name in ["cells", "packages"] {
      try? FileManager.default.removeItem(at: cache.appending(path: "etude/\(name)"))
    }
    return cache
  }()

  func remove() { try? FileManager.default.removeItem(at: folder) }

  /// Writes a file beside the notebook.
  func write(_ text: String, to path: String) throws {
    let file = folder.appending(path: path)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  /// A notebook of some front matter and cells, in the folder.
  func notebook(_ frontMatter: String, cells: [String] = []) throws -> Notebook {
    let body = cells.map { "```swift\n\($0)\n```\n" }.joined(separator: "\n")
    try write("---\n\(frontMatter)\n---\n\n\(body)", to: "note.md")
    return try NotebookParser.read(folder.appending(path: "note.md"))
  }

  /// Builds the packages of a front matter.
  @discardableResult
  func build(
    _ frontMatter: String, progress: @escaping @Sendable (DependencyProgress) -> Void = { _ in }
  ) throws -> NotebookDependencies {
    let installation = try Installation(
      environment: environment, command: Program.builtPrograms.appending(path: "etude"))
    return try DependencyBuilder(notebook(frontMatter), installation: installation, progress: progress).build()
  }

  /// The message with which the build for a front matter fails; nil if it succeeds.
  func failure(_ frontMatter: String) throws -> String? {
    do {
      try build(frontMatter)
      return nil
    } catch let error as DependencyError {
      return error.description.replacing(folder.path, with: "FOLDER")
    }
  }

  /// Runs a notebook of some front matter and cells with the `etude` command.
  func run(_ frontMatter: String, cells: [String], _ arguments: [String] = []) throws -> ProgramResult {
    _ = try notebook(frontMatter, cells: cells)
    return try etude(["run", "note.md"] + arguments)
  }

  func etude(_ arguments: [String]) throws -> ProgramResult {
    var process = EtudeProcess()
    process.environment = environment
    return try process.run(arguments, in: folder)
  }

  func page() throws -> String { try String(contentsOf: folder.appending(path: "Output/note.html"), encoding: .utf8) }
}
