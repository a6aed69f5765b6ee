import Foundation
import NotebookKit
import Synchronization
import TestSupport
import Testing

@Suite("Notebooks with packages")
struct PackageRunTests {
  private func withFixture(_ body: (DependencyFixture) throws -> Void) throws {
    let fixture = DependencyFixture()
    defer { fixture.remove() }
    try body(fixture)
  }

  /// A package of Swift that calls C and reads a resource.
  private func makeMixedPackage(in folder: URL) throws {
    let package = try ScratchPackage("mixed", module: "Mixed", in: folder)
    try package.write(
      """
      // swift-tools-version: 6.1
      import PackageDescription
      let package = Package(
        name: "mixed", products: [.library(name: "Mixed", targets: ["Mixed", "CMixed"])],
        targets: [.target(name: "CMixed"), .target(name: "Mixed", dependencies: ["CMixed"], resources: [.copy("word.txt")])])
      """, to: "Package.swift")
    try package.write(
      "int mixed_seven(void);\nstatic inline int mixed_eight(void) { return 8; }\n",
      to: "Sources/CMixed/include/mixed.h")
    // The kernel has a function of that name as well.
    try package.write(
      """
      #include "mixed.h"
      int ckernel_is_fork(void) { return 7; }
      int mixed_seven(void) { return ckernel_is_fork(); }
      """, to: "Sources/CMixed/mixed.c")
    try package.write("resource", to: "Sources/Mixed/word.txt")
    try package.write(
      """
      import CMixed
      import Foundation

      public struct Box: CustomStringConvertible {
        public init() {}
        public var description: String {
          let word = Bundle.module.url(forResource: "word", withExtension: "txt").flatMap { try? String(contentsOf: $0, encoding: .utf8) }
          return "box \\(mixed_seven()) \\(word ?? "none")"
        }
      }
      """, to: "Sources/Mixed/Mixed.swift")
  }

  @Test("Cells see a package's Swift, C headers and resources, and its C code calls its own functions")
  func mixed() throws {
    try withFixture { fixture in
      try makeMixedPackage(in: fixture.folder)
      let result = try fixture.run(
        "packages:\n  - path: mixed",
        cells: [
          "import CMixed\nimport Mixed\nprint(Box(), mixed_eight())",
          "extension Box { var twice: String { \"\\(self) \\(self)\" } }\nprint(Box().twice)",
        ])
      #expect(result.status == 0, "\(result.errors)")
      let page = try fixture.page()
      #expect(page.contains("box 7 resource 8</pre>"))
      #expect(page.contains("box 7 resource box 7 resource</pre>"))
    }
  }

