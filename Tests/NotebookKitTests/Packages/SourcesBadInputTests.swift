import Foundation
import NotebookKit
import TestSupport
import Testing

@Suite("Sources that cannot be fetched")
struct SourcesBadInputTests {
  private func failure(_ frontMatter: String, _ files: [String: String]) throws -> String? {
    let fixture = DependencyFixture()
    defer { fixture.remove() }
    for (path, text) in files { try fixture.write(text, to: path) }
    return try fixture.failure(frontMatter)
  }

  @Test("A path that is not there is answered with the nearest one")
  func missing() throws {
    #expect(
      try failure("sources: Surces", ["Sources/a.swift": ""])
        == "note.md:2: There is no file or folder `Surces` beside the notebook; did you mean `Sources`?")
    #expect(
      try failure("sources:\n  - elsewhere.swift", [:])
        == """
        note.md:3: There is no file or folder `elsewhere.swift` beside the notebook. Paths are relative to the notebook's folder.
        """)
  }

  @Test("A folder without Swift files is refused")
  func noSwift() throws {
    #expect(
      try failure("sources: [Helpers]", ["Helpers/a.txt": ""])
        == "note.md:2: The folder `Helpers` contains no Swift file. Name a folder or files that end in `.swift`.")
  }

  @Test("A folder that is a package is refused, with the key that takes it")
  func isPackage() throws {
    #expect(
      try failure("sources: Tools", ["Tools/Package.swift": ""])
        == "note.md:2: The folder `Tools` is a package, because it contains a `Package.swift`. Write it under `packages:`, as `path: Tools`."
    )
  }

  @Test("A file of another kind is refused")
  func notSwift() throws {
    #expect(
      try failure("sources: [data.csv]", ["data.csv": ""])
        == "note.md:2: `data.csv` is not a Swift file. Name folders, or files that end in `.swift`.")
  }

  @Test(
    "A folder named like a module of Etude or of the toolchain requires a name",
    arguments: [
      ("Signal", "Etude"), ("Foundation", "the toolchain"),
    ])
  func moduleNameTaken(name: String, owner: String) throws {
    #expect(
      try failure("sources: \(name)", ["\(name)/a.swift": ""])
        == """
        note.md:2: The sources would form a module `\(name)`, but \(owner) has one of that name. Write `sources:` with \
        `files:` and `module:`, as in `module: Helpers`.
        """)
  }

  @Test("A source that does not compile is shown by its own line, below the notebook's")
  func doesNotCompile() throws {
    let message = try failure("title: T\nsources: Helpers", ["Helpers/a.swift": "\nlet a: Int = \"x\"\n"])
    #expect(
      message?.hasPrefix(
        """
        note.md:3: The sources do not compile:
        Helpers/a.swift:2:14: error: cannot convert value of type 'String' to specified type 'Int'

        """) == true)
  }
}
