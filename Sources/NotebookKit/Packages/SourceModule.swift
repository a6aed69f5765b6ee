import Files
import Foundation

/// The notebook's own Swift files, compiled with optimisation as one module.
///
/// Cells see its internal names: it is compiled for testing, and cells import it as a test would.
struct SourceModule {
  /// The module's name.
  let name: String
  /// The files with the names in diagnostics: relative to the notebook's folder.
  let files: [String]
  /// The hash of names and contents of the files.
  let contents: ContentHash
  private let request: SourcesRequest
  private let notebook: Notebook

  /// Finds the files.
  ///
  /// - Parameter packageModules: The modules of the notebook's packages.
  /// - Throws: ``DependencyError``.
  init(
    _ request: SourcesRequest, of notebook: Notebook, packageModules: [String], toolchain: Toolchain
  ) throws(DependencyError) {
    self.request = request
    self.notebook = notebook
    let file = notebook.file.lastPathComponent
    var files: [String] = []
    var folders: [String] = []
    for path in request.paths {
      let place = SourceLocation(file: file, line: path.line)
      let url = URL(filePath: path.path, relativeTo: notebook.folder)
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
        let nearest = NearestPath.of(path.path, besides: notebook.folder)
        throw DependencyError(place, .noSource(path: path.path, nearest: nearest))
      }
      if isFolder.boolValue {
        if FileManager.default.fileExists(atPath: url.appending(path: "Package.swift").path) {
          throw DependencyError(place, .isPackage(path: path.path))
        }
        let found = FolderHash.files(in: url).filter { $0.hasSuffix(".swift") }
        if found.isEmpty { throw DependencyError(place, .noSwiftFile(path: path.path)) }
        let prefix = path.path.hasSuffix("/") ? path.path : path.path + "/"
        files += found.map { (prefix == "./" ? "" : prefix) + $0 }
        folders.append(url.standardizedFileURL.lastPathComponent)
      } else if path.path.hasSuffix(".swift") {
        files.append(path.path)
      } else {
        throw DependencyError(place, .notSwift(path: path.path))
      }
    }
    var seen: Set<String> = []
    self.files = files.filter { seen.insert(Self.url(of: $0, in: notebook).path).inserted }
    contents = ContentHash(
      parts: self.files.flatMap { file in
        [file, (try? Data(contentsOf: Self.url(of: file, in: notebook))).map { ContentHash($0).hexadecimal } ?? ""]
      })
    name = request.module ?? (folders.count == 1 && request.paths.count == 1 ? Self.moduleName(folders[0]) : "Sources")
    let owner: String? =
      packageModules.contains(name)
      ? "a package"
      : CoreLibrary.reservedModules.contains(name)
        ? "Etude" : toolchain.hasModule(name) ? "the toolchain" : nil
    if let owner {
      throw DependencyError(SourceLocation(file: file, line: request.line), .moduleNameTaken(name: name, by: owner))
    }
  }

  private static func url(of file: String, in notebook: Notebook) -> URL {
    URL(filePath: file, relativeTo: notebook.folder).standardizedFileURL
  }

  /// A folder's name as SwiftPM turns it into a module name.
  private static func moduleName(_ folder: String) -> String {
    let word = String(folder.map { $0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "_" ? $0 : "_" })
    let name = word.first?.isNumber == true ? "_" + word : word
    return SwiftIdentifier.isValid(name) ? name : "Sources"
  }

  /// The compiled module in the cache, built if it is missing.
  ///
  /// - Parameters:
  ///   - packages: The modules that the sources can import.
  ///   - onCompile: Called if the module must be built.
  /// - Returns: The folder of library and interface, its key and the compiler's warnings.
  /// - Throws: ``DependencyError``, the file system's errors.
  func compiled(
    with compiler: CellCompiler, packages: NotebookDependencies, onCompile: () -> Void
  ) throws -> (folder: URL, key: ContentHash, warnings: String) {
    let mode = notebook.frontMatter.languageMode ?? .swift5
    let key = ContentHash(
      parts: [
        "sources 1", name, contents.hexadecimal, mode.rawValue, compiler.toolchain.fingerprint,
        compiler.library.fingerprint,
      ] + packages.keys.map(\.hexadecimal))
    let file = "diagnostics.txt"
    if let entry = compiler.cache.entry(key), let warnings = entry.data(file) {
      return (entry.folder, key, String(decoding: warnings, as: UTF8.self))
    }
    onCompile()
    var warnings = ""
    let entry = try compiler.cache.makeEntry(key) { draft in
      let result = try compiler.compileLibrary(
        module: name, files: files, in: notebook.folder, languageMode: mode, to: draft)
      guard result.succeeded else {
        throw DependencyError(
          SourceLocation(file: notebook.file.lastPathComponent, line: request.line),
          .sourcesDoNotCompile(diagnostics: result.diagnostics))
      }
      warnings = result.diagnostics
      try Data(warnings.utf8).write(to: draft.appending(path: file))
    }
    return (entry.folder, key, warnings)
  }
}
