import Foundation
import NotebookKit
import Testing

@Suite("Packages and sources in the front matter")
struct DependenciesReaderTests {
  private func frontMatter(_ yaml: String) throws -> FrontMatter {
    try NotebookParser.parse(source: Data("---\n\(yaml)\n---\n".utf8), file: URL(filePath: "note.md")).frontMatter
  }

  private func message(_ yaml: String) -> String? {
    do {
      _ = try frontMatter(yaml)
      return nil
    } catch { return "\(error)" }
  }

  @Test("A package is an address, a requirement and its libraries")
  func package() throws {
    let packages = try frontMatter(
      """
      packages:
        - url: https://github.com/apple/swift-algorithms
          from: 1.2.1
          products: [Algorithms]
        - path: ../Tools
      """
    ).packages
    #expect(
      packages == [
        PackageRequest(
          origin: .repository(url: "https://github.com/apple/swift-algorithms", .from("1.2.1")),
          products: [.init(name: "Algorithms", line: 5)], line: 3),
        PackageRequest(origin: .folder(path: "../Tools"), line: 6),
      ])
  }

  @Test(
    "A requirement is written as SwiftPM's",
    arguments: [
      ("exact: 1.2.3", PackageRequest.Requirement.exact("1.2.3")),
      ("from: 1.2.3-beta.1", .from("1.2.3-beta.1")),
      ("up-to-next-minor-from: 1.2.3", .upToNextMinor(from: "1.2.3")),
      ("from: 1.2.3\n    to: 1.5.0", .range(from: "1.2.3", to: "1.5.0")),
      ("branch: main", .branch("main")),
      ("revision: 0f7a7a1", .revision("0f7a7a1")),
    ])
  func requirement(yaml: String, requirement: PackageRequest.Requirement) throws {
    let packages = try frontMatter("packages:\n  - url: git@host:a/b.git\n    \(yaml)").packages
    #expect(packages.map(\.origin) == [.repository(url: "git@host:a/b.git", requirement)])
  }

  @Test("One package may be written without a list")
  func onePackage() throws {
    #expect(try frontMatter("packages:\n  path: Tools\n  traits: []").packages.map(\.traits) == [[]])
  }

  @Test("Sources are a path, a list of paths, or files with a module's name")
  func sources() throws {
    #expect(
      try frontMatter("sources: Helpers").sources == SourcesRequest(paths: [.init(path: "Helpers", line: 2)], line: 2))
    #expect(
      try frontMatter("sources:\n  - A\n  - b.swift").sources
        == SourcesRequest(paths: [.init(path: "A", line: 3), .init(path: "b.swift", line: 4)], line: 2))
    #expect(
      try frontMatter("sources:\n  files: A\n  module: Filters").sources
        == SourcesRequest(paths: [.init(path: "A", line: 3)], module: "Filters", line: 2))
    #expect(try frontMatter("sources:").sources == nil)
  }

  @Test(
    "Each mistake has its sentence",
    arguments: [
      (
        "packages: https://github.com/apple/swift-algorithms",
        """
        note.md:2: `packages` must be a list of packages, each with `url` and a version, or with `path`, not \
        `https://github.com/apple/swift-algorithms`.
        """
      ),
      (
        "packages:\n  - 7",
        "note.md:3: `packages` must be a list of packages, each with `url` and a version, or with `path`, not `7`."
      ),
      ("packages:\n  - from: 1.0.0", "note.md:3: A package needs `url` (a repository) or `path` (a folder)."),
      (
        "packages:\n  - path: a\n    url: https://a.b/c",
        "note.md:3: A package has `url` or `path`, not both; leave one out."
      ),
      (
        "packages:\n  - url: ../a\n    from: 1.0.0",
        """
        note.md:3: `../a` is not an address such as `https://github.com/apple/swift-collections`. For a package in a folder \
        write `path`.
        """
      ),
      (
        "packages:\n  - url: https://a.b/c",
        """
        note.md:3: The package `https://a.b/c` needs a version. Write `exact: 1.2.3`, `from: 1.2.3`, `branch` or `revision`.
        """
      ),
      (
        "packages:\n  - url: https://a.b/c\n    from: 1.0.0\n    branch: main",
        "note.md:5: A package has one requirement, not `from` and `branch`; leave one out."
      ),
      (
        "packages:\n  - path: a\n    from: 1.0.0",
        "note.md:3: A package in a folder has no versions; leave `from` out."
      ),
      (
        "packages:\n  - url: https://a.b/c\n    to: 1.0.0",
        "note.md:4: `to` ends a range of versions; add `from`."
      ),
      (
        "packages:\n  - url: https://a.b/c\n    from: 1.2",
        "note.md:4: `from` must be a version of three numbers, as in `1.2.3`, not `1.2`; did you mean `1.2.0`?"
      ),
      (
        "packages:\n  - url: https://a.b/c\n    exact: v1.2.3",
        "note.md:4: `exact` must be a version of three numbers, as in `1.2.3`, not `v1.2.3`; did you mean `1.2.3`?"
      ),
      (
        "packages:\n  - url: https://a.b/c\n    exact: latest",
        "note.md:4: `exact` must be a version of three numbers, as in `1.2.3`, not `latest`."
      ),
      (
        "packages:\n  - path: a\n    product: A",
        "note.md:4: Unknown key of a package `product`; did you mean `products`?"
      ),
      (
        "packages:\n  - path: a\n    products: []",
        "note.md:4: `products` must be a string or a list of strings, none of them empty, not a list."
      ),
      (
        "packages:\n  - path: a\n    products: {A: B}",
        "note.md:4: `products` must be a string or a list of strings, not a mapping."
      ),
      (
        "packages:\n  - path: a\n  - path: b/A",
        "note.md:4: The package `a` is already listed on line 3. List all its products there."
      ),
      ("sources: []", "note.md:2: `sources` must be a string or a list of strings, none of them empty, not a list."),
      (
        "sources:\n  module: A",
        "note.md:2: `sources` must be a mapping with `files`, files and folders of Swift, not a mapping."
      ),
      (
        "sources:\n  files: a\n  module: my-module",
        "note.md:4: `module` must be the name of a Swift module, as in `Filters`, not `my-module`."
      ),
      ("sources:\n  files: a\n  modul: A", "note.md:4: Unknown key of `sources` `modul`; did you mean `module`?"),
    ])
  func mistake(yaml: String, expected: String) { #expect(message(yaml) == expected) }
}
