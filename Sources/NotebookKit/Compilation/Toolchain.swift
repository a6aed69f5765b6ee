import Files
import Foundation

/// The Swift toolchain that compiles cells: that of the first `swiftc` on the PATH.
package struct Toolchain: Sendable {
  /// The compiler proper, which the `swiftc` driver would call.
  package let frontend: URL
  package let linker: URL
  package let symbolizer: URL
  /// The reader of documentation in compiled modules.
  package let symbolGraphTool: URL
  /// The server for editors' questions about Swift; it may be missing.
  package let languageServer: URL
  /// The folder of the runtime's shared libraries.
  package let runtimeLibraries: URL
  /// The folder of the toolchain's macro implementations.
  let plugins: URL
  /// The reader of the compiler's index; nil if the toolchain has none.
  let symbolIndex: SymbolIndex?

  /// - Throws: ``CompilationError/noCompiler`` or ``CompilationError/incompleteToolchain(_:)``.
  package init(environment: [String: String] = ProcessInfo.processInfo.environment) throws(CompilationError) {
    let folders = (environment["PATH"] ?? "").split(separator: ":").map { URL(filePath: String($0)) }
    let compilers = folders.map { $0.appending(path: "swiftc") }
    guard let compiler = compilers.first(where: { FileManager.default.isExecutableFile(atPath: $0.path) }) else {
      throw .noCompiler
    }
    let beside = compiler.resolvingSymlinksInPath().deletingLastPathComponent()
    let isProxy = !FileManager.default.fileExists(atPath: beside.appending(path: "swift-frontend").path)
    let bin = (isProxy ? Self.programs(behind: compiler) : nil) ?? beside
    frontend = bin.appending(path: "swift-frontend")
    linker = bin.appending(path: "ld.lld")
    symbolizer = bin.appending(path: "llvm-symbolizer")
    symbolGraphTool = bin.appending(path: "swift-symbolgraph-extract")
    languageServer = bin.appending(path: "sourcekit-lsp")
    runtimeLibraries = bin.deletingLastPathComponent().appending(path: "lib/swift/linux")
    plugins = bin.deletingLastPathComponent().appending(path: "lib/swift/host/plugins")
    symbolIndex = SymbolIndex(library: bin.deletingLastPathComponent().appending(path: "lib/libIndexStore.so"))
    for file in [frontend, linker, startFile] where !FileManager.default.fileExists(atPath: file.path) {
      throw .incompleteToolchain(file.path)
    }
  }

  /// The real toolchain's `bin` folder if `swiftc` is only a proxy, as swiftly's is.
  private static func programs(behind compiler: URL) -> URL? {
    struct Information: Decodable {
      struct Paths: Decodable { var runtimeResourcePath: String }
      var paths: Paths
    }
    guard let result = try? ToolProcess.run(compiler, ["-print-target-info"]),
      let information = try? JSONDecoder().decode(Information.self, from: result.output)
    else { return nil }
    // usr/lib/swift is beside usr/bin.
    return URL(filePath: information.paths.runtimeResourcePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "bin")
  }

  /// The object file that registers a library's types and conformances with the runtime.
  var startFile: URL { runtimeLibraries.appending(path: "\(Self.architecture)/swiftrt.o") }

  /// The compiler's target, as in `x86_64-unknown-linux-gnu`.
  static var target: String { "\(architecture)-unknown-linux-gnu" }

  #if arch(x86_64)
    private static let architecture = "x86_64"
  #elseif arch(arm64)
    private static let architecture = "aarch64"
  #endif

  /// The compiler's version text, read once and then kept; nil if it has none.
  func version(keptIn cache: CellCache) -> String? {
    let key = ContentHash(parts: ["version", fingerprint])
    let entry =
      try? cache.entry(key)
      ?? cache.makeEntry(key) { draft in
        let answer = try ToolProcess.run(frontend, ["-frontend", "-version"])
        try (answer.output + Data(answer.errors.utf8)).write(to: draft.appending(path: "version.txt"))
      }
    let text = entry?.data("version.txt").map { String(decoding: $0, as: UTF8.self) }
    return text?.split(separator: "\n").first.map(String.init)
  }

  /// True if the toolchain ships a module of that name, as `Foundation`.
  func hasModule(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: runtimeLibraries.appending(path: "\(name).swiftmodule").path)
  }

  /// A value that changes whenever the compiler is replaced.
  var fingerprint: String { FileFingerprint.of(frontend) }
}

/// A file's identity without reading it: path, size and time of change.
enum FileFingerprint {
  static func of(_ file: URL) -> String {
    var status = stat()
    guard stat(file.path, &status) == 0 else { return "\(file.path) missing" }
    return "\(file.path) \(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
  }
}