  @Test("A package's macros expand in cells")
  func macros() throws {
    try withFixture { fixture in
      let package = try ScratchPackage("loud", module: "Loud", in: fixture.folder)
      try package.write(
        """
        // swift-tools-version: 6.1
        import CompilerPluginSupport
        import PackageDescription
        let package = Package(
          name: "loud", platforms: [.macOS(.v13)], products: [.library(name: "Loud", targets: ["Loud"])],
          targets: [.macro(name: "LoudMacros"), .target(name: "Loud", dependencies: ["LoudMacros"])])
        """, to: "Package.swift")
      try package.write(
        "@freestanding(expression) public macro seven() -> Int = #externalMacro(module: \"LoudMacros\", type: \"Seven\")",
        to: "Sources/Loud/Loud.swift")
      // The compiler's protocol for macros, instead of swift-syntax, which takes minutes to build.
      try package.write(
        #"""
        import Foundation
        func read(_ count: Int) -> Data? {
          let data = FileHandle.standardInput.readData(ofLength: count)
          return data.count == count ? data : nil
        }
        while let header = read(8) {
          let length = header.enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
          guard let message = read(length) else { break }
          let isQuestion = String(decoding: message, as: UTF8.self).contains("getCapability")
          let answer =
            isQuestion
            ? "{\"getCapabilityResult\":{\"capability\":{\"protocolVersion\":7}}}"
            : "{\"expandMacroResult\":{\"expandedSource\":\"7\",\"diagnostics\":[]}}"
          let size = (0..<8).map { UInt8(truncatingIfNeeded: answer.utf8.count >> (8 * $0)) }
          FileHandle.standardOutput.write(Data(size) + Data(answer.utf8))
        }
        """#, to: "Sources/LoudMacros/main.swift")
      let result = try fixture.run("packages: {path: loud}", cells: ["import Loud\nprint(\"macro\", #seven)"])
      #expect(result.status == 0, "\(result.errors)")
      #expect(try fixture.page().contains("macro 7</pre>"))
    }
  }

  @Test("A finished build needs neither the network nor SwiftPM, and its version does not change")
  func builtOnce() throws {
    try withFixture { fixture in
      let package = try ScratchPackage("tools", module: "Tools", in: fixture.folder)
      try package.commit(version: "1.0.0")
      let frontMatter = "packages:\n  - url: \(package.folder.path)\n    from: 1.0.0"
      let first = try fixture.run(frontMatter, cells: ["import Tools\nanswer"])
      #expect(first.errors.contains("note.md:3: building packages tools\n"))
      #expect(first.errors.contains("note.md:3: built packages tools "))
      #expect(try fixture.page().contains("tools 1.0.0"))
      try package.write("public let answer = 43", to: "Sources/Tools/Tools.swift")
      try package.commit(version: "1.1.0")
      let second = try fixture.run(frontMatter, cells: ["import Tools\nanswer"])
      #expect(second.status == 0 && !second.errors.contains("building"))
      #expect(try fixture.page().contains("tools 1.0.0"))
      try FileManager.default.removeItem(at: package.folder)
      let third = try fixture.run(frontMatter, cells: ["import Tools\nanswer + 1"])
      #expect(third.status == 0 && !third.errors.contains("building"), "\(third.errors)")
    }
  }

  @Test("A package in a folder is built again when its files change, and cells with it")
  func changedFolder() throws {
    try withFixture { fixture in
      let package = try ScratchPackage("tools", module: "Tools", in: fixture.folder)
      let first = try fixture.build("packages:\n  - path: tools")
      let again = try fixture.build("packages:\n  - path: tools")
      #expect(first == again)
      try package.write("public let answer = \"other\"", to: "Sources/Tools/Tools.swift")
      #expect(try fixture.build("packages:\n  - path: tools").keys != first.keys)
      let result = try fixture.run("packages:\n  - path: tools", cells: ["import Tools\nprint(answer)"])
      #expect(result.status == 0, "\(result.errors)")
      #expect(try fixture.page().contains("other</pre>"))
    }
  }

  @Test("A build that was killed is repeated")
  func killedBuild() throws {
    try withFixture { fixture in
      try ScratchPackage("tools", module: "Tools", in: fixture.folder).commit(version: "1.0.0")
      let frontMatter = "packages:\n  - url: \(fixture.folder.path)/tools\n    from: 1.0.0"
      let library = try #require(try fixture.build(frontMatter).libraries.first)
      let products = library.deletingLastPathComponent()
      let workspace = products.deletingLastPathComponent().deletingLastPathComponent()
      try FileManager.default.removeItem(at: products)
      try Data().write(to: workspace.appending(path: ".building"))
      try Data("half".utf8).write(to: workspace.appending(path: ".build/workspace-state.json"))
      #expect(try fixture.build(frontMatter).libraries == [library])
      #expect(FileManager.default.fileExists(atPath: library.path))
    }
  }

  @Test("Two runs that need the same packages build them once")
  func atOnce() throws {
    try withFixture { fixture in
      _ = try ScratchPackage("tools", module: "Tools", in: fixture.folder)
      _ = try fixture.notebook("packages:\n  - path: tools", cells: ["import Tools\nanswer"])
      func start(_ output: String) throws -> RunningProgram {
        var program = try Program.built("etude", ["run", "note.md", "-o", output], in: fixture.folder)
        program.environment = fixture.environment
        return try program.start()
      }
      let runs = [try start("one"), try start("two")]
      for run in runs {
        let result = try run.result()
        #expect(result.status == 0, "\(result.errors)")
      }
    }
  }

  @Test("A check resolves packages as a run does, and blames the cell that misuses one")
  func check() throws {
    try withFixture { fixture in
      _ = try ScratchPackage("tools", module: "Tools", in: fixture.folder)
      _ = try fixture.notebook("packages:\n  - path: tools", cells: ["import Tools\nlet a: String = answer"])
      let result = try fixture.etude(["check", "note.md"])
      #expect(result.status == 1)
      #expect(
        result.errors.contains("note.md:8:17: error: cannot convert value of type 'Int' to specified type 'String'"))
    }
  }

  @Test("A package that cannot be fetched ends the run before its first cell")
  func failure() throws {
    try withFixture { fixture in
      let result = try fixture.run("packages:\n  - path: tools", cells: ["1"])
      #expect(result.status == 2)
      #expect(
        result.errors.hasSuffix(
          "note.md:3: There is no folder `tools` beside the notebook. Paths are relative to the notebook's folder.\n"))
      #expect(!FileManager.default.fileExists(atPath: fixture.folder.appending(path: "Output").path))
    }
  }

  @Test("A notebook uses swift-algorithms and swift-collections", .enabled(if: PublicPackages.canBeHad))
  func publicPackages() throws {
    let notebook = try ScratchNotebook(
      [
        "import Algorithms\nimport Collections\nprint(Array([1, 2, 3].combinations(ofCount: 2)))",
        "var queue: Deque = [1, 2]\nqueue.prepend(0)\nprint(queue, OrderedSet([3, 1, 3]))",
      ], frontMatter: PublicPackages.frontMatter)
    defer { notebook.remove() }
    let result = try notebook.run()
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      try notebook.outputs() == [["stdout: [[1, 2], [1, 3], [2, 3]]\n"], ["stdout: [0, 1, 2] [3, 1]\n"]])
    let page = try notebook.pageText()
    #expect(page.contains("swift-algorithms 1.2.1; swift-collections 1.6.0; swift-numerics "))
  }
}

/// The two packages of Apple's that a test uses. They are built once, into the user's cache.
enum PublicPackages {
  static let frontMatter = """
    packages:
      - url: https://github.com/apple/swift-algorithms
        exact: 1.2.1
      - url: https://github.com/apple/swift-collections
        exact: 1.6.0
        products: [Collections]
    """

  /// True if GitHub answers; without it the test is skipped.
  static let canBeHad: Bool = {
    let git = Program(
      URL(filePath: "/usr/bin/env"), ["git", "ls-remote", "--exit-code", "https://github.com/apple/swift-algorithms"],
      environment: ProcessInfo.processInfo.environment.merging(["GIT_TERMINAL_PROMPT": "0"]) { $1 })
    let isReachable = (try? git.run())?.status == 0
    if !isReachable { print("GitHub cannot be reached: the notebook with swift-algorithms is not run.") }
    return isReachable
  }()
}
