import Files
import Foundation

/// An error about a notebook's packages or sources. The location is the notebook's line that requests them.
package struct DependencyError: UserFacingError, Equatable {
  package enum Problem: Equatable, Sendable {
    // Packages
    case noPackage(location: String, reason: String)
    case noFolder(path: String, nearest: String?)
    case noManifest(path: String)
    case unreachable(url: String, reason: String)
    case noVersion(package: String, requirement: String, newest: String?)
    case noBranchOrRevision(name: String, package: String)
    case newerToolchain(package: String, needs: String, installed: String)
    case noProduct(name: String, package: String, nearest: String?, known: [String])
    case noLibraries(package: String)
    /// `kind` is `module` or `library`.
    case sameName(kind: String, name: String, packages: [String])
    case shadowsEtude(modules: [String], package: String?)
    case cycle([String])
    case doesNotCompile(package: String?, messages: [String])
    /// SwiftPM's own words.
    case unresolved(messages: [String])
    case noPackageManager(path: String)
    // Sources
    case noSource(path: String, nearest: String?)
    case noSwiftFile(path: String)
    case notSwift(path: String)
    case isPackage(path: String)
    case moduleNameTaken(name: String, by: String)
    case sourcesDoNotCompile(diagnostics: String)
  }

  package var place: SourceLocation
  package var problem: Problem

  package init(_ place: SourceLocation, _ problem: Problem) {
    self.place = place
    self.problem = problem
  }

  package var description: String { "\(place): \(problem.sentence)" }
}

extension DependencyError.Problem {
  fileprivate var sentence: String {
    switch self {
    case .noPackage(let location, let reason): "There is no package at `\(location)` (\(reason)). Check the address."
    case .noFolder(let path, let nearest):
      "There is no folder `\(path)` beside the notebook" + Self.ending(nearest) + Self.pathAdvice(nearest)
    case .noManifest(let path):
      "The folder `\(path)` contains no `Package.swift`, so it is not a package. For plain Swift files write `sources: \(path)`."
    case .unreachable(let url, let reason):
      "`\(url)` cannot be reached (\(reason)). Connect to the network once; packages that are built need no network."
    case .noVersion(let package, let requirement, let newest):
      "The package `\(package)` has no version that fits \(requirement). "
        + (newest.map { "Its newest is \($0)." } ?? "Choose another version.")
    case .noBranchOrRevision(let name, let package):
      "The package `\(package)` has no branch or revision `\(name)`. Check its name."
    case .newerToolchain(let package, let needs, let installed):
      "The package `\(package)` needs Swift \(needs), but this is \(installed). "
        + "Choose an older version of it, or install a newer toolchain (https://www.swift.org/install/linux)."
    case .noProduct(let name, let package, let nearest, let known):
      "The package `\(package)` has no library `\(name)`"
        + (nearest.map { "; did you mean `\($0)`?" } ?? ". It has \(Self.list(known)).")
    case .noLibraries(let package):
      "The package `\(package)` has no libraries that cells can import. Remove it."
    case .sameName(let kind, let name, let packages):
      "The packages \(Self.list(packages)) both have a \(kind) `\(name)`, but names must be unique in a notebook. "
        + "Remove one of them."
    case .shadowsEtude(let modules, let package):
      (package.map { "The package `\($0)` has" } ?? "The packages have")
        + (modules.count == 1 ? " a module \(Self.list(modules))" : " modules \(Self.list(modules))")
        + ", like Etude itself, but names must be unique in a notebook. Remove the package, or rename its module."
    case .cycle(let names):
      "The packages depend on each other in a circle: \(names.joined(separator: " → ")). "
        + "Remove one of these dependencies."
    case .doesNotCompile(let package, let messages):
      (package.map { "The package `\($0)` does not compile" } ?? "The packages do not compile")
        + ". Choose another version, or correct it:\n" + Self.indented(messages)
    case .unresolved(let messages):
      "The packages cannot be resolved. SwiftPM says:\n" + Self.indented(messages)
    case .noPackageManager(let path):
      "The Swift toolchain lacks \(path), which builds packages. Reinstall Swift 6.3 (https://www.swift.org/install/linux)."
    case .noSource(let path, let nearest):
      "There is no file or folder `\(path)` beside the notebook" + Self.ending(nearest) + Self.pathAdvice(nearest)
    case .noSwiftFile(let path):
      "The folder `\(path)` contains no Swift file. Name a folder or files that end in `.swift`."
    case .notSwift(let path): "`\(path)` is not a Swift file. Name folders, or files that end in `.swift`."
    case .isPackage(let path):
      "The folder `\(path)` is a package, because it contains a `Package.swift`. Write it under `packages:`, as `path: \(path)`."
    case .moduleNameTaken(let name, let owner):
      "The sources would form a module `\(name)`, but \(owner) has one of that name. "
        + "Write `sources:` with `files:` and `module:`, as in `module: Helpers`."
    case .sourcesDoNotCompile(let diagnostics): "The sources do not compile:\n" + diagnostics
    }
  }

  private static func ending(_ nearest: String?) -> String { nearest == nil ? ". " : "; " }

  private static func pathAdvice(_ nearest: String?) -> String {
    nearest.map { "did you mean `\($0)`?" } ?? "Paths are relative to the notebook's folder."
  }

  private static func list(_ names: [String]) -> String {
    let quoted = names.map { "`\($0)`" }
    return quoted.count < 2
      ? quoted.joined() : quoted.dropLast().joined(separator: ", ") + " and " + (quoted.last ?? "")
  }

  private static func indented(_ lines: [String]) -> String { lines.map { "  \($0)" }.joined(separator: "\n") }
}
