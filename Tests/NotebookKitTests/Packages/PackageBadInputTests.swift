import Foundation
import NotebookKit
import TestSupport
import Testing

@Suite("Packages that cannot be fetched")
struct PackageBadInputTests {
  private func withFixture(_ body: (DependencyFixture) throws -> Void) throws {
    let fixture = DependencyFixture()
    defer { fixture.remove() }
    try body(fixture)
  }

  @Test("An address without a repository is named with git's reason")
  func missingRepository() throws {
    try withFixture { fixture in
      let message = try fixture.failure("packages:\n  - url: \(fixture.folder.path)/none\n    from: 1.0.0")
      #expect(
        message?.hasPrefix("note.md:3: There is no package at `FOLDER/none` ('FOLDER/none' does not appear") == true)
      #expect(message?.hasSuffix("Check the address.") == true)
    }
  }

  @Test("A host that cannot be reached is distinguished from a package that does not exist")
  func noNetwork() throws {
    try withFixture { fixture in
      let message = try fixture.failure("packages:\n  - url: https://host.invalid/a/b\n    from: 1.0.0")
      #expect(message?.hasPrefix("note.md:3: `https://host.invalid/a/b` cannot be reached (") == true)
      #expect(message?.hasSuffix("Connect to the network once; packages that are built need no network.") == true)
    }
  }

  @Test("A version that does not exist is answered with the newest one")
  func missingVersion() throws {
    try withFixture { fixture in
      try ScratchPackage("tools", module: "Tools", in: fixture.folder).commit(version: "1.4.2")
      let message = try fixture.failure("packages:\n  - url: \(fixture.folder.path)/tools\n    from: 2.0.0")
      #expect(message == "note.md:3: The package `tools` has no version that fits `from: 2.0.0`. Its newest is 1.4.2.")
    }
  }

  @Test("A branch that does not exist is named")
  func missingBranch() throws {
    try withFixture { fixture in
      try ScratchPackage("tools", module: "Tools", in: fixture.folder).commit(version: "1.0.0")
      let message = try fixture.failure("packages:\n  - url: \(fixture.folder.path)/tools\n    branch: nowhere")
      #expect(message == "note.md:3: The package `tools` has no branch or revision `nowhere`. Check its name.")
    }
  }

  @Test("A package that needs a newer toolchain says which", arguments: [true, false])
  func newerToolchain(isRepository: Bool) throws {
    try withFixture { fixture in
      let package = try ScratchPackage("later", module: "Later", in: fixture.folder, toolsVersion: "99.0")
      if isRepository { try package.commit(version: "1.0.0") }
      let origin = isRepository ? "url: \(fixture.folder.path)/later\n    from: 1.0.0" : "path: later"
      let message = try fixture.failure("packages:\n  - \(origin)")
      #expect(message?.hasPrefix("note.md:3: The package `later` needs Swift 99.0, but this is 6.") == true)
    }
  }

  @Test("A package that does not compile shows the compiler's first words, without a path of the cache")
  func doesNotCompile() throws {
    try withFixture { fixture in
      try ScratchPackage("broken", module: "Broken", source: "public let a: Int = \"x\"\n", in: fixture.folder)
        .commit(version: "1.0.0")
      let message = try fixture.failure("packages:\n  - url: \(fixture.folder.path)/broken\n    from: 1.0.0")
      #expect(
        message == """
          note.md:3: The package `broken` does not compile. Choose another version, or correct it:
            broken/Sources/Broken/Broken.swift:1:21: error: cannot convert value of type 'String' to specified type 'Int'
          """)
    }
  }

  @Test("A library that the package does not have is answered with the nearest one, on its own line")
  func missingProduct() throws {
    try withFixture { fixture in
      _ = try ScratchPackage("tools", module: "Tools", in: fixture.folder)
      let message = try fixture.failure("packages:\n  - path: tools\n    products:\n      - Tool")
      #expect(message == "note.md:5: The package `tools` has no library `Tool`; did you mean `Tools`?")
    }
  }

  @Test("Two packages with a module or a library of one name are both named", arguments: ["module", "library"])
  func sameName(kind: String) throws {
    try withFixture { fixture in
      _ = try ScratchPackage(
        "one", module: kind == "module" ? "Tools" : "One", library: kind == "module" ? "One" : "Tools",
        in: fixture.folder)
      _ = try ScratchPackage(
        "two", module: kind == "module" ? "Tools" : "Two", library: kind == "module" ? "Two" : "Tools",
        in: fixture.folder)
      let message = try fixture.failure("packages:\n  - path: one\n  - path: two")
      #expect(
        message == """
          note.md:4: The packages `one` and `two` both have a \(kind) `Tools`, but names must be unique in a notebook. \
          Remove one of them.
          """)
    }
  }

  @Test("A package with a module of Etude's name is refused before it is built")
  func shadowsEtude() throws {
    try withFixture { fixture in
      _ = try ScratchPackage("maths", module: "Tensors", source: "does not compile", in: fixture.folder)
      let message = try fixture.failure("packages:\n  - path: maths")
      #expect(
        message == """
          note.md:3: The package `maths` has a module `Tensors`, like Etude itself, but names must be unique in a \
          notebook. Remove the package, or rename its module.
          """)
    }
  }

  @Test("Packages that depend on each other are shown as the circle that they are")
  func cycle() throws {
    try withFixture { fixture in
      _ = try ScratchPackage(
        "hen", module: "Hen", in: fixture.folder,
        dependencies: (".package(path: \"../egg\")", ".product(name: \"Egg\", package: \"egg\")"))
      _ = try ScratchPackage(
        "egg", module: "Egg", in: fixture.folder,
        dependencies: (".package(path: \"../hen\")", ".product(name: \"Hen\", package: \"hen\")"))
      let message = try fixture.failure("packages:\n  - path: hen")
      #expect(
        message == """
          note.md:3: The packages depend on each other in a circle: Hen → Egg → Hen. Remove one of these dependencies.
          """)
    }
  }

  @Test("A folder that is not there is answered with the nearest one")
  func missingFolder() throws {
    try withFixture { fixture in
      _ = try ScratchPackage("tools", module: "Tools", in: fixture.folder)
      let message = try fixture.failure("packages:\n  - path: ./tolls")
      #expect(message == "note.md:3: There is no folder `./tolls` beside the notebook; did you mean `./tools`?")
    }
  }

  @Test("A folder without a manifest is not a package")
  func noManifest() throws {
    try withFixture { fixture in
      try fixture.write("let a = 1", to: "Helpers/a.swift")
      let message = try fixture.failure("packages:\n  - path: Helpers")
      #expect(
        message == """
          note.md:3: The folder `Helpers` contains no `Package.swift`, so it is not a package. For plain Swift files write \
          `sources: Helpers`.
          """)
    }
  }

  @Test("A manifest that does not compile is reported in SwiftPM's words")
  func brokenManifest() throws {
    try withFixture { fixture in
      let package = try ScratchPackage("tools", module: "Tools", in: fixture.folder)
      try package.write(
        "// swift-tools-version: 6.1\nimport PackageDescription\nlet package = 1 +\n", to: "Package.swift")
      let message = try fixture.failure("packages:\n  - path: tools")
      #expect(message?.hasPrefix("note.md:3: ") == true)
      #expect(message?.contains("expected expression after operator") == true)
    }
  }

  @Test("A package without libraries has nothing for a notebook")
  func noLibraries() throws {
    try withFixture { fixture in
      let package = try ScratchPackage("tools", module: "Tools", in: fixture.folder)
      try package.write(
        """
        // swift-tools-version: 6.1
        import PackageDescription
        let package = Package(name: "tools", targets: [.target(name: "Tools")])
        """, to: "Package.swift")
      let message = try fixture.failure("packages:\n  - path: tools")
      #expect(message == "note.md:3: The package `tools` has no libraries that cells can import. Remove it.")
    }
  }
}
