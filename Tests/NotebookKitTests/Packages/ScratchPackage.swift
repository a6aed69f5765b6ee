import Foundation
import TestSupport

/// A Swift package that a test writes, and a repository of it if a test commits it.
struct ScratchPackage {
  let folder: URL

  /// Writes a package `name` with one library of one module.
  ///
  /// - Parameters:
  ///   - parent: The folder that contains the package's.
  ///   - dependencies: Elements of the manifest's list, and of the module's.
  init(
    _ name: String, module: String, library: String? = nil, source: String = "", in parent: URL,
    toolsVersion: String = "6.1",
    dependencies: (packages: String, products: String) = ("", "")
  ) throws {
    folder = parent.appending(path: name)
    try write(
      """
      // swift-tools-version: \(toolsVersion)
      import PackageDescription

      let package = Package(
        name: "\(name)", products: [.library(name: "\(library ?? module)", targets: ["\(module)"])],
        dependencies: [\(dependencies.packages)],
        targets: [.target(name: "\(module)", dependencies: [\(dependencies.products)])])
      """, to: "Package.swift")
    try write(source.isEmpty ? "public let answer = 42\n" : source, to: "Sources/\(module)/\(module).swift")
  }

  /// Writes a file of the package.
  func write(_ text: String, to path: String) throws {
    let file = folder.appending(path: path)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  /// Commits all files, and gives the commit a version.
  func commit(version: String) throws {
    for arguments in [["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "Version"], ["tag", version]] {
      let identity = ["-c", "user.name=Test", "-c", "user.email=test@example.invalid"]
      let result = try Program(URL(filePath: "/usr/bin/env"), ["git"] + identity + arguments, in: folder).run()
      if result.status != 0 { throw GitFailure(errors: result.errors) }
    }
  }

  struct GitFailure: Error { var errors: String }
}
