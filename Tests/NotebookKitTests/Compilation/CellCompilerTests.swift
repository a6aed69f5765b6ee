import Foundation
import NotebookKit
import Testing

@Suite struct CellCompilerTests {
  @Test func keyFollowsEverythingThatCodeDependsOn() throws {
    let tests = try CompilerForTests()
    defer { tests.remove() }
    let compiler = tests.compiler
    let other = CellCompiler(
      toolchain: compiler.toolchain, library: compiler.library, cache: compiler.cache, fileName: "other.md",
      interfaces: compiler.interfaces)
    let upstream = ContentHash(parts: ["upstream"])
    let keys = [
      compiler.key(module: "Cell_1", source: "a", upstream: [], optimize: false),
      compiler.key(module: "Cell_2", source: "a", upstream: [], optimize: false),
      compiler.key(module: "Cell_1", source: "b", upstream: [], optimize: false),
      compiler.key(module: "Cell_1", source: "a", upstream: [upstream], optimize: false),
      compiler.key(module: "Cell_1", source: "a", upstream: [upstream, upstream], optimize: false),
      compiler.key(module: "Cell_1", source: "a", upstream: [], optimize: true),
      other.key(module: "Cell_1", source: "a", upstream: [], optimize: false),
    ]
    #expect(Set(keys).count == keys.count)
    #expect(keys[0] == compiler.key(module: "Cell_1", source: "a", upstream: [], optimize: false))
  }

  @Test func secondCompilationComesFromTheCache() throws {
    let tests = try CompilerForTests()
    defer { tests.remove() }
    let source = "import Etude\nlet unused: Int = { let x = 1; return 2 }()\n"
    let first = try tests.compiler.compile(module: "Cell_1", source: source, upstream: [], optimize: false)
    guard case .compiled(let product) = first else {
      Issue.record("\(first)")
      return
    }
    #expect(product.warnings.contains("never used"))
    let made = try FileManager.default.attributesOfItem(atPath: product.library.path)[.modificationDate] as? Date
    #expect(try tests.compiler.compile(module: "Cell_1", source: source, upstream: [], optimize: false) == first)
    let now = try FileManager.default.attributesOfItem(atPath: product.library.path)[.modificationDate] as? Date
    #expect(made == now)
  }

  @Test func damagedEntryIsMadeAnew() throws {
    let tests = try CompilerForTests()
    defer { tests.remove() }
    let outcome = try tests.compiler.compile(module: "Cell_1", source: "let a = 1\n", upstream: [], optimize: false)
    guard case .compiled(let product) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    try FileManager.default.removeItem(
      at: product.library.deletingLastPathComponent().appending(path: "diagnostics.txt"))
    #expect(
      try tests.compiler.compile(module: "Cell_1", source: "let a = 1\n", upstream: [], optimize: false) == outcome)
  }

  @Test func rejectionIsAnOutcomeAndNoEntry() throws {
    let tests = try CompilerForTests()
    defer { tests.remove() }
    let outcome = try tests.compiler.compile(
      module: "Cell_1", source: "let a: Int = \"\"\n", upstream: [], optimize: false)
    guard case .rejected(let diagnostics) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(diagnostics.contains("error: cannot convert value of type 'String' to specified type 'Int'"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: tests.compiler.cache.folder.path) == [".lock"])
  }
}

@Suite struct ContentHashTests {
  @Test func knownDigest() {
    let hash = ContentHash(Data("abc".utf8))
    #expect(hash.hexadecimal == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(hash.base64 == "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=")
  }

  @Test func bordersOfPartsCount() {
    #expect(ContentHash(parts: ["ab", "c"]) != ContentHash(parts: ["a", "bc"]))
    #expect(ContentHash(parts: ["a", ""]) != ContentHash(parts: ["a"]))
    #expect(ContentHash(parts: ["a"]) == ContentHash(parts: ["a"]))
  }
}

@Suite struct ToolchainTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "etude-test-\(UUID().uuidString)")

  private func write(_ text: String, _ path: String) throws -> URL {
    let file = folder.appending(path: path)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
    return file
  }

  @Test func noCompiler() {
    #expect(throws: CompilationError.noCompiler) { try Toolchain(environment: [:]) }
    #expect(throws: CompilationError.noCompiler) { try Toolchain(environment: ["PATH": "/proc:/nowhere"]) }
  }

  @Test func incompleteToolchainNamesWhatIsMissing() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let compiler = try write("#!/bin/sh\nexit 1\n", "bin/swiftc")
    let bin = compiler.deletingLastPathComponent()
    #expect(throws: CompilationError.incompleteToolchain(bin.appending(path: "swift-frontend").path)) {
      try Toolchain(environment: ["PATH": bin.path])
    }
    #expect(
      CompilationError.incompleteToolchain("/x").description
        == "The Swift toolchain lacks /x. Reinstall Swift 6.3 (https://www.swift.org/install/linux).")
  }

  /// `swiftc` of the swiftly installer is a program that only calls that of the chosen toolchain.
  @Test func proxyIsFollowed() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let real = try Toolchain()
    let proxy = try write(
      "#!/bin/sh\nexec \(real.frontend.deletingLastPathComponent().path)/swiftc \"$@\"\n", "proxies/swiftc")
    let toolchain = try Toolchain(environment: ["PATH": proxy.deletingLastPathComponent().path])
    #expect(toolchain.frontend.path == real.frontend.path)
    #expect(toolchain.linker.path == real.linker.path)
  }
}

@Suite struct CoreLibraryTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "etude-test-\(UUID().uuidString)")

  private func touch(_ paths: [String]) throws {
    for path in paths {
      let file = folder.appending(path: path)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data().write(to: file)
    }
  }

  @Test func buildFolder() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try touch(["release/etude", "release/etude-kernel", "release/Modules/Etude.swiftmodule"])
    let library = try CoreLibrary(command: folder.appending(path: "release/etude"))
    #expect(library.kernel.path == folder.path + "/release/etude-kernel")
    #expect(library.modules.path == folder.path + "/release/Modules")
  }

  @Test func installedThroughALink() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try touch(["bin/etude", "lib/etude/etude-kernel", "lib/etude/Modules/Etude.swiftmodule"])
    let link = folder.appending(path: "link")
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: folder.appending(path: "bin/etude"))
    let library = try CoreLibrary(command: link)
    #expect(library.kernel.path == folder.path + "/lib/etude/etude-kernel")
    #expect(library.features.path == folder.path + "/lib/etude/etude-features")
  }

  @Test func missingPartIsNamed() throws {
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

  /// Each C module that the core library imports needs an empty one in its place, and nothing else does.
  @Test func systemModulesAreThoseThatTheCoreImports() throws {
    let sources = URL(filePath: #filePath).appending(path: "../../../../Sources").standardizedFileURL
    let known = try FileManager.default.contentsOfDirectory(atPath: sources.appending(path: "System").path)
    var imported: Set<String> = []
    for module in ["Tensors", "Images", "Signal", "Networks", "Datasets", "Learning", "Display", "Plotting", "Etude"] {
      let folder = sources.appending(path: module)
      for case let path as String in FileManager.default.enumerator(atPath: folder.path) ?? .init()
      where path.hasSuffix(".swift") {
        let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
        for match in text.matches(of: /(?m)^\s*(?:\w+ )?import (\w+)/) { imported.insert(String(match.output.1)) }
      }
    }
    #expect(CoreLibrary.systemModules == imported.intersection(known).sorted())
  }
}
