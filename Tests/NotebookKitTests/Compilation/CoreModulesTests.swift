import Foundation
import NotebookKit
import TestSupport
import Testing

/// `coreLibrary` of Package.swift is the list of modules that a cell can call; these tests compare its copies with it.
@Suite("The list of core modules")
struct CoreModulesTests {
  private let root = URL(filePath: #filePath).appending(path: "../../../..").standardizedFileURL

  /// Each target of `coreLibrary`, with its dependencies.
  private var targets: [String: Set<String>] {
    get throws {
      let manifest = try text("Package.swift")
      let section = try #require(manifest.firstMatch(of: /(?ms)^let coreLibrary.*?^\]/)).output
      let entries = section.matches(of: /library\(\s*"(\w+)",\s*\[([^\]]*)\]/).map { match in
        (String(match.output.1), Set(match.output.2.matches(of: /"(\w+)"/).map { String($0.output.1) }))
      }
      return Dictionary(uniqueKeysWithValues: entries)
    }
  }

  private func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// The modules that files in a folder of Sources import, with or without an attribute.
  private func imports(of module: String) throws -> Set<String> {
    let folder = root.appending(path: "Sources/\(module)")
    var imports: Set<String> = []
    for case let path as String in FileManager.default.enumerator(atPath: folder.path) ?? .init()
    where path.hasSuffix(".swift") {
      let source = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
      imports.formUnion(source.matches(of: /(?m)^\s*(?:@?\w+ )?import (\w+)/).map { String($0.output.1) })
    }
    return imports
  }

  @Test("Names are suggested from all modules that Etude re-exports")
  func exportedModulesAreAllModules() throws {
    #expect(Set(CoreLibrary.exportedModules) == Set(try targets.keys).subtracting(["Etude"]))
  }

  @Test("Etude re-exports all the others, and does nothing else")
  func umbrella() throws {
    let lines = try text("Sources/Etude/Etude.swift").split(separator: "\n")
    let others = try targets.keys.filter { $0 != "Etude" }.sorted()
    #expect(others.count > 6)
    #expect(lines.map(String.init) == others.map { "@_exported import \($0)" })
  }

  @Test("The target install of make copies the core modules")
  func installation() throws {
    let make = Process()
    let output = Pipe()
    make.executableURL = URL(filePath: "/usr/bin/make")
    make.arguments = ["--dry-run", "--old-file=build", "install"]
    make.currentDirectoryURL = root
    make.standardOutput = output
    try make.run()
    let commands = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    make.waitUntilExit()
    let loop = try #require(commands.firstMatch(of: /for module in ([\w ]+); do/)).output.1
    #expect(try loop.split(separator: " ").map(String.init).sorted() == targets.keys.sorted())
  }

  @Test("CONTRIBUTING has a line for each core module")
  func map() throws {
    let lines = try text("CONTRIBUTING.md")
    for module in try targets.keys { #expect(lines.contains("| `Sources/\(module)` |")) }
  }

  @Test("The modules that packages cannot shadow are all whose symbols the kernel has")
  func reservedModules() throws {
    #expect(try CoreLibrary.modules.sorted() == targets.keys.sorted())
    let reader = try Toolchain().linker.deletingLastPathComponent().appending(path: "llvm-nm")
    let kernel = Program.builtPrograms.appending(path: "etude-kernel")
    let symbols = try Program(reader, ["--dynamic", "--defined-only", kernel.path]).run().output
    // Descriptors of types are named by the length of their module's name and the name.
    let modules = symbols.matches(of: /\h\$s(\d+)(\w+)Mn\n/).compactMap { match in
      Int(match.output.1).map { String(match.output.2.prefix($0)) }
    }
    #expect(modules.contains("Tensors"))
    #expect(Set(modules).subtracting(CoreLibrary.reservedModules) == [])
  }

  @Test("The system modules are the C modules that core modules import")
  func systemModules() throws {
    let known = try Set(FileManager.default.contentsOfDirectory(atPath: root.appending(path: "Sources/System").path))
    var (imported, declared): (Set<String>, Set<String>) = ([], [])
    for (module, dependencies) in try targets {
      imported.formUnion(try imports(of: module).intersection(known))
      declared.formUnion(dependencies.intersection(known))
    }
    #expect(CoreLibrary.systemModules == imported.sorted())
    // No file imports CAVX512: `#if canImport` asks only whether it is there.
    #expect(CoreLibrary.systemModules == declared.subtracting(["CAVX512"]).sorted())
  }
}
