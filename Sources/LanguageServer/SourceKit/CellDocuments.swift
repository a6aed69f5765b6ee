import Files
import Foundation
import NotebookKit

/// The cells that sourcekit-lsp knows, in a folder with the `compile_commands.json` that it reads.
///
/// ```swift
/// var check = NotebookCheck(compiler: compiler)
/// try check.update(to: steps)
/// let source = try check.editorSource(at: steps.count, module: "Cell_9")
/// let document = try await documents.show("numbers.app", as: source)
/// let answer = try await documents.client.request(
///   "textDocument/completion", .object(document.parameters(at: Place(line: 0, column: 11))))
/// ```
package actor CellDocuments {
  /// The sourcekit-lsp that receives requests about them.
  package nonisolated let client: SourceKitClient
  private nonisolated let folder: URL
  /// By name.
  private var arguments: [String: [String]] = [:]
  private var shown: [String: CellDocument] = [:]

  /// - Parameters:
  ///   - folder: A folder of this program only, created if needed.
  ///   - program: The toolchain's sourcekit-lsp.
  /// - Throws: The file system's errors.
  package init(folder: URL, program: URL) throws {
    // sourcekit-lsp takes the links out of paths.
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    self.folder = folder.resolvingSymlinksInPath()
    client = SourceKitClient(program: program, folder: self.folder)
  }

  /// Shows a cell's code to sourcekit-lsp.
  ///
  /// - Parameter name: A name that stays while the code changes; the module's if it is nil.
  /// - Throws: The file system's errors.
  package func show(
    _ code: String, as source: NotebookCheck.EditorSource, name: String? = nil
  ) async throws -> CellDocument {
    let name = name ?? source.module
    let file = folder.appending(path: name).appending(path: "main.swift")
    let document = CellDocument(file: file, code: code, source: source)
    if shown[name] == document { return document }
    if arguments[name] != source.arguments {
      arguments[name] = source.arguments
      try writeCommands()
      await client.readCommands()
    }
    shown[name] = document
    await client.show(file, text: document.text)
    return document
  }

  /// Forgets a cell that was removed.
  package func close(_ name: String) async {
    guard let document = shown.removeValue(forKey: name) else { return }
    await client.close(document.file)
  }

  /// The names that sourcekit-lsp uses for the cells.
  package var names: [String] { Array(shown.keys) }

  /// The name of a cell's file; nil for other files.
  package nonisolated func name(ofFile file: URL) -> String? {
    let path = file.resolvingSymlinksInPath().path
    guard path.hasPrefix(folder.path + "/") else { return nil }
    return file.deletingLastPathComponent().lastPathComponent
  }

  /// A folder for code that is formatted.
  nonisolated var formattingFolder: URL { folder.appending(path: "Formatting") }

  static let commandsName = "compile_commands.json"

  private func writeCommands() throws {
    let commands = arguments.sorted { $0.key < $1.key }.map { name, arguments -> JSON in
      let file = folder.appending(path: name).appending(path: "main.swift").path
      return [
        "directory": .string(folder.path), "file": .string(file),
        "arguments": .array((["swiftc"] + arguments + [file]).map { .string($0) }),
      ]
    }
    try AtomicFile.write(
      Data(JSON.array(commands).line.utf8), to: folder.appending(path: Self.commandsName))
  }
}
