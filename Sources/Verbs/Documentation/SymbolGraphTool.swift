import Foundation

/// The toolchain's programs that read compiled modules, with the places that the runner names in the environment.
struct SymbolGraphTool: Sendable {
  /// `swift-symbolgraph-extract`; the compiler is in the same folder.
  private let program: URL
  /// The folder of this library's compiled modules.
  private let modules: URL
  /// A file that stands in for the headers of C libraries.
  private let moduleMap: String

  /// Reads the runner's environment variables.
  ///
  /// - Throws: ``DocumentationError/unavailable(reason:)`` outside a notebook.
  init() throws(DocumentationError) {
    let environment = ProcessInfo.processInfo.environment
    guard let program = environment["ETUDE_SYMBOL_GRAPH_TOOL"], let modules = environment["ETUDE_MODULES"],
      let moduleMap = environment["ETUDE_SYSTEM_MODULES"]
    else { throw .unavailable(reason: "`doc` works in a notebook that `etude run` runs") }
    self.program = URL(filePath: program)
    self.modules = URL(filePath: modules)
    self.moduleMap = moduleMap
  }

  /// The modules that `import Etude` reaches, by name; a build's folder holds others too.
  ///
  /// - Throws: ``DocumentationError/unavailable(reason:)``; the file system's errors.
  func moduleNames(using folder: URL) throws -> [String] {
    let (source, result) = (folder.appending(path: "import.swift"), folder.appending(path: "dependencies.json"))
    try Data("import Etude\n".utf8).write(to: source)
    let compiler = program.deletingLastPathComponent().appending(path: "swift-frontend")
    let arguments = ["-scan-dependencies", source.path, "-module-name", "doc", "-o", result.path]
    guard try run(compiler, arguments) else {
      throw DocumentationError.unavailable(reason: "the modules of Etude could not be found")
    }
    let scan = try JSONDecoder().decode(DependencyScan.self, from: Data(contentsOf: result))
    let files = scan.modules.compactMap(\.modulePath).map { URL(filePath: $0) }
    return files.filter { $0.deletingLastPathComponent().path == modules.path }
      .map { $0.deletingPathExtension().lastPathComponent }.sorted()
  }

  /// The public symbols of a module as the tool writes them, in JSON.
  ///
  /// - Throws: ``DocumentationError/unavailable(reason:)``; the file system's errors.
  func symbols(of module: String, using folder: URL) throws -> Data {
    let arguments = ["-module-name", module, "-output-dir", folder.path, "-minimum-access-level", "public"]
    guard try run(program, arguments) else {
      throw DocumentationError.unavailable(reason: "the module \(module) could not be read")
    }
    return try Data(contentsOf: folder.appending(path: "\(module).symbols.json"))
  }

  /// Runs a program on this library's modules; false if it fails.
  private func run(_ program: URL, _ arguments: [String]) throws -> Bool {
    let process = Process()
    process.executableURL = program
    process.arguments =
      arguments + ["-I", modules.path, "-target", Self.target, "-Xcc", "-fmodule-map-file=\(moduleMap)"]
    process.standardError = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  #if arch(x86_64)
    private static let target = "x86_64-unknown-linux-gnu"
  #else
    private static let target = "aarch64-unknown-linux-gnu"
  #endif
}

/// What the compiler finds that a file imports; each module's name and details are two elements of one list.
private struct DependencyScan: Decodable {
  var modules: [Element]
  struct Element: Decodable { var modulePath: String? }
}
